pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// What stands in the place of the plan while there is none: loading, nothing, forbidden, failed.
Item {
    id: root

    required property UpgradeController page

    Timer { id: patience; interval: 150; running: root.page.state === UpgradeController.Loading; onTriggered: bones.late = true; onRunningChanged: if (running) bones.late = false }
    Column {
        id: bones
        property bool late: false
        visible: root.page.state === UpgradeController.Loading && late
        x: 20
        y: 84
        width: parent.width - 40
        spacing: 12
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Loading")
        Repeater {
            model: 3
            delegate: Panel {
                id: bone
                required property int index
                width: bones.width
                height: bone.index === 0 ? 92 : 180
                Skeleton { x: 16; y: 22; width: 140 + bone.index * 40 }
                Skeleton { x: 16; y: 44; width: 240; height: 8 }
            }
        }
    }
    EmptyState {
        visible: root.page.state === UpgradeController.Nothing
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "circle-arrow-up"
        title: root.page.installation ? qsTr("%1 is no longer in the cluster").arg(root.page.installation.name) : qsTr("No installation is chosen")
        detail: root.page.installation ? qsTr("Its release was removed from %1. Another installation can be chosen in the rail.").arg(root.page.installation.context) : qsTr("Choose one in the rail.")
        Button { kind: "primary"; text: qsTr("Show installations"); onClicked: root.page.open("Installations") }
    }
    EmptyState {
        visible: root.page.state === UpgradeController.Forbidden || root.page.state === UpgradeController.Failed
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: root.page.state === UpgradeController.Forbidden ? "lock" : "cloud-off"
        title: root.page.state === UpgradeController.Forbidden ? qsTr("The release may not be read") : qsTr("An upgrade cannot be planned now")
        detail: root.page.hint === "" ? root.page.problem : root.page.problem + "\n" + root.page.hint
        Button { kind: "primary"; iconName: "refresh-cw"; text: qsTr("Try again"); onClicked: root.page.reload() }
        Button { text: qsTr("Show its history"); onClicked: root.page.open("History") }
        Button { text: qsTr("Another source"); visible: root.page.state === UpgradeController.Failed; onClicked: root.page.versionsRequested() }
    }
}
