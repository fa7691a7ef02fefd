import QtQuick
import QtQuick.Templates as T

T.Button {
    id: control

    property string iconName
    property int iconSize: 16
    property color iconColor: Theme.text2
    property string badge
    property string keys

    implicitWidth: 28
    implicitHeight: 28
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.name: text

    background: Rectangle {
        radius: Theme.radius
        color: control.checked ? Theme.selected : control.down ? Theme.pressed : control.hovered ? Theme.hover : "transparent"
        FocusRing { shown: control.visualFocus }
    }
    ReasonTip { shown: control.hovered || control.visualFocus; text: control.text; keys: control.keys }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: control.iconName
            size: control.iconSize
            color: control.enabled ? (control.checked ? Theme.link : control.iconColor) : Theme.borderStrong
        }
        Rectangle {
            visible: control.badge !== ""
            anchors { right: parent.right; top: parent.top; rightMargin: 1; topMargin: 1 }
            width: Math.max(14, badgeText.implicitWidth + 6)
            height: 14
            radius: 7
            color: Theme.badFill
            border.width: 1
            border.color: Theme.canvas
            Txt { id: badgeText; anchors.centerIn: parent; text: control.badge; size: 9; font.weight: Font.Bold; color: Theme.accentText }
        }
    }
}
