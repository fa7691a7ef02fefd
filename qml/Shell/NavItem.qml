import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls

// One page in the rail: icon, word, and a count that carries its icon when it has a state.
T.AbstractButton {
    id: root

    property string iconName
    property bool current: false
    property bool narrow: false
    property string trailing
    property int trailingTone: -1
    property string keys

    implicitHeight: 28
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.55
    Accessible.name: root.trailing === "" ? root.text : root.text + ", " + root.trailing
    Accessible.selected: root.current

    ReasonTip {
        shown: root.narrow && (root.hovered || root.visualFocus)
        beside: true
        text: root.trailing === "" ? root.text : root.text + ", " + root.trailing
        keys: root.keys
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.current ? Theme.selected : root.hovered ? Theme.hover : "transparent"
        FocusRing { shown: root.visualFocus; inset: -1 }
    }
    contentItem: Item {
        Icon {
            x: root.narrow ? (parent.width - width) / 2 : 8
            anchors.verticalCenter: parent.verticalCenter
            name: root.iconName
            color: root.current ? Theme.link : Theme.text2
        }
        Txt {
            visible: !root.narrow
            x: 34
            width: parent.width - 34 - trail.width - 12
            height: parent.height
            text: root.text
            font.weight: root.current ? Font.Medium : Font.Normal
            color: root.current ? Theme.text : Theme.text2
        }
        Row {
            id: trail
            visible: !root.narrow && root.trailing !== ""
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            spacing: 4
            Icon { visible: root.trailingTone >= 0; name: Theme.statusIcon(root.trailingTone); size: 12; color: Theme.status(root.trailingTone); anchors.verticalCenter: parent.verticalCenter }
            Mono { text: root.trailing; size: Theme.fontCaption; color: root.trailingTone >= 0 ? Theme.status(root.trailingTone) : Theme.text3; anchors.verticalCenter: parent.verticalCenter }
        }
        Rectangle {
            visible: root.narrow && root.trailingTone >= 0 && root.trailing !== ""
            x: parent.width - 15
            y: 1
            width: 14
            height: 14
            radius: 7
            color: Theme.canvas
            Icon { anchors.centerIn: parent; name: Theme.statusIcon(root.trailingTone); size: 11; color: Theme.status(root.trailingTone) }
        }
    }
}
