pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.History.Models

// The last look before a rollback: what changes, what restarts, and what speaks against it.
Sheet {
    id: root

    required property HistoryController page
    readonly property RollbackPlan plan: page.plan
    readonly property string name: page.installation.name
    readonly property bool risky: plan.warnings.length > 0
    readonly property bool confirmed: !risky || typed.text === name
    readonly property string reason: !plan.ready ? qsTr("Not compared yet") : confirmed ? "" : qsTr("Type the name first")

    width: Math.min(800, parent ? parent.width - 48 : 800)
    height: Math.min(620, parent ? parent.height - 48 : 620)
    onOpened: { typed.clear(); back.forceActiveFocus(Qt.PopupFocusReason) }

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        focus: true
        Txt { id: title; x: 20; y: 12; width: parent.width - 80; text: qsTr("Roll %1 back to revision %2").arg(root.name).arg(root.plan.to); strong: true; size: Theme.fontTitle }
        Txt { x: 20; y: 37; height: 20; text: qsTr("Its values, chart and manifest come back as a new revision."); size: Theme.fontSmall; color: Theme.text2 }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 12; iconName: "x"; text: qsTr("Close"); onClicked: root.close() }
        Panel {
            anchors { top: parent.top; topMargin: 72; bottom: checks.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            color: Theme.inset
            CompareTabs { anchors.fill: parent; diff: root.plan.comparison }
        }
        Panel {
            id: checks
            anchors { bottom: confirmation.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            height: guards.implicitHeight + 2
            color: Theme.inset
            Column {
                id: guards
                width: parent.width
                GuardRow {
                    width: parent.width
                    kind: !root.plan.ready ? Tone.Busy : root.plan.comparison.restarts === "" ? Tone.Ok : Tone.Warn
                    title: root.plan.comparison.restarts === "" ? qsTr("Nothing restarts") : qsTr("Pods are replaced")
                    detail: root.plan.comparison.restarts === "" ? qsTr("No pod template changes") : root.plan.comparison.restarts
                }
                GuardRow {
                    visible: !root.risky
                    width: parent.width
                    last: true
                    kind: root.plan.ready ? Tone.Ok : Tone.Busy
                    title: qsTr("Data can go back")
                    detail: qsTr("The versions of revision %1 open what is stored").arg(root.plan.to)
                }
                Repeater {
                    model: root.plan.warnings
                    delegate: GuardRow {
                        required property string modelData
                        width: guards.width
                        kind: Tone.Warn
                        title: qsTr("Data may not go back")
                        detail: modelData
                    }
                }
            }
        }
        Row {
            id: confirmation
            visible: root.risky
            anchors { bottom: foot.top; bottomMargin: visible ? 12 : 0 }
            x: 20
            height: visible ? 28 : 0
            spacing: 12
            Txt { height: 28; text: qsTr("Type %1 to go back all the same").arg(root.name); size: Theme.fontSmall; color: Theme.text2 }
            Field { id: typed; objectName: "typedName"; width: 260; Accessible.name: qsTr("Type %1 to confirm").arg(root.name) }
        }
        Item {
            id: foot
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 56
            Rule { width: parent.width; color: Theme.border }
            Button { x: 12; anchors.verticalCenter: parent.verticalCenter; kind: "ghost"; text: qsTr("Copy as command"); iconName: "terminal"; onClicked: root.page.copy(root.plan.command) }
            Row {
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                spacing: 8
                Button { id: back; text: qsTr("Back to history"); shortcut: "Esc"; onClicked: root.close() }
                Button {
                    objectName: "doRollback"
                    kind: root.risky ? "danger" : "primary"
                    text: qsTr("Roll back %1").arg(root.name)
                    enabled: root.reason === ""
                    disabledReason: root.reason
                    onClicked: { root.close(); root.page.rollBack() }
                }
            }
        }
    }
}
