import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
Rectangle {
  id: root
  required property RowTableModel model
  property string opened
  property bool narrow: false
  color: Theme.page
  LiveBanner { id: banner; objectName: "banner"; live: root.model.live; what: "kind" }
  DataTable {
    id: grid
    objectName: "table"
    y: 60; width: parent.width; height: 400; focus: true
    label: "Pods"
    model: root.model
    onActivated: key => root.opened = key
    columns: [ TableColumn { title: "Name"; column: 0; width: 200; fill: true }, TableColumn { title: "Size"; column: 1; shown: !root.narrow } ]
    row: DataRow { id: row; required property string name; required property string size; table: grid; Accessible.name: row.name
      DataCell { at: grid.columns[0]; text: row.name } DataCell { at: grid.columns[1]; text: row.size } }
  }
  DataState { objectName: "state"; anchors.fill: grid; live: root.model.live; count: root.model.count; total: root.model.total; onFilterCleared: root.model.filter = "" }
}