import QtQuick
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// The step as a plan file for `cleardeckctl apply`. A file that is there is replaced only on a second word.
Sheet {
    id: root

    required property UpgradeController page
    property string refusal
    property bool replaceable: false

    width: Math.min(560, parent ? parent.width - 48 : 560)
    height: 168 + (refusal === "" ? 0 : 44)
    onAboutToShow: { refusal = ""; replaceable = false; file.text = page.planPath }
    onOpened: file.forceActiveFocus(Qt.PopupFocusReason)
    Connections {
        target: root.page
        function onPlanSaved() { root.close() }
        function onPlanRefused(reason: string, replaceable: bool) { root.refusal = reason; root.replaceable = replaceable }
    }
    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Save the plan")
        focus: true
        Txt { x: 20; y: 12; text: qsTr("Save the plan"); strong: true; size: Theme.fontTitle }
        Txt { x: 20; y: 37; width: parent.width - 40; height: 20; text: qsTr("It holds your overrides with the secrets in them; only you may read the file."); size: Theme.fontSmall; color: Theme.text2 }
        Field {
            id: file
            objectName: "planFile"
            x: 20
            y: 68
            width: parent.width - 40
            invalid: root.refusal !== ""
            Accessible.name: qsTr("Plan file")
            onTextEdited: { root.refusal = ""; root.replaceable = false }
            onAccepted: if (!root.replaceable) root.page.savePlan(text, false)
        }
        Txt { objectName: "planRefusal"; visible: root.refusal !== ""; x: 20; y: 102; width: parent.width - 40; height: 40; text: root.refusal; size: Theme.fontSmall; color: Theme.bad; wrapMode: Text.Wrap; maximumLineCount: 2 }
        Row {
            anchors { right: parent.right; rightMargin: 20; bottom: parent.bottom; bottomMargin: 16 }
            spacing: 8
            Button { text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.close() }
            Button { objectName: "replacePlan"; visible: root.replaceable; kind: "danger"; text: qsTr("Replace the file"); onClicked: root.page.savePlan(file.text, true) }
            Button { objectName: "savePlan"; visible: !root.replaceable; kind: "primary"; text: qsTr("Save plan"); onClicked: root.page.savePlan(file.text, false) }
        }
    }
}
