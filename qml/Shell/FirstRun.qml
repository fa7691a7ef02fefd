pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Shell.Models

// No cluster was found: where ClearDeck looked, and the ways out.
Item {
    id: root

    required property Shell shell
    property bool asking: false

    Column {
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 40)
        spacing: 20
        EmptyState {
            anchors.horizontalCenter: parent.horizontalCenter
            iconName: "ship-wheel"
            title: qsTr("No cluster found")
            detail: qsTr("Open the sandbox to look around with sample data, or point ClearDeck to a kubeconfig file. Nothing is sent anywhere.")
            Button { objectName: "sandbox"; kind: "primary"; focus: true; text: qsTr("Open the sandbox"); enabled: root.shell.sandboxable; disabledReason: root.shell.sandboxable ? "" : qsTr("This build has no sandbox"); onClicked: root.shell.openSandbox() }
            Button { iconName: "folder-open"; text: qsTr("Choose kubeconfig"); onClicked: { root.asking = true; file.forceActiveFocus() } }
            Button { objectName: "makeLocal"; iconName: "plus"; text: qsTr("Make a local cluster"); onClicked: root.shell.open("Setup", "local") }
        }
        Row {
            visible: root.asking
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 8
            Field { id: file; width: 380; placeholderText: qsTr("Path of a kubeconfig file"); Accessible.name: file.placeholderText; onAccepted: root.shell.openKubeconfig(file.text) }
            Button { text: qsTr("Open"); enabled: file.text !== ""; onClicked: root.shell.openKubeconfig(file.text) }
        }
        Panel {
            width: parent.width
            height: 37 + Math.max(1, looked.count) * 32
            title: qsTr("Where ClearDeck looked")
            actions: Button { kind: "ghost"; implicitHeight: 24; iconName: "refresh-cw"; text: qsTr("Look again"); onClicked: root.shell.lookAgain() }
            Column {
                width: parent.width
                Repeater {
                    id: looked
                    model: root.shell.workspace.lookedAt
                    delegate: TableRow {
                        id: entry
                        required property string modelData
                        width: parent ? parent.width : 0
                        Mono { x: 12; width: parent.width - 24; height: parent.height; text: entry.modelData; elide: Text.ElideMiddle }
                    }
                }
                Txt { visible: looked.count === 0; x: 12; height: 32; text: qsTr("There is no kubeconfig: neither $KUBECONFIG nor ~/.kube/config names a file that exists"); width: parent.width - 24; size: Theme.fontSmall; color: Theme.text2 }
            }
        }
    }
}
