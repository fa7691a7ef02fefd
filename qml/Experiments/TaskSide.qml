pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Experiments.Models

// The chosen task: what it is, its parameters, curves and console.
FocusScope {
    id: root

    required property TaskPanel task
    signal closed()
    signal copied(text: string)

    Rectangle { anchors.fill: parent; color: Theme.panel }
    Rule { vertical: true; height: parent.height; color: Theme.border; z: 1 }
    Item {
        id: head
        width: parent.width
        height: 72
        Txt { x: 16; y: 12; width: parent.width - 96; text: root.task.known ? root.task.name : qsTr("Loading"); strong: true; size: 14 }
        Row {
            x: 16
            y: 38
            spacing: 10
            StatusPill { visible: root.task.known; kind: root.task.tone; word: root.task.word; anchors.verticalCenter: parent.verticalCenter }
            Mono { text: root.task.shortId; size: Theme.fontCaption; color: Theme.text2; anchors.verticalCenter: parent.verticalCenter }
            Txt { text: root.task.summary; size: Theme.fontCaption; color: Theme.text2; anchors.verticalCenter: parent.verticalCenter }
        }
        Row {
            anchors { right: parent.right; rightMargin: 8 }
            y: 8
            spacing: 2
            IconButton { iconName: "copy"; text: qsTr("Copy the task's id"); onClicked: root.copied(root.task.key) }
            IconButton { objectName: "close"; iconName: "x"; text: qsTr("Close"); onClicked: root.closed() }
        }
    }
    TabStrip {
        id: tabs
        objectName: "tabs"
        anchors.top: head.bottom
        width: parent.width
        inset: 16
        gap: 14
        current: root.task.tab
        onCurrentChanged: root.task.tab = tabs.current
        Segment { text: qsTr("Overview") }
        Segment { text: qsTr("Configuration") }
        Segment { text: qsTr("Scalars") }
        Segment { text: qsTr("Console") }
        Segment { text: qsTr("Artifacts") }
    }
    LiveBanner {
        id: banner
        objectName: "taskBanner"
        anchors { top: tabs.bottom; left: parent.left; right: parent.right; margins: shown ? 12 : 0 }
        live: root.task.live
        what: qsTr("This task")
        onRetried: root.task.retry()
    }
    Banner {
        id: failure
        visible: root.task.trouble !== ""
        anchors { top: banner.bottom; left: parent.left; right: parent.right; margins: visible ? 12 : 0 }
        height: visible ? 40 : 0
        kind: Tone.Bad
        iconName: "circle-x"
        title: qsTr("Failed")
        detail: root.task.trouble
    }
    Item {
        anchors { top: failure.bottom; bottom: parent.bottom; left: parent.left; leftMargin: 1; right: parent.right }
        FactsTab {
            objectName: "overview"
            visible: root.task.tab === TaskPanel.Overview
            anchors.fill: parent
            facts: root.task.overview
            loading: !root.task.known && !root.task.live.old
            onCopied: text => root.copied(text)
        }
        FactsTab {
            objectName: "configuration"
            visible: root.task.tab === TaskPanel.Configuration
            anchors.fill: parent
            facts: root.task.configuration
            loading: !root.task.known && !root.task.live.old
            emptyText: qsTr("This task has no parameters.")
            onCopied: text => root.copied(text)
        }
        ScalarsTab {
            objectName: "scalars"
            visible: root.task.tab === TaskPanel.Scalars
            anchors.fill: parent
            task: root.task
        }
        LogPanel {
            objectName: "console"
            visible: root.task.tab === TaskPanel.Console
            anchors.fill: parent
            title: qsTr("Console")
            model: root.task.log
            note: root.task.log.live.old ? root.task.log.live.why : root.task.log.total === 0 && root.task.log.live.state === LiveStatus.Live ? qsTr("nothing printed yet") : ""
            onCopied: text => root.copied(text)
        }
        FactsTab {
            objectName: "artifacts"
            visible: root.task.tab === TaskPanel.Artifacts
            anchors.fill: parent
            facts: root.task.artifacts
            loading: !root.task.known && !root.task.live.old
            emptyText: qsTr("This task has stored no artifacts or models.")
            onCopied: text => root.copied(text)
        }
    }
}
