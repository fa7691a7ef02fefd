import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Workspace

// The installation in view; opens the switcher.
T.AbstractButton {
    id: root

    property InstallationInfo installation
    property bool narrow: false

    visible: installation !== null
    implicitHeight: narrow ? 36 : 44
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.name: visible ? qsTr("Installation %1, %2. Choose another").arg(installation.name).arg(installation.word) : ""

    background: Rectangle {
        radius: Theme.radius
        color: root.hovered ? Theme.control : Theme.panel
        border.width: 1
        border.color: Theme.border
        FocusRing { shown: root.visualFocus; inset: -1 }
    }
    contentItem: Item {
        Icon {
            x: root.narrow ? (parent.width - width) / 2 : 8
            anchors.verticalCenter: parent.verticalCenter
            name: root.installation ? Theme.statusIcon(root.installation.tone) : ""
            color: root.installation ? Theme.status(root.installation.tone) : Theme.off
        }
        Column {
            visible: !root.narrow
            anchors { left: parent.left; leftMargin: 33; right: parent.right; rightMargin: 26; verticalCenter: parent.verticalCenter }
            spacing: 1
            Txt { width: parent.width; text: root.installation ? root.installation.name : ""; font.weight: Font.Medium }
            Mono { width: parent.width; text: root.installation ? root.installation.context + " / " + root.installation.ns : ""; size: Theme.fontCaption; color: Theme.text3 }
        }
        Icon { visible: !root.narrow; anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter } name: "chevrons-up-down"; size: 14; color: Theme.text3 }
    }
}
