pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// Who may log in with a password. A password is in the field until it is added, and nowhere afterwards.
Column {
    id: root

    required property ProductionForm form
    signal copied(text: string)

    function submit() {
        if (who.text === "") return who.forceActiveFocus()
        if (password.text === "") return password.forceActiveFocus()
        root.form.addUser(who.text, password.text)
    }

    spacing: 8
    Txt { width: parent.width; text: qsTr("Fixed users"); strong: true; size: Theme.fontSmall }
    Txt { width: parent.width; text: root.form.users.count === 0 ? qsTr("Without any, everyone who reaches the web application can give a name and is in.") : qsTr("Only these can log in. Their passwords are kept as bcrypt hashes in a Secret."); size: Theme.fontSmall; color: root.form.users.count === 0 ? Theme.warn : Theme.text2 }
    Panel {
        width: parent.width
        height: root.form.users.count * 32 + 45
        Column {
            width: parent.width
            Repeater {
                model: root.form.users
                delegate: TableRow {
                    id: user
                    required property int index
                    required property string username
                    required property string name
                    width: parent ? parent.width : 0
                    Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: "user"; size: 14 }
                    Mono { x: 34; width: 200; height: parent.height; text: user.username }
                    Txt { x: 240; width: 200; height: parent.height; text: user.name; size: Theme.fontSmall; color: Theme.text2 }
                    IconButton { anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter } iconName: "trash-2"; iconSize: 14; text: qsTr("Remove %1").arg(user.username); onClicked: root.form.removeUser(user.index) }
                }
            }
            Row {
                x: 8
                height: 44
                spacing: 8
                Field { id: who; objectName: "user"; anchors.verticalCenter: parent.verticalCenter; width: Math.min(190, (root.width - 208) / 2); placeholderText: qsTr("name, or name=Full Name"); Accessible.name: qsTr("User name"); onAccepted: root.submit() }
                Field { id: password; objectName: "password"; anchors.verticalCenter: parent.verticalCenter; width: who.width; secret: true; placeholderText: qsTr("password"); Accessible.name: qsTr("Password"); onAccepted: root.submit() }
                IconButton { anchors.verticalCenter: parent.verticalCenter; iconName: "key-round"; iconSize: 14; text: qsTr("Make a password"); onClicked: password.text = root.form.generatePassword() }
                IconButton { anchors.verticalCenter: parent.verticalCenter; iconName: "copy"; iconSize: 14; text: qsTr("Copy the password"); enabled: password.text !== ""; onClicked: root.copied(password.text) }
                Button { objectName: "addUser"; anchors.verticalCenter: parent.verticalCenter; implicitHeight: 24; iconName: "plus"; text: root.form.hashing ? qsTr("Adding") : qsTr("Add user"); enabled: !root.form.hashing; onClicked: root.submit() }
            }
        }
    }
    Txt { visible: text !== ""; width: parent.width; text: root.form.userProblem; size: Theme.fontCaption; color: Theme.bad }
    Connections {
        target: root.form
        function onUserAdded() { who.clear(); password.clear(); password.revealed = false }
    }
}
