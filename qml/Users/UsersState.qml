pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Users.Models

// What stands in the place of the page while the users are not known: nothing chosen, loading, forbidden, failed.
Item {
    id: root

    required property UsersModel page
    readonly property bool none: page.installation === null || page.state === UsersModel.Nothing

    EmptyState {
        objectName: "empty"
        visible: root.none
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "users"
        title: qsTr("No installation is chosen")
        detail: qsTr("Users belong to one installation. Choose it first.")
        Button { kind: "primary"; text: qsTr("Installations"); onClicked: root.page.open("Installations") }
    }
    Column {
        visible: !root.none && root.page.state === UsersModel.Loading
        y: 76
        width: parent.width
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Loading")
        Repeater {
            model: 5
            delegate: Item {
                id: bone
                required property int index
                width: root.width
                height: 44
                Skeleton { x: 32; y: 16; width: 110 + bone.index % 3 * 16 }
                Skeleton { x: 240; y: 16; width: 150 }
                Skeleton { x: 460; y: 16; width: 40 }
            }
        }
    }
    EmptyState {
        objectName: "refused"
        visible: !root.none && (root.page.state === UsersModel.Forbidden || root.page.state === UsersModel.Failed)
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: root.page.state === UsersModel.Forbidden ? "lock" : "cloud-off"
        title: root.page.state === UsersModel.Forbidden ? qsTr("The users may not be read") : qsTr("The users could not be read")
        detail: root.page.hint === "" ? root.page.problem : root.page.problem + "\n" + root.page.hint
        Button { kind: "primary"; iconName: "refresh-cw"; text: qsTr("Retry now"); onClicked: root.page.reload() }
    }
}
