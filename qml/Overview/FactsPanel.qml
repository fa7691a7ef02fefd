pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

// A panel of two-line facts: findings, addresses, volumes.
Panel {
    id: root

    required property FactsModel facts
    property string emptyText
    property string actionText     // a button in each row that names a part
    property bool labelled: false  // title at the left, link as the first line, with copy and open
    property bool mono: false
    signal acted(fact: string)
    signal copied(text: string)

    height: 38 + (facts.count === 0 ? 36 : facts.count * 42)
    Txt { visible: root.facts.count === 0; x: 12; width: parent.width - 24; height: 36; text: root.emptyText; size: Theme.fontSmall; color: Theme.text3 }
    Column {
        width: parent.width
        Repeater {
            model: root.facts
            delegate: TableRow {
                id: row
                required property int index
                required property string title
                required property string detail
                required property string value
                required property string link
                required property int tone
                readonly property int textX: root.labelled ? 52 : 36
                readonly property bool linked: root.labelled && row.link !== ""
                width: parent ? parent.width : 0
                implicitHeight: 42
                last: row.index === root.facts.count - 1
                Accessible.name: row.title + ", " + (row.linked ? row.link + ", " : "") + row.detail + ", " + row.value
                Icon { visible: !root.labelled; x: 12; y: 8; name: Theme.statusIcon(row.tone); size: 14; color: Theme.status(row.tone) }
                Txt { visible: root.labelled; x: 12; y: 4; text: row.title; size: Theme.fontSmall; color: Theme.text2 }
                Mono { visible: row.linked; x: row.textX; y: 3; width: parent.width - x - buttons.width - 16; text: row.link; color: Theme.link; elide: Text.ElideMiddle }
                Txt { visible: !row.linked; x: row.textX; y: 4; width: parent.width - x - side.width - 20; text: root.labelled ? qsTr("Forward only") : row.title; size: Theme.fontSmall; font.weight: root.labelled ? Font.Normal : Font.Medium; font.family: root.mono ? Theme.mono : Theme.sans }
                Txt { x: row.textX; y: 22; width: parent.width - x - (root.labelled ? buttons.width + 16 : side.width + 20); text: row.detail; size: Theme.fontCaption; color: Theme.text2; elide: root.mono ? Text.ElideMiddle : Text.ElideRight }
                Row {
                    id: side
                    visible: !root.labelled
                    anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                    Mono { visible: root.mono; text: row.value; color: Theme.text2 }
                    Button { visible: root.actionText !== "" && row.value !== ""; implicitHeight: 24; text: root.actionText; onClicked: root.acted(row.value) }
                }
                Row {
                    id: buttons
                    visible: row.linked
                    anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
                    IconButton { iconName: "copy"; iconSize: 14; text: qsTr("Copy the address"); onClicked: root.copied(row.link) }
                    IconButton { iconName: "external-link"; iconSize: 14; text: qsTr("Open in the browser"); onClicked: Qt.openUrlExternally(row.link) }
                }
            }
        }
    }
}
