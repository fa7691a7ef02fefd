import QtQuick
import ClearDeck.Controls

// An experiment that has not reported for a while.
TableRow {
    id: row

    required property int index
    required property string key
    required property string title
    required property string detail
    required property string value
    signal opened()

    height: 44
    Accessible.name: qsTr("%1, %2, silent for %3").arg(row.title).arg(row.detail).arg(row.value)
    TapHandler { onDoubleTapped: row.opened() }
    TwoLines { x: 12; width: parent.width - 130; height: parent.height; first: row.title; second: row.detail }
    Txt { anchors { right: parent.right; rightMargin: 12 } height: parent.height; text: qsTr("silent for %1").arg(row.value); size: Theme.fontSmall; color: Theme.warn }
}
