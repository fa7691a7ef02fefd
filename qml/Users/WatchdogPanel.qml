pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Users.Models

// When silent experiments are stopped, which ones that would be now, and the change of values for it.
Panel {
    id: root

    required property UsersModel page
    required property WatchdogForm form

    function silence(): string {
        switch (form.silence) {
        case WatchdogForm.NotConnected: return qsTr("Connect to see what it would stop now.")
        case WatchdogForm.Asking: return qsTr("Asking for the running experiments")
        case WatchdogForm.Unknown: return form.silenceProblem
        default: return form.edited ? qsTr("Would stop %1 of %2 running experiments now; as deployed %3.").arg(form.stopped.count).arg(form.running).arg(form.stoppedNow)
                                    : qsTr("Would stop %1 of %2 running experiments now.").arg(form.stopped.count).arg(form.running)
        }
    }

    title: qsTr("Watchdog")
    note: root.form.state === WatchdogForm.Ready ? root.form.deployed : ""
    height: 36 + column.implicitHeight + 24

    Column {
        id: column
        x: 12
        y: 10
        width: parent.width - 24
        spacing: 10
        Txt { visible: root.form.state === WatchdogForm.Loading; text: qsTr("Reading the values"); size: Theme.fontSmall; color: Theme.text3 }
        Txt { visible: root.form.state === WatchdogForm.Failed; width: parent.width; text: root.form.problem; size: Theme.fontSmall; color: Theme.bad; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Txt { visible: root.form.state === WatchdogForm.Failed && text !== ""; width: parent.width; text: root.form.hint; size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Column {
            id: fields
            visible: root.form.state === WatchdogForm.Ready
            width: parent.width
            spacing: 8
            Switch { objectName: "enabled"; text: qsTr("Stop experiments that run but no longer report"); checked: root.form.enabled; onToggled: root.form.enabled = checked }
            Row {
                spacing: 8
                Txt { width: 150; height: 28; text: qsTr("Stop after silence of"); size: Theme.fontSmall; color: Theme.text2 }
                Field { id: threshold; objectName: "threshold"; width: 140; enabled: root.form.enabled; changed: root.form.edited; text: root.form.threshold; Accessible.name: qsTr("Stop after silence of, for example 2h or 90m"); onTextEdited: root.form.threshold = text }
                Txt { height: 28; text: qsTr("s, m, h or d"); size: Theme.fontCaption; color: Theme.text3 }
            }
            Row {
                spacing: 8
                Txt { width: 150; height: 28; text: qsTr("Look every"); size: Theme.fontSmall; color: Theme.text2 }
                Field { objectName: "interval"; width: 140; enabled: root.form.enabled; text: root.form.interval; Accessible.name: qsTr("Look every, for example 15m"); onTextEdited: root.form.interval = text }
            }
            Txt { visible: text !== ""; width: parent.width; text: root.form.invalid; size: Theme.fontSmall; color: Theme.bad }
            Txt { visible: text !== ""; width: parent.width; text: root.form.unsure; size: Theme.fontSmall; color: Theme.warn }
        }
        Row {
            visible: root.form.state === WatchdogForm.Ready
            spacing: 8
            Icon { visible: root.form.stopped.count > 0; anchors.verticalCenter: parent.verticalCenter; name: "triangle-alert"; size: 14; color: Theme.warn }
            Txt { objectName: "silence"; width: Math.min(implicitWidth, column.width - 110); height: 24; text: root.silence(); size: Theme.fontSmall; color: root.form.stopped.count > 0 ? Theme.warn : Theme.text2 }
            Button { objectName: "connect"; visible: root.form.silence === WatchdogForm.NotConnected || root.form.silence === WatchdogForm.Unknown; implicitHeight: 24; iconName: "cable"; text: qsTr("Connect"); onClicked: root.page.open("Connect", "start") }
        }
        SilentList { visible: root.form.stopped.count > 0; width: parent.width; tasks: root.form.stopped; onOpened: key => root.page.open("Experiments", key) }
        Panel {
            visible: root.form.changes.count > 0
            width: parent.width
            height: root.form.changes.count * 32 + 2
            color: Theme.inset
            Column {
                width: parent.width
                Repeater {
                    model: root.form.changes
                    delegate: DiffLine {
                        required property string title
                        required property string detail
                        required property string value
                        required property int index
                        width: parent ? parent.width : 0
                        path: title
                        before: detail
                        after: value
                        last: index === root.form.changes.count - 1
                    }
                }
            }
        }
        Txt { visible: text !== ""; width: parent.width; text: root.form.busy !== "" ? root.form.busy : root.form.effect; size: Theme.fontCaption; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Row {
            visible: root.form.edited
            spacing: 8
            Button { objectName: "review"; visible: root.form.effect === ""; implicitHeight: 28; kind: "primary"; text: qsTr("Review the change"); enabled: root.form.cannotApply === ""; disabledReason: root.form.cannotApply; onClicked: root.form.review() }
            Button { objectName: "apply"; visible: root.form.effect !== ""; implicitHeight: 28; kind: "primary"; text: qsTr("Apply to %1").arg(root.page.installation ? root.page.installation.name : ""); enabled: root.form.cannotApply === ""; disabledReason: root.form.cannotApply; onClicked: root.form.apply() }
            Button { objectName: "undo"; implicitHeight: 28; kind: "ghost"; text: qsTr("Undo"); onClicked: root.form.undo() }
        }
    }
}
