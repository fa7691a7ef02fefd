pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// Projects at the left, their tasks, and the chosen task at the right.
FocusScope {
    id: page

    required property Experiments experiments
    readonly property bool compact: width < 1000
    readonly property bool ready: experiments.state === Experiments.Ready
    readonly property bool opened: experiments.task.key !== ""
    signal connectRequested()
    signal copyRequested(text: string)

    function focusFilter() { table.filterField.forceActiveFocus() }

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Slash && page.ready) { page.focusFilter(); event.accepted = true }
        if (event.key === Qt.Key_Escape && page.opened) { page.experiments.task.close(); table.forceActiveFocus(); event.accepted = true }
    }

    Rectangle { anchors.fill: parent; color: Theme.page }
    ProjectTree {
        id: tree
        objectName: "projects"
        visible: page.ready
        width: page.compact ? 168 : 208
        height: parent.height
        experiments: page.experiments
    }
    TaskTable {
        id: table
        objectName: "tasks"
        visible: page.ready && width > 0
        anchors { left: tree.right; right: side.left; top: parent.top; bottom: parent.bottom }
        focus: true
        experiments: page.experiments
        compact: page.compact || page.opened
    }
    TaskSide {
        id: side
        objectName: "task"
        visible: page.ready && page.opened
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: visible ? Math.min(page.compact ? page.width - tree.width : 488, page.width - tree.width) : 0
        task: page.experiments.task
        onCopied: text => page.copyRequested(text)
        onClosed: { page.experiments.task.close(); table.forceActiveFocus() }
    }

    EmptyState {
        objectName: "notConnected"
        visible: page.experiments.state === Experiments.NotConnected
        anchors.centerIn: parent
        maximumWidth: page.width - 40
        iconName: "plug"
        title: qsTr("Connect first")
        detail: qsTr("Experiments are read from the server itself. Connect opens forwards to its API and files; they need no ingress.")
        Button { kind: "primary"; iconName: "plug"; text: qsTr("Connect"); onClicked: page.connectRequested() }
    }
    EmptyState {
        objectName: "signingIn"
        visible: page.experiments.state === Experiments.SigningIn
        anchors.centerIn: parent
        maximumWidth: page.width - 40
        iconName: "loader-circle"
        title: qsTr("Signing in")
        detail: page.experiments.address
    }
    EmptyState {
        objectName: "failed"
        visible: page.experiments.state === Experiments.Failed
        anchors.centerIn: parent
        maximumWidth: page.width - 40
        iconName: "cloud-off"
        title: qsTr("The server does not answer")
        detail: page.experiments.hint === "" ? page.experiments.problem : page.experiments.problem + "\n" + page.experiments.hint
        Button { kind: "primary"; iconName: "refresh-cw"; text: qsTr("Retry now"); onClicked: page.experiments.retry() }
        Button { iconName: "plug"; text: qsTr("Look at the connection"); onClicked: page.connectRequested() }
    }
    SignIn {
        objectName: "signIn"
        visible: page.experiments.state === Experiments.NeedsSignIn
        anchors.centerIn: parent
        width: Math.min(420, page.width - 40)
        experiments: page.experiments
    }
}
