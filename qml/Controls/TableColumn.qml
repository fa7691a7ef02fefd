import QtQuick

// One column of a DataTable.
QtObject {
    required property string title
    required property int column  // what the model sorts by
    property real width: 100
    property real minimumWidth: 48
    property bool fill: false  // takes what the others leave
    property bool shown: true  // narrow windows leave columns out
    property bool sortable: true

    // Set by the table: where its cells are.
    property real x: 0
    property real span: width
}
