import QtQuick
import QtQuick.Templates as T

// One line of an ActionMenu. A disabled one stays and says why.
T.MenuItem {
    id: root

    property string iconName
    property string shortcut
    property string disabledReason

    implicitWidth: 200
    implicitHeight: 28
    Accessible.description: root.disabledReason
    background: Rectangle { radius: Theme.radius; color: root.highlighted ? Theme.selected : "transparent" }
    contentItem: Item {
        opacity: root.enabled ? 1 : 0.6
        Icon { x: 8; anchors.verticalCenter: parent.verticalCenter; name: root.iconName; size: 14 }
        Txt { x: 30; width: parent.width - 38 - keys.width; height: parent.height; text: !root.enabled && root.disabledReason !== "" ? root.text + ", " + root.disabledReason : root.text; size: Theme.fontSmall }
        KeyCap { id: keys; visible: root.shortcut !== ""; width: visible ? implicitWidth : 0; text: root.shortcut; anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter } }
    }
}
