pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// What will be written and run, always: the files, the commands, and where they are saved.
Item {
    id: root

    required property SetupModel page
    required property SetupForm form
    readonly property PlanView plan: form.plan

    Rectangle { anchors.fill: parent; color: Theme.inset }
    Rule { vertical: true; height: parent.height }
    TabList {
        id: tabs
        x: 12
        width: parent.width - 60
        height: 44
    }
    IconButton { objectName: "copyFile"; anchors { right: parent.right; rightMargin: 10; verticalCenter: tabs.verticalCenter } iconName: "copy"; text: qsTr("Copy this file"); enabled: root.plan.present; onClicked: root.page.copy(root.plan.file.text) }
    Rule { y: 44; width: parent.width; color: Theme.border }
    Txt {
        id: old
        visible: root.plan.stale && root.plan.present
        x: 12
        y: 50
        width: parent.width - 24
        height: visible ? 20 : 0
        text: qsTr("Not what the form says yet: %1").arg(root.form.problem)
        size: Theme.fontCaption
        color: Theme.warn
    }
    CodeView {
        objectName: "planFile"
        anchors { top: old.bottom; topMargin: 4; left: parent.left; right: parent.right; leftMargin: 1; bottom: commands.top }
        lines: root.plan.file
        language: root.plan.language
        opacity: root.plan.stale ? 0.85 : 1
    }
    Item {
        id: commands
        anchors { left: parent.left; right: parent.right; leftMargin: 1; bottom: saving.top }
        height: Math.min(parent.height * 0.42, 44 + code.implicitHeight + 8)
        Rule { width: parent.width; color: Theme.border }
        Txt { x: 12; height: 40; text: qsTr("Commands that will run"); strong: true; size: Theme.fontSmall }
        IconButton { objectName: "copyCommands"; anchors { right: parent.right; rightMargin: 10 } y: 6; iconName: "copy"; text: qsTr("Copy the commands"); enabled: root.plan.present; onClicked: root.page.copy(root.plan.commands.text) }
        CodeView {
            id: code
            objectName: "planCommands"
            y: 40
            width: parent.width
            height: parent.height - 44
            lines: root.plan.commands
            language: "shell"
            numbers: false
        }
    }
    Item {
        id: saving
        anchors { left: parent.left; right: parent.right; leftMargin: 1; bottom: parent.bottom }
        height: 52
        Rule { width: parent.width; color: Theme.border }
        Field {
            id: folder
            objectName: "folder"
            anchors { left: parent.left; leftMargin: 12; right: save.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
            iconName: "folder"
            text: root.form.text(SetupForm.Folder)
            placeholderText: qsTr("Folder on this computer")
            Accessible.name: qsTr("Folder to save the plan in")
            onTextEdited: root.form.setText(SetupForm.Folder, folder.text)
            onAccepted: root.form.save(false)
        }
        Button {
            id: save
            objectName: "save"
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            text: root.form.replaceable ? qsTr("Replace files") : qsTr("Save to folder")
            iconName: "save"
            enabled: root.form.problem === "" && root.plan.present
            disabledReason: root.form.problem
            onClicked: root.form.save(root.form.replaceable)
        }
    }

    component TabList: Row {
        id: list
        clip: true
        spacing: 4
        Repeater {
            model: root.plan.names
            delegate: Rectangle {
                id: entry
                required property string modelData
                required property int index
                readonly property bool chosen: entry.index === root.plan.current
                anchors.verticalCenter: parent ? parent.verticalCenter : undefined
                width: name.implicitWidth + 14
                height: 26
                radius: Theme.radiusSmall
                color: entry.chosen ? Theme.thumb : "transparent"
                activeFocusOnTab: true
                Accessible.role: Accessible.PageTab
                Accessible.name: entry.modelData
                Accessible.selected: entry.chosen
                Accessible.onPressAction: root.plan.current = entry.index
                Keys.onReturnPressed: root.plan.current = entry.index
                Keys.onSpacePressed: root.plan.current = entry.index
                Mono { id: name; anchors.centerIn: parent; text: entry.modelData; size: Theme.fontCaption; color: entry.chosen ? Theme.text : Theme.text2 }
                FocusRing { shown: entry.activeFocus }
                TapHandler { onTapped: root.plan.current = entry.index }
            }
        }
    }
}
