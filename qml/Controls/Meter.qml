import QtQuick
import ClearDeck.Tables

// A bar with an optional mark, for example a disk watermark.
Rectangle {
    id: meter

    property real value: 0
    property real mark: 0
    property int kind: Tone.Ok

    implicitWidth: 80
    implicitHeight: 6
    radius: 2
    color: Theme.track

    Rectangle {
        width: Math.max(2, parent.width * Math.min(1, meter.value))
        height: parent.height
        radius: 2
        color: meter.kind === Tone.Ok ? Theme.accent : meter.kind === Tone.Warn ? Theme.warnFill : Theme.status(meter.kind)
    }
    Rectangle { visible: meter.mark > 0; x: parent.width * meter.mark; y: -2; width: 1; height: parent.height + 4; color: Theme.text2 }
}
