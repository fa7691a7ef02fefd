pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// What is done for the next step, by hand and by ClearDeck.
Panel {
    id: root

    required property UpgradeStep step

    title: root.step.steps > 1 ? qsTr("Step 1 of %1: %2 to %3").arg(root.step.steps).arg(root.step.from).arg(root.step.to) : qsTr("The step: %1 to %2").arg(root.step.from).arg(root.step.to)
    note: root.step.steps > 1 ? qsTr("each one waits for your word") : ""
    height: 36 + rows.height + 2
    Column {
        id: rows
        width: parent.width
        Repeater {
            model: root.step.todo
            delegate: Item {
                id: entry
                required property int index
                required property string title
                required property string detail
                required property int tone
                width: rows.width
                height: Math.max(38, words.implicitHeight + 16)
                Rule { visible: entry.index > 0; width: parent.width }
                Rectangle {
                    x: 12; y: 9; width: 20; height: 20; radius: 10
                    color: "transparent"
                    border.width: 1
                    border.color: entry.tone === Tone.Warn ? Theme.warn : Theme.borderStrong
                    Mono { anchors.centerIn: parent; text: entry.index + 1; size: Theme.fontCaption; color: entry.tone === Tone.Warn ? Theme.warn : Theme.text2 }
                }
                Txt { id: words; x: 42; width: parent.width - x - when.width - 24; height: parent.height; text: entry.title; size: Theme.fontSmall; wrapMode: Text.Wrap; maximumLineCount: 4 }
                Txt { id: when; anchors { right: parent.right; rightMargin: 12 } width: Math.min(implicitWidth, entry.width * 0.4); height: parent.height; text: entry.detail; size: Theme.fontCaption; color: entry.tone === Tone.Warn ? Theme.warn : Theme.text2 }
            }
        }
    }
}
