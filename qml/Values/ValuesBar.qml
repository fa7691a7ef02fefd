import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Values.Models

// What the draft is, what it would restart, and what can be done with it.
Rectangle {
    id: root

    required property ValuesController page
    property bool compact: false
    readonly property ValuesDraft draft: page.draft
    readonly property int count: draft.changes.count
    signal reviewed()
    signal invalidChosen()

    implicitHeight: 52
    color: Theme.panel
    Rule { width: parent.width; color: Theme.border }
    Row {
        id: facts
        x: 16
        height: parent.height
        spacing: 16
        StatusText { visible: root.page.busy !== ""; kind: Tone.Busy; word: root.page.busy; anchors.verticalCenter: parent.verticalCenter }
        Txt { visible: root.page.busy === ""; text: root.count === 0 ? qsTr("No changes") : root.count === 1 ? qsTr("1 change") : qsTr("%1 changes").arg(root.count); strong: true; anchors.verticalCenter: parent.verticalCenter }
        StatusText {
            visible: root.draft.invalid > 0
            kind: Tone.Bad
            word: qsTr("%1 invalid").arg(root.draft.invalid)
            anchors.verticalCenter: parent.verticalCenter
            TapHandler { onTapped: root.invalidChosen() }
        }
        Tag { text: qsTr("chart pinned %1").arg(root.draft.chartVersion); iconName: "pin"; anchors.verticalCenter: parent.verticalCenter }
    }
    Txt {
        anchors { left: facts.right; leftMargin: 16; right: actions.left; rightMargin: 16 }
        height: parent.height
        // What the diff shows; until there is one, what is known of the values.
        readonly property string restarts: root.page.preview.restarts !== "" ? root.page.preview.restarts : root.draft.rolls
        visible: !root.compact && restarts !== "" && root.count > 0
        text: qsTr("restarts %1").arg(restarts)
        size: Theme.fontSmall
        color: Theme.text2
    }
    Row {
        id: actions
        anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
        spacing: 8
        Txt {
            visible: !root.compact && root.draft.edited && root.page.busy === "" && text !== ""
            width: Math.min(implicitWidth, 320)
            text: root.page.cannotApply
            size: Theme.fontSmall
            color: root.draft.invalid > 0 || root.page.preview.state === ManifestPreview.Failed ? Theme.bad : Theme.text2
            anchors.verticalCenter: parent.verticalCenter
        }
        Button { kind: "ghost"; text: qsTr("Discard"); enabled: root.draft.edited && root.page.busy === ""; disabledReason: enabled ? "" : qsTr("Nothing is changed"); onClicked: root.draft.discard() }
        Button { visible: !root.compact; text: qsTr("Copy as command"); iconName: "terminal"; enabled: root.count > 0; disabledReason: enabled ? "" : qsTr("Nothing is changed"); onClicked: root.page.copyCommand() }
        Button { objectName: "review"; kind: "primary"; text: qsTr("Review and apply"); enabled: root.page.cannotApply === ""; disabledReason: root.page.cannotApply; onClicked: root.reviewed() }
    }
}
