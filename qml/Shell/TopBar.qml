import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Shell.Models
import ClearDeck.Workspace

// Where we are, how fresh it is, the command field, notices and theme.
FocusScope {
    id: root

    required property Shell shell
    property bool compact: false
    readonly property InstallationInfo current: shell.ofInstallation ? shell.workspace.current : null
    signal paletteRequested()
    signal activityRequested()

    height: Theme.barHeight
    Rectangle { anchors.fill: parent; color: Theme.page }
    Rule { anchors.bottom: parent.bottom; width: parent.width }

    Row {
        x: 20
        height: parent.height
        spacing: 8
        Txt { visible: root.current !== null; text: root.current ? root.current.name : ""; color: Theme.text2; anchors.verticalCenter: parent.verticalCenter }
        Icon { visible: root.current !== null; name: "chevron-right"; size: 12; color: Theme.text3; anchors.verticalCenter: parent.verticalCenter }
        Txt { text: root.shell.pageTitle; strong: true; anchors.verticalCenter: parent.verticalCenter }
        Item { width: 4; height: 1; visible: contextTag.visible }
        Tag { id: contextTag; visible: root.current !== null && !root.compact; text: root.current ? root.current.context + " / " + root.current.ns : ""; mono: true; iconName: "ship-wheel"; anchors.verticalCenter: parent.verticalCenter }
        StatusText {
            readonly property LiveStatusWord fresh: LiveStatusWord { shell: root.shell }
            visible: fresh.word !== ""
            kind: fresh.tone
            word: fresh.word
            size: Theme.fontCaption
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Row {
        anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
        spacing: 4
        T.AbstractButton {
            id: search
            width: root.compact ? 208 : 296
            height: Theme.controlHeight
            focusPolicy: Qt.StrongFocus
            Accessible.name: qsTr("Search or run a command")
            onClicked: root.paletteRequested()
            background: Rectangle { radius: Theme.radius; color: Theme.inset; border.width: 1; border.color: Theme.border; FocusRing { shown: search.visualFocus } }
            contentItem: Item {
                Icon { x: 8; anchors.verticalCenter: parent.verticalCenter; name: "search"; size: 14; color: Theme.text3 }
                Txt { x: 30; width: parent.width - 96; height: parent.height; text: qsTr("Search or run a command"); size: Theme.fontSmall; color: Theme.text3 }
                Row {
                    anchors { right: parent.right; rightMargin: 5; verticalCenter: parent.verticalCenter }
                    spacing: 3
                    KeyCap { text: "Ctrl" }
                    KeyCap { text: "K" }
                }
            }
        }
        Item { width: 4; height: 1 }
        IconButton { iconName: "bell"; text: qsTr("Activity"); badge: root.shell.workspace.notices.unseen > 0 ? root.shell.workspace.notices.unseen : ""; onClicked: root.activityRequested() }
        IconButton { iconName: Theme.dark ? "sun" : "moon"; text: Theme.dark ? qsTr("Switch to the light theme") : qsTr("Switch to the dark theme"); onClicked: root.shell.dark = !root.shell.dark }
    }
}
