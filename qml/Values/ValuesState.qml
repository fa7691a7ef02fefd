pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// What stands in the place of the form while there is none: loading, nothing, forbidden, failed.
Item {
    id: root

    required property ValuesController page

    Timer { id: patience; interval: 150; running: root.page.state === ValuesController.Loading; onTriggered: bones.late = true; onRunningChanged: if (running) bones.late = false }
    Column {
        id: bones
        property bool late: false
        visible: root.page.state === ValuesController.Loading && late
        width: parent.width
        y: 76
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Loading")
        Repeater {
            model: 9
            delegate: Item {
                id: bone
                required property int index
                width: bones.width
                height: 52
                Skeleton { x: 24; y: 14; width: 130 }
                Skeleton { x: 24; y: 32; width: 180 + bone.index % 3 * 30; height: 8 }
                Skeleton { x: 300; y: 20; width: 48 + bone.index % 4 * 10 }
                Skeleton { x: 420; y: 20; width: 48 + bone.index % 4 * 10 }
                Skeleton { x: 540; y: 14; width: 150; height: 24; radius: Theme.radius }
                Rule { anchors.bottom: parent.bottom; width: parent.width }
            }
        }
    }
    EmptyState {
        visible: root.page.state === ValuesController.Nothing
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "sliders-horizontal"
        title: root.page.installation ? qsTr("%1 is no longer in the cluster").arg(root.page.installation.name) : qsTr("No installation is chosen")
        detail: root.page.installation ? qsTr("Its release was removed from %1. Another installation can be chosen in the rail.").arg(root.page.installation.context) : qsTr("Choose one in the rail.")
        Button { kind: "primary"; text: qsTr("Show installations"); onClicked: root.page.open("Installations") }
    }
    EmptyState {
        visible: root.page.state === ValuesController.Forbidden || root.page.state === ValuesController.Failed
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: root.page.state === ValuesController.Forbidden ? "lock" : "cloud-off"
        title: root.page.state === ValuesController.Forbidden ? qsTr("The values may not be read") : qsTr("The values could not be read")
        detail: root.page.hint === "" ? root.page.problem : root.page.problem + "\n" + root.page.hint
        Button { kind: "primary"; iconName: "refresh-cw"; text: qsTr("Retry now"); onClicked: root.page.reload() }
    }
}
