import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// Helm at work: the newest sentence, and every object of the step.
Panel {
    id: root

    required property UpgradeRun work

    title: root.work.state === UpgradeRun.Running ? root.work.title : root.work.state === UpgradeRun.GoingBack ? qsTr("Going back") : qsTr("How far it came")
    note: root.work.progress.summary
    height: 36 + word.height + Math.max(1, Math.min(12, root.work.progress.count)) * 36 + 2
    Item {
        id: word
        visible: root.work.busy
        width: parent.width
        height: visible ? 44 : 0
        StatusText {
            x: 12
            width: parent.width - 24
            anchors.verticalCenter: parent.verticalCenter
            kind: Tone.Busy
            word: root.work.said === "" ? qsTr("Starting helm") : root.work.said
            ink: Theme.text
        }
        Rule { anchors.bottom: parent.bottom; width: parent.width }
    }
    ProgressRows {
        objectName: "progress"
        anchors { top: word.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        rows: root.work.progress
    }
    Txt { visible: root.work.progress.count === 0; x: 12; y: word.height; height: 36; text: qsTr("No object of the cluster changes"); size: Theme.fontSmall; color: Theme.text3 }
}
