import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// What there is to know of the value that the cursor is in: why to think twice, and what a change restarts.
Item {
    id: root

    required property ValuesDraft draft
    required property string path
    readonly property string danger: path === "" ? "" : draft.dangerOf(path)
    readonly property string note: path === "" ? "" : draft.noteOf(path)
    readonly property string rolls: path === "" ? "" : draft.rollsOf(path)

    visible: danger !== "" || rolls !== "" || note !== ""
    implicitHeight: visible ? words.implicitHeight + 20 : 0
    Rule { width: parent.width; color: Theme.border }
    Column {
        id: words
        x: 12
        y: 10
        width: parent.width - 24
        spacing: 4
        Mono { width: parent.width; text: root.path; size: Theme.fontCaption; color: Theme.text2 }
        Line { visible: root.danger !== ""; icon: "triangle-alert"; ink: Theme.warn; text: root.danger }
        Line { visible: root.note !== ""; icon: "lock"; ink: Theme.text3; text: qsTr("Nothing to choose from: %1").arg(root.note) }
        Line { visible: root.rolls !== ""; icon: "rotate-cw"; ink: Theme.text3; text: qsTr("A change restarts %1").arg(root.rolls) }
    }

    component Line: Item {
        id: line
        required property string icon
        required property color ink
        required property string text
        width: parent ? parent.width : 0
        height: note.implicitHeight
        Icon { y: 2; name: line.icon; size: 12; color: line.ink }
        Txt { id: note; x: 18; width: parent.width - 18; text: line.text; size: Theme.fontCaption; color: Theme.text2; wrapMode: Text.Wrap; maximumLineCount: 3 }
    }
}
