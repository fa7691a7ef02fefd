import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

// One version that could be had: number, app, day, what it brings.
TableRow {
    id: row

    required property int index
    required property string title
    required property string detail
    required property string value
    required property string link  // its notes
    required property int tone
    property bool picked: false
    signal chosen()

    height: notes.visible ? 52 : 34
    selected: row.picked
    Accessible.name: qsTr("%1, %2, %3").arg(row.title).arg(row.detail).arg(row.value)
    Accessible.onPressAction: row.chosen()
    Mono { x: 16; y: 8; width: 110; text: row.title; font.weight: Font.Medium; color: row.tone === Tone.Off ? Theme.text2 : Theme.text }
    Txt { x: 132; y: 8; width: parent.width - x - state.width - 28; text: row.detail; size: Theme.fontSmall; color: Theme.text2 }
    Txt { id: notes; visible: row.link !== ""; x: 132; y: 29; width: parent.width - x - 16; text: row.link; size: Theme.fontCaption; color: Theme.text3 }
    Tag { id: state; visible: row.value !== ""; anchors { right: parent.right; rightMargin: 16 } y: 7; text: row.value; ink: row.tone === Tone.Live ? Theme.ok : row.value === qsTr("newest") ? Theme.accent : Theme.text2 }
    TapHandler { onTapped: row.chosen() }
    HoverHandler { id: over }
    ReasonTip { shown: over.hovered && notes.truncated; text: row.link }
}
