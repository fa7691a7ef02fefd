pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Upgrade.Models
import ClearDeck.Workspace

// Another version of the chart: chosen, guarded, looked at, walked one step at a time.
FocusScope {
    id: root

    required property UpgradeController page
    readonly property InstallationInfo installation: page.installation
    readonly property bool usable: page.state === UpgradeController.Ready
    readonly property bool planned: usable && page.wanted !== ""
    readonly property bool compact: width < 1020
    readonly property bool atWork: page.work.state !== UpgradeRun.Idle && page.work.state !== UpgradeRun.Done
    property int rowCount: page.rowCount
    property bool ready: page.ready

    function review() { if (page.cannotStart === "") reviewSheet.open() }
    function act(guard: string) {
        if (guard === "diff") reviewSheet.open()
        else if (guard === "image") page.replaceImages()
        else if (guard === "backup") { backup.find(); view.show(backup) }
        else if (guard === "override") { overrides.forceActiveFocus(Qt.TabFocusReason); view.show(overrides) }
        else if (guard === "health") page.open("Overview")
    }

    onAtWorkChanged: if (atWork) view.contentY = 0
    Shortcut { sequence: "V"; enabled: root.usable && !root.page.work.busy && !root.page.work.stopped; onActivated: versionSheet.open() }
    Shortcut { sequence: "R"; enabled: root.usable && !root.page.work.stopped; onActivated: root.page.reload() }
    Shortcut { sequence: "C"; enabled: root.planned; onActivated: root.page.copyCommands() }
    Shortcut { sequence: "Ctrl+S"; enabled: root.planned; onActivated: planSheet.open() }
    Shortcut { sequences: ["Ctrl+Return", "Ctrl+Enter"]; enabled: root.planned; onActivated: root.review() }
    Connections {
        target: root.page
        function onReviewRequested() { root.review() }
        function onVersionsRequested() { versionSheet.open() }
    }
    Connections {
        target: root.page.work
        function onRollbackAsked() { rollbackDialog.open() }
    }

    Flickable {
        id: view
        function show(item: Item) { contentY = Math.max(0, Math.min(contentHeight - height, item.mapToItem(body, 0, 0).y - 60)) }
        anchors.fill: parent
        visible: root.usable
        contentHeight: body.implicitHeight + 32
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar { }
        Column {
            id: body
            x: 20
            y: 16
            width: parent.width - 40
            spacing: 12
            opacity: root.installation.live.old ? (Theme.dark ? 0.85 : 0.92) : 1
            PageHeader {
                width: parent.width
                title: qsTr("Upgrade the chart")
                summary: qsTr("Changes the version and nothing else. To change values on the current version, use Values.")
                Segmented {
                    Segment { text: qsTr("Chart version"); iconName: "package" }
                    Segment { text: qsTr("Values only"); iconName: "sliders-horizontal" }
                    onChosen: { current = 0; root.page.open("Values") }
                }
            }
            Notes { width: parent.width; page: root.page }
            PathPanel { width: parent.width; page: root.page; onChosen: versionSheet.open() }
            Item {
                id: columns
                readonly property int rightWidth: root.compact ? width : 412
                width: parent.width
                height: root.compact ? left.implicitHeight + 12 + right.implicitHeight : Math.max(left.implicitHeight, right.implicitHeight)
                Column {
                    id: left
                    width: root.compact ? parent.width : parent.width - columns.rightWidth - 12
                    spacing: 12
                    RunPanel { visible: root.atWork; width: parent.width; work: root.page.work }
                    GuardsPanel { visible: root.planned && !root.atWork; width: parent.width; page: root.page; onActed: what => root.act(what) }
                    TodoPanel { visible: root.planned && !root.atWork && root.page.step.todo.count > 0; width: parent.width; step: root.page.step }
                    VersionsPanel { visible: !root.planned; width: parent.width; page: root.page }
                    HowPanel { visible: !root.planned; width: parent.width }
                }
                Column {
                    id: right
                    x: root.compact ? 0 : left.width + 12
                    y: root.compact ? left.implicitHeight + 12 : 0
                    width: columns.rightWidth
                    spacing: 12
                    OverridesPanel { id: overrides; visible: root.planned; width: parent.width; page: root.page }
                    BackupPanel { id: backup; visible: root.planned; width: parent.width; page: root.page }
                    CommandsPanel { visible: root.planned && root.page.commandText !== ""; width: parent.width; page: root.page }
                    StartPanel { width: parent.width; page: root.page; onReviewed: root.review(); onSaved: planSheet.open(); onChosen: versionSheet.open() }
                }
            }
        }
    }
    UpgradeState { anchors.fill: parent; visible: !root.usable; page: root.page }
    VersionSheet { id: versionSheet; objectName: "versionSheet"; page: root.page }
    ReviewSheet { id: reviewSheet; objectName: "reviewSheet"; page: root.page }
    PlanSheet { id: planSheet; objectName: "planSheet"; page: root.page }
    ConfirmDialog {
        id: rollbackDialog
        objectName: "rollbackDialog"
        title: qsTr("Roll %1 back to revision %2").arg(root.installation ? root.installation.name : "").arg(root.page.work.rollbackTo)
        detail: qsTr("It may make things worse: %1").arg(root.page.work.warning)
        word: root.installation ? root.installation.name : ""
        actionText: qsTr("Roll back to %1").arg(root.page.work.rollbackTo)
        onAccepted: root.page.work.rollBack()
    }
}
