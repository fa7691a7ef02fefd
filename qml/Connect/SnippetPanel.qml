import QtQuick
import ClearDeck.Connect.Models
import ClearDeck.Controls
import ClearDeck.Tables

// clearml.conf, or the same as environment variables; shown once the API has answered.
Panel {
    id: root

    required property ConnectModel page
    readonly property bool written: page.conf !== ""
    readonly property bool asFile: tabs.current === 0

    height: 36 + (written ? code.height + 16 + 40 : 132)

    TabStrip {
        id: tabs
        objectName: "snippets"
        width: parent.width
        Segment { text: "clearml.conf" }
        Segment { text: qsTr("Environment") }
    }
    Row {
        visible: root.written
        anchors { right: parent.right; rightMargin: 7 }
        height: 36
        spacing: 4
        IconButton {
            objectName: "reveal"
            anchors.verticalCenter: parent.verticalCenter
            visible: root.page.key.known
            implicitWidth: 24
            implicitHeight: 24
            iconName: root.page.revealed ? "eye-off" : "eye"
            iconSize: 14
            text: root.page.revealed ? qsTr("Hide the secret") : qsTr("Show the secret")
            onClicked: root.page.revealed = !root.page.revealed
        }
        Button { objectName: "copySnippet"; anchors.verticalCenter: parent.verticalCenter; implicitHeight: 24; iconName: "copy"; text: qsTr("Copy"); onClicked: root.asFile ? root.page.copyConf() : root.page.copyEnvironment() }
    }
    CodeView {
        id: code
        visible: root.written
        y: 44
        width: parent.width
        height: implicitHeight
        numbers: root.asFile
        language: root.asFile ? "yaml" : "shell"
        lines: CodeLines { text: root.asFile ? root.page.conf : root.page.environment }
    }
    Item {
        visible: root.written
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: 40
        Rule { width: parent.width }
        Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: "info"; size: 14; color: Theme.text3 }
        Txt {
            x: 34
            width: parent.width - 44
            height: parent.height
            text: !root.page.key.known ? qsTr("It has no key yet: enter one below.")
                : root.asFile ? qsTr("For ~/clearml.conf, in place of clearml-init. Copied with the secret.")
                : qsTr("For a shell. Copied with the secret.")
            size: Theme.fontCaption
            color: Theme.text2
        }
    }
    Txt {
        visible: !root.written
        anchors.centerIn: parent
        anchors.verticalCenterOffset: 18
        width: parent.width - 48
        text: root.page.state === ConnectModel.Starting ? qsTr("Written as soon as the API has answered.") : qsTr("Connect to see it: it is written from addresses that answer.")
        size: Theme.fontSmall
        color: Theme.text3
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
        elide: Text.ElideNone
    }
}
