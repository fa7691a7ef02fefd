import QtQuick
import ClearDeck.Tables

// Icon and word without a fill, for table cells.
Item {
    id: status

    property int kind: Tone.Unknown
    property string word: Theme.statusWord(kind)
    property bool turning: true  // false in rows: a turning icon repaints the whole window
    property string iconName: Theme.statusIcon(kind)
    property int size: Theme.fontSmall
    property color ink: Theme.status(kind)

    implicitWidth: 20 + label.implicitWidth
    implicitHeight: 16
    Accessible.role: Accessible.StaticText
    Accessible.name: word

    Icon {
        id: glyph
        anchors.verticalCenter: parent.verticalCenter
        name: status.iconName
        size: 14
        color: Theme.status(status.kind)
        spinning: status.kind === Tone.Busy && status.turning
    }
    Txt {
        id: label
        x: 20
        width: Math.min(implicitWidth, status.width - 20)
        anchors.verticalCenter: parent.verticalCenter
        text: status.word
        size: status.size
        font.weight: Font.Medium
        color: status.ink
    }
}
