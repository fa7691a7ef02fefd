pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Connect.Models
import ClearDeck.Controls
import ClearDeck.Tables

// The access key: where it comes from, whether the server takes it, or fields to enter one.
Panel {
    id: root

    required property ConnectModel page
    required property AccessKey key
    property bool entering: false
    readonly property bool asks: entering || (!key.known && !key.reading && key.problem !== "")

    function proofTone(): int {
        switch (key.proof) {
        case AccessKey.Proven: return Tone.Ok
        case AccessKey.Proving: return Tone.Busy
        case AccessKey.Refused: return Tone.Bad
        default: return Tone.Unknown
        }
    }
    function proofWord(): string {
        switch (key.proof) {
        case AccessKey.Proven: return qsTr("Verified")
        case AccessKey.Proving: return qsTr("Verifying")
        case AccessKey.Refused: return qsTr("Refused")
        default: return qsTr("Not verified yet")
        }
    }
    function submit() {
        if (accessKey.text === "") return accessKey.forceActiveFocus()
        if (secretKey.text === "") return secretKey.forceActiveFocus()
        root.key.enter(accessKey.text, secretKey.text)
        accessKey.clear()
        secretKey.clear()
        root.entering = false
    }

    title: qsTr("Key for this computer")
    height: 36 + body.implicitHeight + 22

    Column {
        id: body
        x: 12
        y: 10
        width: parent.width - 24
        spacing: 8
        Row {
            visible: root.key.known && !root.asks
            spacing: 8
            Mono { anchors.verticalCenter: parent.verticalCenter; width: Math.min(implicitWidth, body.width - 230); text: root.key.name; elide: Text.ElideMiddle }
            StatusPill { objectName: "proof"; anchors.verticalCenter: parent.verticalCenter; kind: root.proofTone(); word: root.proofWord() }
            Txt { visible: root.key.user !== ""; anchors.verticalCenter: parent.verticalCenter; text: qsTr("user %1").arg(root.key.user); size: Theme.fontSmall; color: Theme.text2 }
        }
        Txt { width: parent.width; visible: !root.key.known && !root.asks; text: root.key.reading ? qsTr("Reading the key…") : qsTr("Connect reads the key from the installation's Secret; one of your own can be entered too."); size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Txt { width: parent.width; visible: text !== ""; text: root.key.problem; size: Theme.fontSmall; color: Theme.bad; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Txt { width: parent.width; visible: text !== "" && root.key.problem !== ""; text: root.key.hint; size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Txt { width: parent.width; visible: text !== "" && !root.asks; text: root.key.place; size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Field { id: accessKey; objectName: "accessKey"; visible: root.asks; width: parent.width; placeholderText: qsTr("Access key"); Accessible.name: qsTr("Access key"); onAccepted: secretKey.forceActiveFocus() }
        Field { id: secretKey; objectName: "secretKey"; visible: root.asks; width: parent.width; secret: true; placeholderText: qsTr("Secret key"); Accessible.name: qsTr("Secret key"); onAccepted: root.submit() }
        Txt { visible: root.asks; width: parent.width; text: qsTr("Made in the web app: Settings, Workspace, Create new credentials."); size: Theme.fontCaption; color: Theme.text3 }
        Flow {
            width: parent.width
            spacing: 8
            Button { objectName: "useKey"; visible: root.asks; implicitHeight: 24; kind: "primary"; text: qsTr("Use this key"); onClicked: root.submit() }
            Button { visible: root.asks && root.key.known; implicitHeight: 24; kind: "ghost"; text: qsTr("Cancel"); onClicked: root.entering = false }
            Button { objectName: "otherKey"; visible: !root.asks; implicitHeight: 24; iconName: "key-round"; text: root.key.known ? qsTr("Use another key") : qsTr("Enter a key"); onClicked: { root.entering = true; accessKey.forceActiveFocus() } }
            Button { objectName: "copyKey"; visible: root.key.known && !root.asks; implicitHeight: 24; iconName: "copy"; text: qsTr("Copy secret"); onClicked: root.page.copySecretKey() }
            Button { visible: !root.entering && (root.key.source === AccessKey.ByHand || root.key.source === AccessKey.FromKeyring); implicitHeight: 24; kind: "ghost"; text: qsTr("Forget"); onClicked: root.key.forget() }
            Button { visible: root.asks || (root.key.known && root.key.source !== AccessKey.FromSecret); implicitHeight: 24; kind: "ghost"; text: qsTr("Read the Secret"); onClicked: { root.entering = false; root.page.readSecret() } }
        }
    }
}
