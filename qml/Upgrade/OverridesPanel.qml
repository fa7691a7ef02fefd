pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// My overrides on the new defaults. Conflicts come first, with both ways out; K keeps mine, T takes theirs.
Panel {
    id: root

    required property UpgradeController page
    readonly property OverridesModel overrides: page.step.overrides

    title: qsTr("Changed defaults and my overrides")
    note: root.overrides.undecided > 0 ? qsTr("%1 to decide").arg(root.overrides.undecided) : root.overrides.count > 0 ? qsTr("%1").arg(root.overrides.count) : ""
    height: 36 + (root.overrides.count === 0 ? 44 : Math.min(320, list.contentHeight)) + 2
    onActiveFocusChanged: if (activeFocus) list.forceActiveFocus(Qt.TabFocusReason)
    Txt {
        visible: root.overrides.count === 0
        x: 12
        width: parent.width - 24
        height: 44
        text: root.page.looking ? qsTr("Being compared") : qsTr("Nothing in your overrides is touched")
        size: Theme.fontSmall
        color: Theme.text2
    }
    ListView {
        id: list
        objectName: "overrides"
        anchors.fill: parent
        clip: true
        model: root.overrides
        activeFocusOnTab: count > 0
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar { }
        onCountChanged: if (currentIndex < 0 && count > 0) currentIndex = 0
        Keys.onPressed: event => {
            const row = currentItem as OverrideRow
            event.accepted = row !== null && row.decidable && (event.key === Qt.Key_K || event.key === Qt.Key_T)
            if (!event.accepted) return
            if (event.key === Qt.Key_K) root.page.keep(row.path)
            else root.page.drop(row.path)
        }
        Accessible.role: Accessible.List
        Accessible.name: root.title
        delegate: OverrideRow {
            width: ListView.view.width
            last: index === list.count - 1
            focusedRow: list.activeFocus && ListView.isCurrentItem
            enabled: !root.page.work.busy && !root.page.work.stopped
            onKept: root.page.keep(path)
            onDropped: root.page.drop(path)
        }
    }
}
