import QtQuick
import ClearDeck.Tables

// Something that happened. The shell stacks at most three; a success leaves by itself, a failure stays.
Rectangle {
    id: root

    property int kind: Tone.Ok
    property string title
    property string detail
    property string action
    signal acted()
    signal dismissed()

    implicitWidth: 380
    implicitHeight: Math.max(52, words.implicitHeight + 18)
    radius: Theme.radiusLarge
    color: Theme.overlay
    border.width: 1
    border.color: Theme.border
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.title + ". " + root.detail

    Icon { x: 14; y: 18; name: Theme.statusIcon(root.kind); color: Theme.status(root.kind); spinning: root.kind === Tone.Busy }
    Column {
        id: words
        anchors { left: parent.left; leftMargin: 42; right: act.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
        spacing: 2
        Txt { width: parent.width; text: root.title; size: Theme.fontSmall; font.weight: Font.Medium }
        Txt { width: parent.width; visible: text !== ""; text: root.detail; size: Theme.fontCaption; color: Theme.text2; wrapMode: Text.Wrap; maximumLineCount: 4 }
    }
    Button { id: act; anchors { right: close.left; rightMargin: 2; verticalCenter: parent.verticalCenter } visible: root.action !== ""; text: root.action; width: visible ? implicitWidth : 0; onClicked: root.acted() }
    IconButton { id: close; anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter } iconName: "x"; iconSize: 13; text: qsTr("Dismiss"); onClicked: root.dismissed() }
}
