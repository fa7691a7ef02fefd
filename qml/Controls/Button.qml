import QtQuick
import QtQuick.Templates as T

T.Button {
    id: control

    property string kind: "secondary"  // primary, secondary, ghost, danger
    property string iconName
    property string trailingIcon
    property string shortcut
    property string disabledReason
    property bool forceFocusRing: false

    implicitHeight: Theme.controlHeight
    implicitWidth: row.implicitWidth + (text === "" ? 12 : 20)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.55
    Accessible.description: disabledReason

    readonly property bool filled: kind === "primary" || kind === "danger"
    readonly property color ink: filled ? Theme.accentText : kind === "ghost" ? Theme.text2 : Theme.text

    background: Rectangle {
        radius: Theme.radius
        color: control.kind === "primary" ? Theme.accentFill
             : control.kind === "danger" ? Theme.badFill
             : control.kind === "ghost" ? (control.hovered ? Theme.hover : "transparent")
             : Theme.control
        border.width: control.kind === "secondary" ? 1 : 0
        border.color: Theme.border

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: control.down ? Theme.pressed : control.hovered && control.kind !== "ghost" ? Theme.hover : "transparent"
        }
        FocusRing { shown: control.visualFocus || control.forceFocusRing }
    }

    ReasonTip { shown: control.disabledReason !== "" && over.hovered; text: control.disabledReason }
    HoverHandler { id: over; enabled: control.disabledReason !== "" }

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: 6
            Icon {
                visible: control.iconName !== ""
                name: control.iconName
                size: 14
                color: control.filled ? Theme.accentText : control.kind === "ghost" ? Theme.text2 : Theme.text2
                anchors.verticalCenter: parent.verticalCenter
            }
            Txt {
                visible: control.text !== ""
                text: control.text
                size: Theme.fontSmall
                font.weight: Font.Medium
                color: control.ink
                anchors.verticalCenter: parent.verticalCenter
            }
            Icon {
                visible: control.trailingIcon !== ""
                name: control.trailingIcon
                size: 14
                color: control.filled ? Theme.accentText : Theme.text3
                anchors.verticalCenter: parent.verticalCenter
            }
            KeyCap {
                visible: control.shortcut !== ""
                text: control.shortcut
                filled: control.filled
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
