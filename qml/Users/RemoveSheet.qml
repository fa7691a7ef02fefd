pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Users.Models

// A user goes for good, and the API keys with the user: the login name is typed, Enter never presses the red button.
Sheet {
    id: root

    required property UsersModel page
    property string user
    readonly property string problem: visible ? page.judge(UsersModel.Remove, user, "", "") : ""

    function ask(who: string) {
        root.user = who
        typed.clear()
        root.page.prepare(UsersModel.Remove, who, "")
        root.open()
    }

    width: 520
    height: column.implicitHeight + 40
    closePolicy: Sheet.CloseOnEscape
    onOpened: typed.forceActiveFocus(Qt.PopupFocusReason)

    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        Column {
            id: column
            x: 20
            y: 20
            width: parent.width - 40
            spacing: 12
            Row {
                spacing: 10
                Icon { name: "octagon-alert"; size: 18; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
                Txt { id: title; text: qsTr("Remove %1").arg(root.user); strong: true; size: Theme.fontTitle }
            }
            Txt { width: parent.width; text: qsTr("What this user has made stays. API keys cannot be brought back."); size: Theme.fontSmall; color: Theme.text2 }
            StepsList { width: parent.width; steps: root.page.steps }
            Txt { visible: text !== ""; width: parent.width; text: root.problem; size: Theme.fontSmall; color: Theme.bad }
            Txt { width: parent.width; text: qsTr("Type %1 to confirm").arg(root.user); size: Theme.fontSmall; color: Theme.text2 }
            Field { id: typed; objectName: "typed"; width: parent.width; Accessible.name: qsTr("Type %1 to confirm").arg(root.user) }
            Item {
                width: parent.width
                height: 28
                Button { x: -8; kind: "ghost"; iconName: "terminal"; text: qsTr("Copy as command"); onClicked: root.page.copyCommand(UsersModel.Remove, root.user, "") }
                Row {
                    anchors.right: parent.right
                    spacing: 8
                    Button { text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.close() }
                    Button {
                        objectName: "remove"
                        kind: "danger"
                        text: qsTr("Remove %1").arg(root.user)
                        enabled: root.problem === "" && typed.text === root.user
                        disabledReason: root.problem !== "" ? root.problem : enabled ? "" : qsTr("Type the login name first")
                        onClicked: { root.close(); root.page.carryOut(UsersModel.Remove, root.user, "", "") }
                    }
                }
            }
        }
    }
}
