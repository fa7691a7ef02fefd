import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// The last look before a step: the manifest diff, what restarts, what cannot be taken back. Enter does not start it.
Sheet {
    id: root

    required property UpgradeController page
    readonly property UpgradeStep step: page.step
    readonly property string name: page.installation ? page.installation.name : ""

    width: Math.min(860, parent ? parent.width - 48 : 860)
    height: Math.min(640, parent ? parent.height - 48 : 640)
    onOpened: back.forceActiveFocus(Qt.PopupFocusReason)

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        focus: true
        Txt { id: title; x: 20; y: 12; width: parent.width - 80; text: qsTr("Upgrade %1 from %2 to %3").arg(root.name).arg(root.step.from).arg(root.step.to); strong: true; size: Theme.fontTitle }
        Row {
            x: 20
            y: 37
            spacing: 12
            Tag { text: root.page.wanted === root.step.to ? qsTr("last step") : qsTr("a step to %1").arg(root.page.wanted); iconName: "package" }
            Txt { height: 20; text: qsTr("The version only. Your overrides are carried over."); size: Theme.fontSmall; color: Theme.text2 }
        }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 12; iconName: "x"; text: qsTr("Close"); onClicked: root.close() }
        Panel {
            anchors { top: parent.top; topMargin: 72; bottom: checks.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            color: Theme.inset
            title: qsTr("Manifest diff")
            note: qsTr("server dry run; %1").arg(root.step.diffSummary)
            ManifestList { anchors.fill: parent; objects: root.step.objects; dimmed: root.page.looking }
        }
        Panel {
            id: checks
            anchors { bottom: foot.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            height: 2 * 44 + 2
            color: Theme.inset
            Column {
                width: parent.width
                GuardRow { width: parent.width; kind: root.step.restarts === "" ? Tone.Ok : Tone.Warn; title: root.step.restarts === "" ? qsTr("Nothing restarts") : qsTr("Pods are replaced"); detail: root.step.restarts === "" ? qsTr("No pod template changes") : root.step.restarts }
                GuardRow { width: parent.width; last: true; kind: root.step.noWayBack === "" ? Tone.Ok : Tone.Warn; title: root.step.noWayBack === "" ? qsTr("Can be rolled back") : qsTr("There is no way back"); detail: root.step.noWayBack === "" ? qsTr("The data stays readable for %1").arg(root.step.from) : root.step.noWayBack }
            }
        }
        Item {
            id: foot
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 56
            Rule { width: parent.width; color: Theme.border }
            Button { x: 12; anchors.verticalCenter: parent.verticalCenter; kind: "ghost"; text: qsTr("Copy as command"); iconName: "terminal"; onClicked: root.page.copyCommands() }
            Row {
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                spacing: 8
                Txt { visible: root.page.cannotStart !== ""; width: Math.min(260, implicitWidth); text: root.page.cannotStart; size: Theme.fontSmall; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
                Button { id: back; text: qsTr("Back"); shortcut: "Esc"; onClicked: root.close() }
                Button {
                    objectName: "start"
                    kind: "primary"
                    text: qsTr("Upgrade %1 to %2").arg(root.name).arg(root.step.to)
                    enabled: root.page.cannotStart === ""
                    disabledReason: root.page.cannotStart
                    onClicked: { root.close(); root.page.start() }
                }
            }
        }
    }
}
