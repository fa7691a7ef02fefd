import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// What stands above the plan: stale data, somebody else's change, how the last step went and the way back.
Column {
    id: root

    required property UpgradeController page

    spacing: 8
    LiveBanner { width: parent.width; live: root.page.installation.live; what: root.page.installation.context; onRetried: root.page.reload() }
    Banner {
        objectName: "foreign"
        visible: root.page.foreignRevision > 0
        width: parent.width
        kind: Tone.Warn
        title: qsTr("Revision %1 was deployed elsewhere").arg(root.page.foreignRevision)
        detail: qsTr("What is shown was made for the revision before it.")
        Button { implicitHeight: 28; iconName: "refresh-cw"; text: qsTr("Read again"); onClicked: root.page.reload() }
    }
    Rectangle {
        objectName: "result"
        visible: root.page.work.title !== "" && root.page.work.state !== UpgradeRun.Running
        width: parent.width
        height: Math.max(44, words.implicitHeight + 20)
        radius: Theme.radius
        color: Theme.tint(root.page.work.tone)
        Accessible.role: Accessible.AlertMessage
        Accessible.name: title.text + ". " + root.page.work.detail
        Icon { x: 12; y: 14; name: Theme.statusIcon(root.page.work.tone); color: Theme.status(root.page.work.tone) }
        Column {
            id: words
            x: 40
            y: 10
            width: parent.width - 52 - actions.width - 12
            spacing: 4
            Txt { id: title; width: parent.width; text: root.page.work.title; strong: true; size: Theme.fontSmall }
            Txt { visible: text !== ""; width: parent.width; text: root.page.work.detail; size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.Wrap; maximumLineCount: 6 }
        }
        Row {
            id: actions
            anchors { right: parent.right; rightMargin: 8; top: parent.top; topMargin: 8 }
            spacing: 8
            Button { visible: root.page.work.rollbackTo > 0; implicitHeight: 28; text: qsTr("History"); kind: "ghost"; onClicked: root.page.open("History") }
            Button {
                objectName: "rollBack"
                visible: root.page.work.rollbackTo > 0
                implicitHeight: 28
                iconName: "undo-2"
                text: qsTr("Roll back to revision %1").arg(root.page.work.rollbackTo)
                enabled: !root.page.work.busy
                disabledReason: root.page.work.busy ? root.page.work.said : ""
                onClicked: root.page.work.askRollback()
            }
        }
    }
}
