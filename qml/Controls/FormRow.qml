import QtQuick

// One value: key and description, default, deployed, editor for the new value.
// rowState: inherited, overridden, changed, invalid, unknown
Rectangle {
    id: row

    property string path
    property string description
    property string defaultText
    property string deployedText
    property string rowState: "inherited"
    property string message
    property string badge: rowState === "changed" ? qsTr("Changed") : rowState === "invalid" ? qsTr("Invalid") : rowState === "unknown" ? qsTr("Unknown key") : ""
    property bool focusedRow: false
    property bool selectedRow: false
    property int wKey: 260
    property int wOld: 96
    default property alias editor: slot.data

    implicitHeight: Math.max(52, slot.childrenRect.height + (message !== "" ? 20 : 0) + 24)
    color: rowState === "invalid" ? Qt.rgba(Theme.bad.r, Theme.bad.g, Theme.bad.b, 0.06) : selectedRow ? Theme.hover : "transparent"

    Rectangle {
        width: 3
        height: parent.height
        visible: row.rowState !== "inherited"
        color: row.rowState === "invalid" ? Theme.bad : row.rowState === "unknown" ? Theme.warn : row.rowState === "changed" ? Theme.accent : Theme.borderStrong
    }
    Rule { anchors.bottom: parent.bottom; width: parent.width }

    Row {
        x: 16
        y: 8
        spacing: 6
        Mono { text: row.path; font.weight: Font.Medium; width: Math.min(implicitWidth, row.wKey - 76) }
        Txt { text: row.badge; size: 10; font.weight: Font.DemiBold; color: row.rowState === "invalid" ? Theme.bad : row.rowState === "unknown" ? Theme.warn : row.rowState === "changed" ? Theme.link : Theme.text2; anchors.verticalCenter: parent.verticalCenter }
    }
    Txt { x: 16; y: 27; width: row.wKey - 28; text: row.description; size: Theme.fontCaption; color: Theme.text2 }

    Mono { x: row.wKey + 4; y: 12; width: row.wOld - 12; height: 28; text: row.defaultText; color: Theme.text3 }
    Mono { x: row.wKey + row.wOld + 4; y: 12; width: row.wOld - 12; height: 28; text: row.deployedText; color: row.deployedText === row.defaultText ? Theme.text3 : Theme.text }

    Item {
        id: slot
        x: row.wKey + 2 * row.wOld + 4
        y: 12
        width: row.width - x - 40
        height: childrenRect.height
    }
    Row {
        visible: row.message !== ""
        x: slot.x
        y: slot.y + slot.height + 5
        spacing: 5
        Icon { name: row.rowState === "invalid" ? "octagon-x" : "info"; size: 12; color: row.rowState === "invalid" ? Theme.bad : Theme.text3; anchors.verticalCenter: parent.verticalCenter }
        Txt { width: slot.width - 18; text: row.message; size: Theme.fontCaption; color: row.rowState === "invalid" ? Theme.bad : Theme.text2 }
    }
    signal undone()
    IconButton {
        onClicked: row.undone()
        visible: row.rowState !== "inherited"
        anchors { right: parent.right; rightMargin: 8 }
        y: 12
        iconName: "undo-2"
        iconSize: 14
        text: row.rowState === "changed" || row.rowState === "invalid" ? qsTr("Back to deployed value") : qsTr("Remove override")
    }
}
