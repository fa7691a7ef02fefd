import QtQuick
import ClearDeck.Tables

// Icon and word on a tint. The word is mandatory: colour never carries the state alone.
Rectangle {
    id: pill

    property int kind: Tone.Unknown
    property string word: Theme.statusWord(kind)
    property bool turning: true  // false in rows: a turning icon repaints the whole window
    property string iconName: Theme.statusIcon(kind)

    implicitWidth: row.implicitWidth + 14
    implicitHeight: 20
    radius: Theme.radiusSmall
    color: Theme.tint(kind)

    Accessible.role: Accessible.StaticText
    Accessible.name: pill.word

    Row {
        id: row
        anchors.centerIn: parent
        spacing: 5
        Icon { name: pill.iconName; size: 12; color: Theme.status(pill.kind); spinning: pill.kind === Tone.Busy && pill.turning; anchors.verticalCenter: parent.verticalCenter }
        Txt { text: pill.word; size: Theme.fontCaption; font.weight: Font.Medium; color: Theme.status(pill.kind); anchors.verticalCenter: parent.verticalCenter }
    }
}
