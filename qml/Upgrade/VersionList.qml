pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// The versions of the source, newest first; Enter chooses.
ListView {
    id: list

    required property UpgradeController page
    signal chosen(version: string)

    clip: true
    model: list.page.versions
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: ThinScrollBar { }
    Keys.onReturnPressed: if (currentItem) (currentItem as VersionRow).chosen()
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Versions of the chart")
    delegate: VersionRow {
        width: ListView.view.width
        last: index === list.count - 1
        picked: title === list.page.wanted
        focusedRow: list.activeFocus && ListView.isCurrentItem
        onChosen: list.chosen(title)
    }
}
