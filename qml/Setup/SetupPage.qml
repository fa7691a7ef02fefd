pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// A new installation: on this computer, or for a team on a cluster.
FocusScope {
    id: root

    required property SetupModel page
    readonly property bool local: page.way === SetupModel.Local
    readonly property SetupForm form: local ? page.local : page.production
    readonly property bool running: form.state === SetupForm.Running
    property int rowCount: page.rowCount
    property bool ready: page.ready

    onRunningChanged: if (running) view.contentY = 0
    function install() { if (root.form.obstacle === "") root.form.install() }
    function standing(): string {
        if (root.form.failure !== "") return root.form.failure
        if (root.running) return qsTr("Installing")
        if (root.form.problem !== "") return root.form.problem
        if (root.form.checking) return qsTr("The preflight asks")
        if (root.form.obstacle !== "") return root.form.obstacle
        return qsTr("Nothing stands in the way")
    }
    function tone(): int {
        if (root.form.failure !== "" || root.form.problem !== "") return Tone.Bad
        if (root.running || root.form.checking) return Tone.Busy
        return root.form.obstacle !== "" ? Tone.Bad : Tone.Ok
    }
    Shortcut { sequence: "Ctrl+Return"; onActivated: root.install() }
    Shortcut { sequence: "Ctrl+S"; onActivated: root.form.save(false) }

    StepList {
        id: steps
        visible: !root.local && root.width >= 1100
        width: visible ? 208 : 0
        anchors { left: parent.left; top: parent.top; topMargin: 12; bottom: bar.top }
        steps: root.page.production.steps
        onChosen: key => {
            steps.current = key
            const part = production.part(key)
            view.contentY = Math.max(0, Math.min(view.contentHeight - view.height, body.y + production.y + part.y - 16))
            const field = part.nextItemInFocusChain(true)
            if (field && field.activeFocusOnTab) field.forceActiveFocus(Qt.TabFocusReason)
        }
    }
    Flickable {
        id: view
        anchors { left: steps.right; right: pane.left; top: parent.top; bottom: bar.top }
        contentHeight: body.y + body.height + 16
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        enabled: !root.running
        T.ScrollBar.vertical: ThinScrollBar { }
        PageHeader {
            x: 20
            y: 12
            width: parent.width - 40
            title: qsTr("What do you want to run?")
            summary: root.local ? qsTr("A kind cluster on this computer, for trying and testing. Every command is shown before it runs.") : qsTr("An existing cluster, for a team. Every command is shown before it runs.")
            Segmented {
                objectName: "way"
                focus: true
                current: root.page.way
                onChosen: index => root.page.way = index
                Segment { text: qsTr("Local"); iconName: "laptop" }
                Segment { text: qsTr("Production"); iconName: "server" }
            }
        }
        Column {
            id: body
            x: 20
            y: 72
            width: parent.width - 40
            spacing: 16
            ProgressPanel { objectName: "progress"; visible: root.form.state !== SetupForm.Editing; width: parent.width; form: root.form }
            LocalPane { visible: root.local; width: parent.width; form: root.page.local }
            ProductionPane { id: production; visible: !root.local; width: parent.width; page: root.page }
        }
    }
    PlanPane {
        id: pane
        width: root.width < 1100 ? 340 : 440
        anchors { right: parent.right; top: parent.top; bottom: bar.top }
        page: root.page
        form: root.page.local
        visible: root.local
    }
    PlanPane {
        width: pane.width
        anchors { right: parent.right; top: parent.top; bottom: bar.top }
        page: root.page
        form: root.page.production
        visible: !root.local
    }
    Rectangle {
        id: bar
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: 52
        color: Theme.panel
        Rule { width: parent.width; color: Theme.border }
        StatusText { objectName: "standing"; x: 20; width: hint.x - 32 < implicitWidth ? hint.x - 32 : implicitWidth; anchors.verticalCenter: parent.verticalCenter; kind: root.tone(); word: root.standing(); ink: Theme.status(root.tone()) }
        Txt {
            id: hint
            readonly property string said: root.form.failure !== "" ? root.form.failureHint : root.form.hint
            x: Math.min(parent.width * 0.5, 20 + 20 + metrics.advanceWidth + 28)
            width: parent.width - x - actions.width - 40
            height: parent.height
            text: hint.said
            size: Theme.fontSmall
            color: Theme.text2
            TextMetrics { id: metrics; font.pixelSize: Theme.fontSmall; font.weight: Font.Medium; text: root.standing() }
        }
        Row {
            id: actions
            anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
            spacing: 8
            Button { objectName: "stop"; visible: root.running; text: qsTr("Stop"); onClicked: root.form.stop() }
            Txt { height: 28; visible: root.page.chart !== ""; text: root.page.chart; size: Theme.fontSmall; color: Theme.text3 }
            Button {
                objectName: "install"
                kind: "primary"
                text: root.local ? qsTr("Create and install") : qsTr("Install")
                shortcut: "Ctrl ↵"
                enabled: root.form.obstacle === ""
                disabledReason: root.form.obstacle
                onClicked: root.install()
            }
        }
    }
}
