import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

DataRow {
    id: root

    required property int revision
    required property string status
    required property string when
    required property string what
    required property string who
    required property string chart
    required property string app
    required property int tone
    required property bool marked

    Accessible.name: qsTr("Revision %1, %2, %3, %4, chart %5").arg(root.revision).arg(root.status).arg(root.when).arg(root.what).arg(root.chart)

    Rectangle { visible: root.marked; x: 4; width: 12; height: 12; radius: 6; anchors.verticalCenter: parent.verticalCenter; color: "transparent"; border.width: 3; border.color: Theme.accent }
    DataCell { at: root.table.columns[0]; text: root.revision; font.weight: Font.Medium }
    StatusText { x: root.table.columns[1].x; width: root.table.columns[1].span - 12; anchors.verticalCenter: parent.verticalCenter; kind: root.tone; word: root.status; turning: false }
    DataCell { at: root.table.columns[2]; text: root.when; color: Theme.text2 }
    Txt { visible: root.table.columns[3].shown; x: root.table.columns[3].x; width: root.table.columns[3].span - 12; height: parent.height; text: root.what; size: Theme.fontSmall; color: root.tone === Tone.Bad ? Theme.bad : Theme.text }
    DataCell { at: root.table.columns[4]; text: root.who; color: Theme.text2; elide: Text.ElideMiddle }
    DataCell { at: root.table.columns[5]; text: root.chart; color: Theme.text2 }
    DataCell { at: root.table.columns[6]; text: root.app; color: Theme.text2 }
}
