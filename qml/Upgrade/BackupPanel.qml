import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// The backup to go back to, or the word that there is none. Either goes into the history.
Panel {
    id: root

    required property UpgradeController page

    function find() { name.forceActiveFocus(Qt.TabFocusReason) }
    title: qsTr("Backup")
    height: 36 + 96
    actions: StatusPill {
        kind: root.page.backup !== "" ? Tone.Ok : root.page.withoutBackup ? Tone.Warn : Tone.Bad
        word: root.page.backup !== "" ? qsTr("Named") : root.page.withoutBackup ? qsTr("None, as told") : qsTr("Missing")
    }
    Field {
        id: name
        objectName: "backup"
        x: 12
        y: 12
        width: parent.width - 24
        iconName: "database-backup"
        mono: true
        placeholderText: qsTr("Name of the backup, for the history")
        Accessible.name: qsTr("Backup")
        enabled: !root.page.work.busy
        onTextEdited: root.page.backup = text
        Connections {
            target: root.page
            function onChanged() { if (name.text !== root.page.backup) name.text = root.page.backup }
        }
    }
    CheckBox {
        id: without
        objectName: "withoutBackup"
        x: 12
        y: 54
        text: qsTr("There is no backup, and I accept that")
        checked: root.page.withoutBackup
        enabled: !root.page.work.busy
        onToggled: {
            root.page.withoutBackup = checked
            checked = Qt.binding(() => root.page.withoutBackup)
        }
    }
    Txt { x: 36; y: 74; width: parent.width - 48; text: qsTr("Databases do not go back: a rollback needs the data of before"); size: Theme.fontCaption; color: Theme.text3 }
}
