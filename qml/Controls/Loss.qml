import QtQuick
import ClearDeck.Tables

// One thing that a ConfirmDialog says will be lost.
QtObject {
    property string iconName: "trash-2"
    property int tone: Tone.Off
    property string text
    property string note
}
