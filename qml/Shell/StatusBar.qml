import QtQuick
import ClearDeck.Controls
import ClearDeck.Shell.Models
import ClearDeck.Tables
import ClearDeck.Workspace

// Link state of the cluster in view, contexts, helm, clock.
Item {
    id: root

    required property Shell shell
    property bool compact: false
    readonly property InstallationInfo current: shell.workspace.current
    readonly property ContextsModel contexts: shell.workspace.contexts
    readonly property OpenConnections connections: shell.workspace.connections

    height: 24
    Rectangle { anchors.fill: parent; color: Theme.canvas }
    Rule { width: parent.width }

    function link(): string {
        if (shell.workspace.empty) return qsTr("No cluster")
        if (current) return current.context + " " + current.live.word.toLowerCase()
        return contexts.syncing > 0 ? qsTr("Reading %n contexts", "", contexts.total) : qsTr("%n contexts", "", contexts.total)
    }
    Row {
        x: 12
        height: parent.height
        spacing: 16
        StatusText {
            kind: root.shell.workspace.empty ? Tone.Unknown : root.current ? root.current.live.tone : root.shell.workspace.installations.live.tone
            word: root.link()
            size: Theme.fontCaption
            ink: Theme.text2
            anchors.verticalCenter: parent.verticalCenter
        }
        Txt { visible: !root.compact && root.contexts.total > 1; height: parent.height; text: qsTr("%1 of %2 contexts answer").arg(root.contexts.answered).arg(root.contexts.total); size: Theme.fontCaption; color: Theme.text3 }
        Txt { visible: root.shell.workspace.installations.total > 0; height: parent.height; text: qsTr("%n installations", "", root.shell.workspace.installations.total); size: Theme.fontCaption; color: Theme.text3 }
        Txt { visible: root.connections.forwards > 0; height: parent.height; text: qsTr("%1 of %2 forwards live").arg(root.connections.live).arg(root.connections.forwards); size: Theme.fontCaption; color: Theme.text3 }
    }
    Row {
        anchors { right: parent.right; rightMargin: 12 }
        height: parent.height
        spacing: 16
        Mono { visible: !root.compact && text !== ""; height: parent.height; text: root.shell.helm; size: Theme.fontCaption; color: Theme.text3 }
        Mono {
            id: clock
            height: parent.height
            size: Theme.fontCaption
            color: Theme.text3
            Timer { interval: 5000; running: true; repeat: true; triggeredOnStart: true; onTriggered: clock.text = Qt.formatTime(new Date(), "hh:mm") }
        }
    }
}
