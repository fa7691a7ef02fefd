pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.History.Models

// Out of a pending or failed release; what only a person can know is asked.
ConfirmDialog {
    id: root

    required property HistoryController page
    readonly property RepairCase repair: page.repair

    title: qsTr("Repair %1").arg(page.installation.name)
    detail: repair.sentence + "."
    word: repair.uninstalls ? page.installation.name : ""
    actionText: repair.action
    command: page.repairCommand
    onCopied: command => page.copy(command)
    missing: repair.mayStillRun && !nothingRuns.checked ? qsTr("Make sure that no helm runs first") : repair.warnings.length > 0 && !anyway.checked ? qsTr("Say that the warnings were read") : ""
    onAboutToShow: { nothingRuns.checked = false; anyway.checked = false }
    onAccepted: page.repairNow(nothingRuns.checked, anyway.checked)

    CheckBox { id: nothingRuns; objectName: "nothingRuns"; visible: root.repair.mayStillRun; text: qsTr("No helm is at work on it, here or on another machine") }
    Repeater {
        model: root.repair.warnings
        delegate: Txt { required property string modelData; width: 480; text: modelData; color: Theme.warn; size: Theme.fontSmall; wrapMode: Text.WordWrap; elide: Text.ElideNone }
    }
    CheckBox { id: anyway; objectName: "anyway"; visible: root.repair.warnings.length > 0; text: qsTr("Go back although data may not open") }
}
