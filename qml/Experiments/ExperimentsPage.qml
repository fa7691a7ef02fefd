pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// Projects at the left, their tasks, and the chosen task at the right.
FocusScope {
    id: root

    required property ExperimentsModel page
    readonly property Experiments experiments: page.experiments
    readonly property bool compact: width < 1000
    readonly property bool ready: experiments.state === Experiments.Ready
    readonly property bool opened: experiments.task.key !== ""

    function focusFilter() { table.filterField.forceActiveFocus() }

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Slash && root.ready) { root.focusFilter(); event.accepted = true }
        if (event.key === Qt.Key_Escape && root.opened) { root.experiments.task.close(); table.forceActiveFocus(); event.accepted = true }
    }

    Rectangle { anchors.fill: parent; color: Theme.page }
    ProjectTree {
        id: tree
        objectName: "projects"
        visible: root.ready
        width: root.compact ? 168 : 208
        height: parent.height
        experiments: root.experiments
    }
    TaskTable {
        id: table
        objectName: "tasks"
        visible: root.ready && width > 0
        anchors { left: tree.right; right: side.left; top: parent.top; bottom: parent.bottom }
        focus: true
        experiments: root.experiments
        compact: root.compact || root.opened
    }
    TaskSide {
        id: side
        objectName: "task"
        visible: root.ready && root.opened
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: visible ? Math.min(root.compact ? root.width - tree.width : 488, root.width - tree.width) : 0
        task: root.experiments.task
        onCopied: text => root.page.copy(text)
        onClosed: { root.experiments.task.close(); table.forceActiveFocus() }
    }

    EmptyState {
        objectName: "notConnected"
        visible: root.experiments.state === Experiments.NotConnected
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "plug"
        title: qsTr("Connect first")
        detail: qsTr("Experiments are read from the server itself. Connect opens forwards to its API and files; they need no ingress.")
        Button { kind: "primary"; iconName: "plug"; text: qsTr("Connect"); onClicked: root.page.open("Connect") }
    }
    EmptyState {
        objectName: "signingIn"
        visible: root.experiments.state === Experiments.SigningIn
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "loader-circle"
        title: qsTr("Signing in")
        detail: root.experiments.address
    }
    EmptyState {
        objectName: "failed"
        visible: root.experiments.state === Experiments.Failed
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "cloud-off"
        title: qsTr("The server does not answer")
        detail: root.experiments.hint === "" ? root.experiments.problem : root.experiments.problem + "\n" + root.experiments.hint
        Button { kind: "primary"; iconName: "refresh-cw"; text: qsTr("Retry now"); onClicked: root.experiments.retry() }
        Button { iconName: "plug"; text: qsTr("Look at the connection"); onClicked: root.page.open("Connect") }
    }
    SignIn {
        objectName: "signIn"
        visible: root.experiments.state === Experiments.NeedsSignIn
        anchors.centerIn: parent
        width: Math.min(420, root.width - 40)
        experiments: root.experiments
    }
}
