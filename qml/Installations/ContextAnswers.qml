pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Workspace

// How each context answers: shown while they are read, and when no installation was found.
Panel {
    id: root

    required property ContextsModel contexts
    signal retried(name: string)

    title: qsTr("Contexts")
    note: qsTr("%1 of %2 answer").arg(contexts.answered).arg(contexts.total)
    height: 38 + Math.min(7, list.count) * 32

    ListView {
        id: list
        anchors.fill: parent
        clip: true
        model: root.contexts
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar { }
        delegate: TableRow {
            id: entry
            required property string key
            required property string word
            required property string detail
            required property int tone
            readonly property bool troubled: entry.tone !== Tone.Ok && entry.tone !== Tone.Busy
            width: ListView.view.width
            Accessible.name: entry.key + ", " + entry.word + ", " + entry.detail
            Mono { x: 12; width: 196; height: parent.height; text: entry.key; elide: Text.ElideMiddle }
            StatusText { x: 216; width: 150; anchors.verticalCenter: parent.verticalCenter; kind: entry.tone; word: entry.word }
            Txt { x: 376; width: parent.width - 376 - 100; height: parent.height; text: entry.detail; size: Theme.fontSmall; color: Theme.text2 }
            Button { visible: entry.troubled; anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter } implicitHeight: 24; text: qsTr("Retry"); onClicked: root.retried(entry.key) }
        }
    }
}
