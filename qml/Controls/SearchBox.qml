import QtQuick
import QtQuick.Templates as T

T.TextField {
    id: field

    property string shortcut
    property string iconName: "search"
    property bool forceFocusRing: false

    implicitWidth: 240
    implicitHeight: Theme.controlHeight
    leftPadding: 30
    rightPadding: 8
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    placeholderTextColor: Theme.text3
    selectByMouse: true
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentText
    Accessible.role: Accessible.EditableText
    Accessible.name: field.placeholderText
    font.family: Theme.sans
    font.pixelSize: Theme.fontSmall

    background: Rectangle {
        radius: Theme.radius
        color: Theme.inset
        border.width: 1
        border.color: Theme.border
        Icon { x: 8; anchors.verticalCenter: parent.verticalCenter; name: field.iconName; size: 14; color: Theme.text3 }
        Txt { visible: field.text === ""; x: 30; width: parent.width - 60; height: parent.height; text: field.placeholderText; size: Theme.fontSmall; color: Theme.text3 }
        KeyCap { visible: field.shortcut !== "" && field.text === ""; anchors { right: parent.right; rightMargin: 5; verticalCenter: parent.verticalCenter } text: field.shortcut }
        FocusRing { shown: field.activeFocus || field.forceFocusRing; inset: 0; radius: Theme.radius }
    }
}
