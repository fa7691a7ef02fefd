import QtQuick

// A command or address in a well, with its copy button.
Rectangle {
    id: line

    property string text
    property string prompt: "$"
    property bool copied: false
    signal copy(text: string)

    implicitHeight: 32
    radius: Theme.radius
    color: Theme.inset
    border.width: 1
    border.color: Theme.border

    Mono { id: mark; x: 10; height: parent.height; text: line.prompt; color: Theme.text3; visible: line.prompt !== "" }
    Mono {
        anchors { left: parent.left; leftMargin: line.prompt !== "" ? 26 : 10; right: copyButton.left; rightMargin: 8 }
        height: parent.height
        text: line.text
        elide: Text.ElideMiddle
    }
    Timer { id: settle; interval: 2000; onTriggered: line.copied = false }
    IconButton {
        id: copyButton
        anchors { right: parent.right; rightMargin: 2; verticalCenter: parent.verticalCenter }
        iconName: line.copied ? "check" : "copy"
        iconSize: 14
        iconColor: line.copied ? Theme.ok : Theme.text2
        text: qsTr("Copy")
        onClicked: { line.copied = true; line.copy(line.text); settle.restart() }
    }
}
