import QtQuick
import ClearDeck.Controls

DataRow {
    id: root

    required property string name
    required property string type
    required property string address
    required property string ports
    required property string selector
    required property string age

    Accessible.name: qsTr("%1, %2, %3, ports %4").arg(root.name).arg(root.type).arg(root.address).arg(root.ports)

    DataCell { at: root.table.columns[0]; text: root.name; elide: Text.ElideMiddle }
    Txt { x: root.table.columns[1].x; width: root.table.columns[1].span - 12; height: parent.height; text: root.type; size: Theme.fontSmall; color: Theme.text2 }
    DataCell { at: root.table.columns[2]; text: root.address }
    DataCell { at: root.table.columns[3]; text: root.ports }
    DataCell { at: root.table.columns[4]; text: root.selector; color: Theme.text3 }
    DataCell { at: root.table.columns[5]; text: root.age; color: Theme.text2 }
}
