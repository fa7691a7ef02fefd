pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Values.Models

// The revisions of the release, and the way back to one of them.
Sheet {
    id: root

    required property ValuesController page
    readonly property HistoryModel history: page.history
    property int chosen: 0

    width: Math.min(800, parent ? parent.width - 48 : 800)
    height: Math.min(parent ? parent.height - 48 : 600, 64 + 28 + Math.max(3, history.count) * 44 + (problem.visible ? 40 : 0) + 20)
    onAboutToShow: page.loadHistory()

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Revisions of %1").arg(root.page.installation.name)
        focus: true
        Txt { x: 20; y: 12; text: qsTr("Revisions of %1").arg(root.page.installation.name); strong: true; size: Theme.fontTitle }
        Txt { x: 20; y: 37; height: 20; text: qsTr("A rollback brings back a revision's values and manifest as a new revision."); size: Theme.fontSmall; color: Theme.text2 }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 12; iconName: "x"; text: qsTr("Close"); onClicked: root.close() }
        Banner {
            id: problem
            visible: root.history.problem !== ""
            x: 20
            y: 68
            width: parent.width - 40
            kind: Tone.Bad
            title: qsTr("Not every revision could be read")
            detail: root.history.problem
        }
        ListView {
            id: list
            objectName: "history"
            anchors { fill: parent; topMargin: problem.visible ? 116 : 72; bottomMargin: 12 }
            clip: true
            model: root.history
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ThinScrollBar { }
            delegate: TableRow {
                id: row
                required property int revision
                required property string status
                required property string chart
                required property string when
                required property string text
                required property string reason
                required property bool isDeployed
                width: ListView.view.width
                height: 44
                Accessible.name: qsTr("Revision %1, %2, %3").arg(row.revision).arg(row.status).arg(row.when)
                Mono { x: 20; width: 36; height: parent.height; text: row.revision; font.weight: Font.Medium }
                StatusText { x: 60; width: 130; anchors.verticalCenter: parent.verticalCenter; kind: row.isDeployed ? Tone.Ok : row.status === "superseded" ? Tone.Off : Tone.Warn; word: row.status }
                Mono { x: 196; width: 130; height: parent.height; text: row.chart; color: Theme.text2 }
                Mono { x: 330; width: 90; height: parent.height; text: row.when; color: Theme.text2 }
                Txt { x: 424; width: parent.width - x - 190; height: parent.height; text: row.text; size: Theme.fontSmall; color: Theme.text2 }
                Button {
                    visible: !row.isDeployed
                    anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                    implicitHeight: 24
                    text: qsTr("Roll back to %1").arg(row.revision)
                    enabled: row.reason === "" && root.page.busy === ""
                    disabledReason: row.reason !== "" ? row.reason : root.page.busy
                    onClicked: { root.chosen = row.revision; confirm.open() }
                }
            }
        }
        Txt { visible: root.history.loading && root.history.count === 0; anchors.centerIn: parent; text: qsTr("Reading the revisions"); color: Theme.text3; size: Theme.fontSmall }
    }
    ConfirmDialog {
        id: confirm
        title: qsTr("Roll back to revision %1").arg(root.chosen)
        detail: qsTr("%1 gets the values and the manifest of revision %2 again. Pods whose template differs are replaced. Nothing stored is touched, and it can be rolled back too.").arg(root.page.installation.name).arg(root.chosen)
        actionText: qsTr("Roll back %1").arg(root.page.installation.name)
        onAccepted: { root.close(); root.page.rollBack(root.chosen) }
    }
}
