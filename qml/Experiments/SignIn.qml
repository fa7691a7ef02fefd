import QtQuick
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// Asks for the credentials of the server; they stay in memory.
Panel {
    id: root

    required property Experiments experiments

    function submit() {
        if (user.text === "") user.forceActiveFocus()
        else root.experiments.signIn(user.text, secret.text)
        secret.clear()
    }
    onVisibleChanged: if (visible) user.forceActiveFocus()

    title: qsTr("Sign in to ClearML")
    note: root.experiments.address
    padding: 16
    implicitHeight: body.implicitHeight + 36 + 2 * padding + 2

    Column {
        id: body
        width: parent.width
        spacing: 8
        Txt { width: parent.width; visible: text !== ""; text: root.experiments.problem; color: Theme.bad; size: Theme.fontSmall; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Txt { width: parent.width; visible: text !== ""; text: root.experiments.hint; color: Theme.text2; size: Theme.fontSmall; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Txt { text: qsTr("Access key, or user name"); size: Theme.fontSmall; color: Theme.text2 }
        Field { id: user; objectName: "user"; width: parent.width; Accessible.name: qsTr("Access key, or user name"); onAccepted: secret.forceActiveFocus() }
        Txt { text: qsTr("Secret key, or password"); size: Theme.fontSmall; color: Theme.text2 }
        Field { id: secret; objectName: "secret"; width: parent.width; secret: true; Accessible.name: qsTr("Secret key, or password"); onAccepted: root.submit() }
        Txt { width: parent.width; text: qsTr("Kept in memory until the window is closed."); size: Theme.fontCaption; color: Theme.text3 }
        Button { objectName: "submit"; kind: "primary"; iconName: "key-round"; text: qsTr("Sign in"); onClicked: root.submit() }
    }
}
