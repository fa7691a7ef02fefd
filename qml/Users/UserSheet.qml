pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Users.Models

// Add a user, change a name, set a new password. The password is in the field until the sheet is closed, and nowhere
// afterwards.
Sheet {
    id: root

    required property UsersModel page
    property int action: UsersModel.Add
    property string user
    readonly property bool adds: action === UsersModel.Add
    readonly property bool names: adds || action === UsersModel.Rename
    readonly property bool keys: adds || action === UsersModel.Reset
    readonly property string target: adds ? login.text.trim() : user
    readonly property string problem: visible ? page.judge(action, target, display.text, password.text) : ""

    function ask(wanted: int, who: string) {
        root.action = wanted
        root.user = who
        login.clear()
        password.clear()
        password.revealed = false
        display.text = wanted === UsersModel.Rename ? root.page.nameOf(who) : ""
        root.page.prepare(wanted, who, display.text)
        root.open()
    }
    function heading(): string {
        if (root.adds) return root.page.off ? qsTr("Switch fixed users on") : qsTr("Add a user")
        return root.action === UsersModel.Rename ? qsTr("Change the name of %1").arg(root.user) : qsTr("New password for %1").arg(root.user)
    }
    function submit() {
        if (root.adds && login.text === "") return login.forceActiveFocus()
        if (root.keys && password.text === "") return password.forceActiveFocus()
        if (root.problem !== "") return
        root.page.carryOut(root.action, root.target, display.text, password.text)
        root.close()
    }

    width: 520
    height: column.implicitHeight + 40
    closePolicy: Sheet.CloseOnEscape
    onOpened: (root.adds ? login : root.names ? display : password).forceActiveFocus(Qt.PopupFocusReason)
    onClosed: password.clear()

    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: root.heading()
        Column {
            id: column
            x: 20
            y: 20
            width: parent.width - 40
            spacing: 12
            Txt { width: parent.width; text: root.heading(); strong: true; size: Theme.fontTitle }
            Field { id: login; objectName: "login"; visible: root.adds; width: parent.width; placeholderText: qsTr("login name, for example jane"); Accessible.name: qsTr("Login name"); onAccepted: root.submit() }
            Field { id: display; objectName: "display"; visible: root.names; width: parent.width; mono: false; placeholderText: qsTr("name that people see, for example Jane Doe"); Accessible.name: qsTr("Name"); onAccepted: root.submit() }
            Row {
                visible: root.keys
                width: parent.width
                spacing: 6
                Field { id: password; objectName: "password"; width: parent.width - 2 * 34; secret: true; placeholderText: qsTr("password"); Accessible.name: qsTr("Password"); onAccepted: root.submit() }
                IconButton { objectName: "generate"; anchors.verticalCenter: parent.verticalCenter; iconName: "refresh-cw"; iconSize: 14; text: qsTr("Make a password"); onClicked: { password.text = root.page.generatePassword(); password.revealed = true } }
                IconButton { anchors.verticalCenter: parent.verticalCenter; iconName: "copy"; iconSize: 14; text: qsTr("Copy the password"); enabled: password.text !== ""; onClicked: root.page.copySecret(password.text) }
            }
            Txt { visible: root.keys; width: parent.width; text: qsTr("Hand it over now: it is kept as a bcrypt hash and is not shown again."); size: Theme.fontCaption; color: Theme.text3 }
            Txt { visible: text !== "" && (login.text !== "" || !root.adds) && !(root.keys && password.text === ""); width: parent.width; text: root.problem; size: Theme.fontSmall; color: Theme.bad }
            StepsList { width: parent.width; steps: root.page.steps }
            Item {
                width: parent.width
                height: 28
                Button { x: -8; kind: "ghost"; iconName: "terminal"; text: qsTr("Copy as command"); enabled: root.target !== ""; onClicked: root.page.copyCommand(root.action, root.target, display.text) }
                Row {
                    anchors.right: parent.right
                    spacing: 8
                    Button { text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.close() }
                    Button {
                        objectName: "submit"
                        kind: "primary"
                        text: root.adds ? qsTr("Add to %1").arg(root.page.installation ? root.page.installation.name : "") : root.action === UsersModel.Rename ? qsTr("Change the name") : qsTr("Set the password")
                        enabled: root.problem === ""
                        disabledReason: root.problem
                        onClicked: root.submit()
                    }
                }
            }
        }
    }
}
