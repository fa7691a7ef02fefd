pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Shell.Models

// The window: rail, top bar, page, status bar, and what lies above them.
Window {
    id: root

    required property Shell shell
    readonly property bool compact: width < 1200
    // Without a cluster there is nothing to show but how to come to one.
    readonly property bool empty: shell.workspace.empty && shell.page !== "Setup"

    visible: true
    width: 1440
    height: 900
    minimumWidth: 960
    minimumHeight: 640
    title: shell.ofInstallation && shell.workspace.current ? qsTr("%1, %2 - ClearDeck").arg(shell.workspace.current.name).arg(shell.pageTitle) : "ClearDeck"
    color: Theme.page

    function load() { loader.setSource(root.shell.pageUrl, { "page": root.shell.pageModel }) }
    function nextRegion(step: int) {
        const at = rail.activeFocus ? 0 : topBar.activeFocus ? 1 : 2
        const next = (at + step + 3) % 3
        const region = next === 0 ? rail : next === 1 ? topBar : loader
        region.forceActiveFocus(Qt.TabFocusReason)
        // The first control of the rail and the top bar; a page remembers its own.
        if (next < 2) region.nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason)
    }
    Component.onCompleted: load()
    Binding { target: Theme; property: "dark"; value: root.shell.dark }
    Connections {
        target: root.shell
        function onPageChanged() { root.load() }
        function onKeysRequested() { keysSheet.open() }
    }

    TipBubble {
        parent: Tips.owner ?? root.contentItem
        visible: Tips.owner !== null
        text: Tips.text
        keys: Tips.keys
        beside: Tips.beside
    }
    NavRail {
        id: rail
        objectName: "rail"
        shell: root.shell
        height: parent.height
        narrow: root.compact || root.shell.foldsRail
        onSwitcherRequested: switcherSheet.open()
        onActivityRequested: activitySheet.open()
    }
    TopBar {
        id: topBar
        shell: root.shell
        anchors { left: rail.right; right: parent.right }
        compact: root.compact
        onPaletteRequested: palette.open()
        onActivityRequested: activitySheet.open()
    }
    FirstRun {
        visible: root.empty
        shell: root.shell
        anchors { left: rail.right; right: parent.right; top: topBar.bottom; bottom: statusBar.top }
    }
    Loader {
        id: loader
        objectName: "page"
        visible: !root.empty
        focus: true
        anchors { left: rail.right; right: parent.right; top: topBar.bottom; bottom: statusBar.top }
        onLoaded: (item as Item).forceActiveFocus()
    }
    StatusBar {
        id: statusBar
        shell: root.shell
        anchors { left: rail.right; right: parent.right; bottom: parent.bottom }
        compact: root.compact
    }
    Toasts {
        notices: root.shell.workspace.notices
        anchors { right: parent.right; bottom: statusBar.top; margins: 16 }
    }
    CommandPalette { id: palette; objectName: "palette"; shell: root.shell }
    ActivitySheet { id: activitySheet; notices: root.shell.workspace.notices }
    SwitcherSheet { id: switcherSheet; shell: root.shell }
    KeysSheet { id: keysSheet }

    Shortcut { sequences: ["Ctrl+K", "Ctrl+P"]; onActivated: palette.open() }
    Shortcut { sequence: "F1"; onActivated: keysSheet.open() }
    Shortcut { sequence: "F6"; onActivated: root.nextRegion(1) }
    Shortcut { sequence: "Shift+F6"; onActivated: root.nextRegion(-1) }
    Instantiator {
        model: root.shell.pages
        delegate: Shortcut {
            required property string pageId
            required property string key
            sequence: "G," + key
            onActivated: root.shell.open(pageId)
        }
    }
}
