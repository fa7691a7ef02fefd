pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Tables

// The titles of a DataTable: click to sort, drag an edge to resize.
Item {
    id: head

    required property RowTableModel model
    property list<TableColumn> columns
    property real scrolledX: 0

    signal resized(column: TableColumn, width: real)

    implicitHeight: 28
    Rule { anchors.bottom: parent.bottom; width: parent.width; color: Theme.border }

    Repeater {
        model: head.columns
        delegate: Item {
            id: entry
            required property TableColumn modelData
            readonly property bool sorted: head.model.sortColumn === entry.modelData.column && entry.modelData.sortable
            visible: entry.modelData.shown
            x: entry.modelData.x - head.scrolledX
            width: entry.modelData.span
            height: head.height
            Accessible.role: Accessible.ColumnHeader
            Accessible.name: entry.modelData.title
            Accessible.description: !entry.sorted ? "" : head.model.descending ? qsTr("sorted, descending") : qsTr("sorted, ascending")
            Accessible.onPressAction: head.model.sortBy(entry.modelData.column)

            TapHandler { enabled: entry.modelData.sortable; onTapped: head.model.sortBy(entry.modelData.column) }
            Txt {
                id: label
                width: Math.min(implicitWidth, parent.width - 24)
                height: parent.height
                text: entry.modelData.title
                size: Theme.fontCaption
                font.weight: Font.Medium
                color: entry.sorted ? Theme.text : Theme.text3
            }
            Icon { visible: entry.sorted; anchors { left: label.right; leftMargin: 4; verticalCenter: parent.verticalCenter } name: head.model.descending ? "arrow-down" : "arrow-up"; size: 12; color: Theme.text2 }
            Item {
                x: parent.width - 12
                width: 8
                height: parent.height
                HoverHandler { id: edge; cursorShape: Qt.SplitHCursor }
                Rule { vertical: true; anchors.centerIn: parent; height: parent.height - 8; visible: edge.hovered || drag.active; color: Theme.borderStrong }
                DragHandler {
                    id: drag
                    target: null
                    property real start: 0
                    onActiveChanged: if (drag.active) drag.start = entry.modelData.span
                    onActiveTranslationChanged: if (drag.active) head.resized(entry.modelData, drag.start + drag.activeTranslation.x)
                }
            }
        }
    }
}
