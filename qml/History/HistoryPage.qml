pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.History.Models
import ClearDeck.Workspace

// The revisions of an installation, any two compared, and the ways back.
FocusScope {
    id: root

    required property HistoryController page
    readonly property InstallationInfo installation: page.installation
    readonly property bool changing: page.busy !== "" || page.outcome !== ""
    property int rowCount: page.rowCount
    property bool ready: page.ready

    function follow() {
        const key = page.chosen > 0 ? String(page.chosen) : ""
        if (grid.currentKey !== key) grid.currentKey = key
    }
    function askRemoval() {
        if (page.removal.state !== UninstallCase.Closed && !removal.opened) removal.open()
    }
    Component.onCompleted: { follow(); askRemoval() }
    Connections {
        target: root.page
        function onChanged() { root.follow() }
        function onRollbackRequested() { rollback.open() }
    }
    Connections {
        target: root.page.removal
        function onChanged() { root.askRemoval() }
    }
    Shortcut { sequence: "C"; enabled: root.page.chosen > 0; onActivated: root.page.copyRollback() }

    PageHeader {
        id: header
        anchors { left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
        height: 56
        title: qsTr("History")
        summary: qsTr("Who changed %1, when and what. Only ClearDeck writes down who.").arg(root.installation.name)
        Button { objectName: "uninstall"; kind: "ghost"; iconName: "trash-2"; text: qsTr("Uninstall"); enabled: root.page.busy === "" && !root.installation.gone; disabledReason: root.page.busy !== "" ? root.page.busy : enabled ? "" : qsTr("It is gone already"); onClicked: root.page.reviewUninstall() }
    }
    Column {
        id: banners
        anchors { top: header.bottom; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
        spacing: 8
        bottomPadding: implicitHeight > 8 ? 8 : 0
        LiveBanner {
            width: parent.width
            live: root.page.revisions.live
            what: root.installation.context
            onRetried: root.page.retry()
        }
        Banner {
            objectName: "repairBanner"
            visible: root.page.repair.needed && root.page.busy === ""
            width: parent.width
            kind: Tone.Warn
            title: root.page.repair.title
            detail: root.page.repair.sentence
            Button { objectName: "repair"; implicitHeight: 28; iconName: "wrench"; text: root.page.repair.action; onClicked: repair.open() }
        }
        OutcomePanel {
            objectName: "outcome"
            visible: root.changing
            width: parent.width
            height: 66 + Math.min(4, Math.max(1, root.page.progress.count)) * 36
            page: root.page
        }
    }
    Item {
        id: tables
        anchors { top: banners.bottom; left: parent.left; right: parent.right }
        height: panel.visible ? Math.max(28 + 4 * Theme.rowHeight, Math.min((root.height - y) * 0.4, 28 + root.page.revisions.count * Theme.rowHeight)) : root.height - y
        DataTable {
            id: grid
            objectName: "revisions"
            anchors.fill: parent
            focus: true
            label: qsTr("Revisions")
            model: root.page.revisions
            row: RevisionRow { table: grid }
            columns: [
                TableColumn { title: qsTr("Revision"); column: RevisionsModel.RevisionColumn; width: 82 },
                TableColumn { title: qsTr("Status"); column: RevisionsModel.StatusColumn; width: 150 },
                TableColumn { title: qsTr("When"); column: RevisionsModel.WhenColumn; width: 100 },
                TableColumn { title: qsTr("What"); column: RevisionsModel.WhatColumn; width: 200; minimumWidth: 140; fill: true },
                TableColumn { title: qsTr("Who"); column: RevisionsModel.WhoColumn; width: 150; shown: root.width > 860 },
                TableColumn { title: qsTr("Chart"); column: RevisionsModel.ChartColumn; width: 140 },
                TableColumn { title: qsTr("App"); column: RevisionsModel.AppColumn; width: 80; shown: root.width > 760 }
            ]
            onCurrentKeyChanged: if (grid.currentKey !== "") root.page.chosen = Number(grid.currentKey)
            onActivated: panel.forceActiveFocus()
            Keys.onSpacePressed: root.page.mark(root.page.chosen)
        }
        DataState {
            anchors { fill: parent; topMargin: 28 }
            live: root.page.revisions.live
            count: root.page.revisions.count
            total: root.page.revisions.total
            emptyIcon: "history"
            emptyTitle: qsTr("%1 is no longer in the cluster").arg(root.installation.name)
            emptyDetail: qsTr("Its release was removed from %1.").arg(root.installation.context)
            onRetried: root.page.retry()
            Button { kind: "primary"; text: qsTr("Show installations"); onClicked: root.page.open("Installations") }
        }
    }
    RevisionPanel {
        id: panel
        objectName: "panel"
        visible: root.page.revisions.count > 0
        anchors { top: tables.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
        page: root.page
    }
    RollbackSheet { id: rollback; objectName: "rollbackSheet"; page: root.page }
    RepairDialog { id: repair; objectName: "repairDialog"; page: root.page }
    UninstallDialog { id: removal; objectName: "uninstallDialog"; page: root.page }
}
