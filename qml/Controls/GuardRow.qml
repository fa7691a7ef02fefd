import QtQuick
import ClearDeck.Tables

// One check of a plan: what was checked, what was found, what to do.
// kind: Tone.Ok passes, Warn is allowed but to be read first, Bad blocks, Busy is being checked.
TableRow {
    id: guard

    property int kind: Tone.Ok
    property string title
    property string detail
    property string action
    signal acted()

    implicitHeight: 44
    Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(guard.kind); color: Theme.status(guard.kind); spinning: guard.kind === Tone.Busy }
    Txt { x: 40; y: 5; width: parent.width - 40 - right.width - 20; text: guard.title; size: Theme.fontSmall; font.weight: Font.Medium }
    Txt { x: 40; y: 23; width: parent.width - 40 - right.width - 20; text: guard.detail; size: Theme.fontCaption; color: Theme.text2 }
    Row {
        id: right
        anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
        spacing: 10
        Button { visible: guard.action !== ""; implicitHeight: 24; text: guard.action; onClicked: guard.acted(); anchors.verticalCenter: parent.verticalCenter }
        StatusPill { kind: guard.kind; word: guard.kind === Tone.Ok ? qsTr("Passes") : guard.kind === Tone.Warn ? qsTr("Warns") : guard.kind === Tone.Bad ? qsTr("Blocks") : qsTr("Checking"); anchors.verticalCenter: parent.verticalCenter }
    }
}
