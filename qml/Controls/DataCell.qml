import QtQuick

// A machine's word in a DataRow, placed by its column.
Mono {
    required property TableColumn at
    visible: at.shown
    x: at.x
    width: at.span - 12
    height: parent ? parent.height : 0
}
