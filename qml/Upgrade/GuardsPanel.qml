pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// Every check of the step, what blocks first. A block cannot be overridden here.
Panel {
    id: root

    required property UpgradeController page
    signal acted(what: string)

    title: qsTr("Guards")
    note: root.page.looking ? qsTr("asking the server") : root.page.step.guardSummary
    height: 36 + Math.max(1, root.page.step.guards.count) * 44 + 2
    actions: Button { implicitHeight: 28; kind: "ghost"; iconName: "refresh-cw"; text: qsTr("Check again"); shortcut: "R"; enabled: !root.page.work.busy; onClicked: root.page.reload() }
    ListView {
        id: list
        objectName: "guards"
        anchors.fill: parent
        model: root.page.step.guards
        interactive: false
        activeFocusOnTab: true
        keyNavigationEnabled: true
        opacity: root.page.looking ? 0.7 : 1
        Keys.onReturnPressed: if (currentItem) (currentItem as GuardLine).act()
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Guards: %1").arg(root.page.step.guardSummary)
        delegate: GuardLine {
            width: ListView.view.width
            focusedRow: list.activeFocus && ListView.isCurrentItem
            last: index === list.count - 1
            onWanted: what => root.acted(what)
        }
    }
    Row {
        visible: list.count === 0
        x: 12
        height: 44
        spacing: 8
        Icon { name: "loader-circle"; size: 14; spinning: parent.visible; color: Theme.busy; anchors.verticalCenter: parent.verticalCenter }
        Txt { height: parent.height; text: qsTr("Asking the source and the server"); size: Theme.fontSmall; color: Theme.text2 }
    }
}
