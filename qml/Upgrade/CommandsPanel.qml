import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// The same for a terminal.
Panel {
    id: root

    required property UpgradeController page

    title: qsTr("The same as commands")
    height: 36 + Math.min(220, code.implicitHeight) + 14
    actions: IconButton { iconName: "copy"; iconSize: 14; text: qsTr("Copy, with the overrides in a private file"); onClicked: root.page.copyCommands() }
    CodeView {
        id: code
        y: 6
        width: parent.width
        height: parent.height - 12
        numbers: false
        language: "shell"
        lines: CodeLines { text: root.page.commandText }
    }
}
