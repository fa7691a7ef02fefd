import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// One override: path, what became of it, old and new default, and the decision where there is one.
TableRow {
    id: row

    required property int index
    required property string path
    required property string message
    required property string word
    required property string oldDefault
    required property string ours
    required property string newDefault
    required property int tone
    required property int decision
    readonly property bool decidable: decision !== OverridesModel.None || word === qsTr("is the default now")
    signal kept()
    signal dropped()

    height: decidable ? 70 : 44
    Accessible.name: qsTr("%1: %2").arg(row.path).arg(row.message)
    Icon { x: 12; y: 8; name: row.tone === Tone.Bad ? "diff" : Theme.statusIcon(row.tone); size: 14; color: Theme.status(row.tone) }
    Mono { id: name; x: 36; y: 6; width: parent.width - 48 - values.width - 8; text: row.path; elide: Text.ElideMiddle }
    Row {
        id: values
        anchors { right: parent.right; rightMargin: 12 }
        y: 6
        spacing: 5
        visible: row.oldDefault !== "" || row.newDefault !== ""
        Mono { width: Math.min(implicitWidth, 84); text: row.oldDefault === "" ? qsTr("unset") : row.oldDefault; size: Theme.fontCaption; color: Theme.delText }
        Icon { name: "arrow-right"; size: 11; color: Theme.text3; anchors.verticalCenter: parent.verticalCenter }
        Mono { width: Math.min(implicitWidth, 84); text: row.newDefault === "" ? qsTr("removed") : row.newDefault; size: Theme.fontCaption; color: Theme.addText }
    }
    Txt { x: 36; y: 24; width: parent.width - 48; text: row.ours === "" ? row.word : qsTr("%1, mine %2").arg(row.word).arg(row.ours); size: Theme.fontCaption; color: Theme.text2 }
    Row {
        visible: row.decidable
        x: 36
        y: 42
        spacing: 6
        Button {
            objectName: "keep"
            implicitHeight: 22
            iconName: row.decision === OverridesModel.Kept ? "check" : ""
            text: row.decision === OverridesModel.Kept ? qsTr("Mine stays") : qsTr("Keep mine")
            onClicked: row.kept()
        }
        Button {
            objectName: "drop"
            implicitHeight: 22
            iconName: row.decision === OverridesModel.Dropped ? "check" : ""
            text: row.decision === OverridesModel.Dropped ? qsTr("Theirs comes") : qsTr("Take theirs")
            onClicked: row.dropped()
        }
    }
    HoverHandler { id: over }
    ReasonTip { shown: over.hovered; text: row.message }
}
