pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables

// The experiments that would be stopped, longest silent first.
Panel {
    id: root

    required property FactsModel tasks
    signal opened(key: string)

    height: Math.min(6, tasks.count) * 44 + 2
    color: Theme.inset
    ListView {
        id: list
        objectName: "silent"
        anchors.fill: parent
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.tasks
        T.ScrollBar.vertical: ThinScrollBar { }
        Keys.onReturnPressed: if (currentItem) root.opened((currentItem as SilentRow).key)
        delegate: SilentRow {
            width: ListView.view.width
            focusedRow: list.activeFocus && ListView.isCurrentItem
            last: index === list.count - 1
            onOpened: root.opened(key)
        }
    }
}
