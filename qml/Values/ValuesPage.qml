pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Values.Models
import ClearDeck.Workspace

// The values of an installation: find one, change it, see what it does to YAML and cluster, apply it, undo it.
FocusScope {
    id: root

    required property ValuesController page
    readonly property InstallationInfo installation: page.installation
    readonly property bool compact: width < 1148
    readonly property bool usable: page.state === ValuesController.Ready
    property bool panelWanted: true
    property bool drawerOpen: false
    readonly property bool panelShown: compact ? drawerOpen : panelWanted
    property int rowCount: page.rowCount
    property bool ready: page.ready

    // Below 1200 px the first ] opens the drawer; then both keys walk as they do beside it.
    function walk(by: int) {
        if (compact && !drawerOpen && by > 0) { drawerOpen = true; return }
        const path = page.draft.fields.nextChanged(form.currentPath, by)
        if (path !== "") page.draft.reveal(path)
    }
    function hidePanel() {
        if (compact) drawerOpen = false
        else panelWanted = false
    }
    function editYaml(path: string) {
        form.currentPath = path
        if (compact) drawerOpen = true
        else panelWanted = true
        side.editYaml()
    }
    function review() {
        if (page.cannotApply === "") reviewSheet.open()
    }

    Shortcut { sequence: "/"; enabled: root.usable; onActivated: tree.find() }
    Shortcut { sequence: "["; enabled: root.usable; onActivated: root.walk(-1) }
    Shortcut { sequence: "]"; enabled: root.usable; onActivated: root.walk(1) }
    Shortcut { sequence: "Ctrl+Z"; enabled: root.usable && !root.page.draft.textOpen; onActivated: root.page.draft.undo() }
    Shortcut { sequences: ["Ctrl+Shift+Z", "Ctrl+Y"]; enabled: root.usable && !root.page.draft.textOpen; onActivated: root.page.draft.redo() }
    Shortcut { sequences: ["Ctrl+Return", "Ctrl+Enter"]; enabled: root.usable && !root.page.draft.textOpen; onActivated: root.review() }
    Shortcut { sequence: "Ctrl+S"; enabled: root.usable && !root.page.draft.textOpen; onActivated: root.page.file.own ? root.page.file.save() : fileSheet.ask(true) }
    Shortcut { sequence: "Ctrl+O"; enabled: root.usable && !root.page.draft.textOpen; onActivated: fileSheet.ask(false) }
    Keys.onEscapePressed: event => { event.accepted = root.drawerOpen; root.drawerOpen = false }

    Connections {
        target: root.page.draft
        function onRevealed(path: string) { form.goTo(path, false) }
    }
    Connections {
        target: root.page
        function onReviewRequested() { root.review() }
    }

    Column {
        id: banners
        x: 12
        width: parent.width - 24
        topPadding: visible && implicitHeight > 0 ? 8 : 0
        spacing: 8
        LiveBanner {
            width: parent.width
            live: root.installation.live
            what: root.installation.context
            onRetried: root.page.reload()
        }
        Banner {
            objectName: "foreign"
            visible: root.usable && root.page.foreignRevision > 0
            width: parent.width
            kind: Tone.Warn
            title: qsTr("Revision %1 was deployed elsewhere").arg(root.page.foreignRevision)
            detail: qsTr("This draft starts from revision %1. Reload keeps your changes and makes them on top of it.").arg(root.page.revision)
            Button { implicitHeight: 28; iconName: "refresh-cw"; text: qsTr("Reload"); onClicked: root.page.reload() }
        }
        FileBanner {
            file: root.page.file
            visible: root.usable && (file.state !== ValuesFile.Fine || behind) && !fileSheet.opened
            width: parent.width
            onDifferenceAsked: differenceSheet.open()
        }
        Banner {
            objectName: "pending"
            visible: root.usable && root.installation.pending !== "" && root.page.busy === ""
            width: parent.width
            kind: Tone.Warn
            title: qsTr("The release is %1").arg(root.installation.pending)
            detail: qsTr("A helm works on it, or was interrupted. Nothing can be applied until it is over.")
            Button { implicitHeight: 28; iconName: "history"; text: qsTr("Open History"); onClicked: root.page.open("History") }
        }
        Banner {
            visible: root.usable && root.page.missing !== ""
            width: parent.width
            kind: Tone.Warn
            title: qsTr("Values can be edited, not applied")
            detail: root.page.missing
            Button { implicitHeight: 28; iconName: "refresh-cw"; text: qsTr("Look again"); onClicked: root.page.reload() }
        }
    }
    Item {
        id: body
        anchors { top: banners.bottom; topMargin: banners.implicitHeight > 8 ? 8 : 0; bottom: bar.top; left: parent.left; right: parent.right }
        visible: root.usable
        enabled: root.page.busy === ""
        opacity: root.installation.live.old ? (Theme.dark ? 0.85 : 0.92) : 1
        Rule { visible: body.y > 0; width: parent.width }
        SectionTree {
            id: tree
            width: root.compact ? 168 : 216
            height: parent.height
            compact: root.compact
            draft: root.page.draft
            onGroupChosen: group => form.showGroup(group)
            onEntered: form.enter()
        }
        ValuesForm {
            id: form
            focus: true
            anchors { left: tree.right; right: root.panelShown && !root.compact ? side.left : parent.right }
            height: parent.height
            compact: root.compact
            draft: root.page.draft
            onYamlRequested: path => root.editYaml(path)
            onPasteRequested: pasteSheet.open()
            onHistoryRequested: root.page.open("History")
        }
        IconButton {
            visible: !root.panelShown && !root.compact
            anchors { right: parent.right; rightMargin: 12; bottom: parent.bottom; bottomMargin: 12 }
            iconName: "panel-right-close"
            rotation: 180
            text: qsTr("Show YAML and manifest diff")
            onClicked: root.panelWanted = true
        }
        SidePanel {
            id: side
            objectName: "side"
            visible: root.panelShown
            anchors.right: parent.right
            width: Math.min(420, parent.width - 60)
            height: parent.height
            page: root.page
            currentPath: form.currentPath
            onHidden: root.hidePanel()
            onFileAsked: toSave => fileSheet.ask(toSave)
        }
    }
    ValuesBar {
        id: bar
        visible: root.usable
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        compact: root.compact
        page: root.page
        onReviewed: root.review()
        onInvalidChosen: root.page.draft.reveal(root.page.draft.fields.firstInvalid())
    }
    ValuesState { anchors.fill: body; visible: !root.usable; page: root.page }
    FileSheet { id: fileSheet; objectName: "fileSheet"; file: root.page.file }
    DifferenceSheet { id: differenceSheet; file: root.page.file }
    PasteSheet { id: pasteSheet; objectName: "pasteSheet"; draft: root.page.draft }
    ReviewSheet { id: reviewSheet; objectName: "reviewSheet"; page: root.page }
}
