import QtQuick
import ClearDeck.Tables

// Use against the limit: number, then bar. Over 90 % the number turns amber and gets a mark.
Item {
    id: cell

    property real value: 0
    property string text

    Txt { visible: cell.text === ""; height: parent.height; text: qsTr("none"); size: Theme.fontCaption; color: Theme.text3 }
    Mono { visible: cell.text !== ""; width: 44; height: parent.height; horizontalAlignment: Text.AlignRight; text: cell.text; size: Theme.fontCaption; color: cell.value > 0.9 ? Theme.warn : Theme.text2 }
    Meter { visible: cell.text !== ""; x: 52; width: 32; implicitHeight: 4; anchors.verticalCenter: parent.verticalCenter; value: cell.value; kind: cell.value > 0.9 ? Tone.Warn : Tone.Ok }
}
