import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

DataRow {
    id: root

    required property string status
    required property int tone
    required property string name
    required property string part
    required property string ready
    required property string restarts
    required property string node
    required property string age

    Accessible.name: qsTr("%1, %2, part %3, ready %4, %5 restarts").arg(root.name).arg(root.status).arg(root.part).arg(root.ready).arg(root.restarts)

    StatusText { x: root.table.columns[0].x; width: root.table.columns[0].span - 12; anchors.verticalCenter: parent.verticalCenter; kind: root.tone; word: root.status; turning: false }
    DataCell { at: root.table.columns[1]; text: root.name; elide: Text.ElideMiddle }
    Txt { visible: root.table.columns[2].shown; x: root.table.columns[2].x; width: root.table.columns[2].span - 12; height: parent.height; text: root.part; size: Theme.fontSmall; color: Theme.text2 }
    DataCell { at: root.table.columns[3]; text: root.ready; color: root.tone === Tone.Bad ? Theme.bad : Theme.text }
    DataCell { at: root.table.columns[4]; text: root.restarts; color: root.restarts === "0" ? Theme.text3 : Theme.warn }
    DataCell { at: root.table.columns[5]; text: root.node; color: Theme.text2; elide: Text.ElideMiddle }
    DataCell { at: root.table.columns[6]; text: root.age; color: Theme.text2 }
}
