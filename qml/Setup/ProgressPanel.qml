pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// What the installation says while it runs, and how it ended.
Panel {
    id: root

    required property SetupForm form

    title: form.state === SetupForm.Running ? qsTr("Installing") : form.state === SetupForm.Failed ? qsTr("It did not end well") : qsTr("Installed")
    note: form.state === SetupForm.Failed ? form.failureHint : ""
    height: 36 + Math.max(1, root.form.progress.count) * 28 + 9
    Column {
        y: 4
        width: parent.width
        Repeater {
            model: root.form.progress
            delegate: Item {
                id: line
                required property int index
                required property string title
                required property int tone
                readonly property bool newest: line.index === root.form.progress.count - 1 && root.form.state === SetupForm.Running
                width: parent ? parent.width : 0
                height: 28
                StatusText { x: 12; width: parent.width - 24; anchors.verticalCenter: parent.verticalCenter; kind: line.newest ? Tone.Busy : line.tone; word: line.title; ink: line.tone === Tone.Bad ? Theme.bad : Theme.text2 }
            }
        }
        StatusText { visible: root.form.progress.count === 0; x: 12; height: 28; kind: Tone.Busy; word: qsTr("Starting") }
    }
}
