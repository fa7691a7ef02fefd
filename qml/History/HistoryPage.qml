pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.History.Models
import ClearDeck.Workspace

// The revisions of an installation, and the way back to one of them.
FocusScope {
    id: root

    required property HistoryController page
    readonly property InstallationInfo installation: page.installation
    property int rowCount: page.rowCount
    property bool ready: page.ready

    Connections {
        target: root.page
        function onChanged() { grid.currentKey = root.page.chosen > 0 ? root.page.chosen : "" }
        function onRollbackRequested() { confirm.open() }
    }

    Item {
        id: tools
        width: parent.width
        height: 56
        PageHeader {
            anchors { fill: parent; leftMargin: 20; rightMargin: 20 }
            title: qsTr("History")
            summary: qsTr("Who changed %1, when and what. A rollback makes a new revision.").arg(root.installation.name)
            Button { text: root.page.chosen > 0 ? qsTr("Roll back to %1").arg(root.page.chosen) : qsTr("Roll back"); iconName: "history"; enabled: root.page.cannotRollBack === ""; disabledReason: root.page.cannotRollBack; onClicked: confirm.open() }
        }
    }
    LiveBanner {
        id: banner
        anchors { top: tools.bottom; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
        live: root.page.revisions.live
        what: root.installation.context
        onRetried: root.page.retry()
    }
    Item {
        anchors { top: banner.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
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
                TableColumn { title: qsTr("When"); column: RevisionsModel.WhenColumn; width: 110 },
                TableColumn { title: qsTr("What"); column: RevisionsModel.WhatColumn; width: 200; minimumWidth: 140; fill: true },
                TableColumn { title: qsTr("Who"); column: RevisionsModel.WhoColumn; width: 170; shown: root.width > 860 },
                TableColumn { title: qsTr("Chart"); column: RevisionsModel.ChartColumn; width: 150 },
                TableColumn { title: qsTr("App"); column: RevisionsModel.AppColumn; width: 90; shown: root.width > 760 }
            ]
            onCurrentKeyChanged: root.page.chosen = Number(grid.currentKey)
            Component.onCompleted: if (root.page.chosen > 0) grid.currentKey = root.page.chosen
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
    ConfirmDialog {
        id: confirm
        objectName: "confirmRollback"
        title: qsTr("Roll back to revision %1").arg(root.page.chosen)
        detail: qsTr("%1 gets the values and the manifest of revision %2 again. Pods whose template differs are replaced. Nothing stored is touched, and it can be rolled back too.").arg(root.installation.name).arg(root.page.chosen)
        actionText: qsTr("Roll back %1").arg(root.installation.name)
        onAccepted: root.page.rollBack()
    }
}
