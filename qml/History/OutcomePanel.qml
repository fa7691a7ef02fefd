import QtQuick
import ClearDeck.Controls
import ClearDeck.History.Models
import ClearDeck.Workspace

// How a change goes and went: object by object, and the health of the installation as it is now.
Panel {
    id: root

    required property HistoryController page
    readonly property InstallationInfo installation: page.installation

    title: page.busy !== "" ? page.busy : page.outcome
    note: page.progress.summary
    actions: [
        StatusPill { kind: root.installation.tone; word: root.installation.word; anchors.verticalCenter: parent ? parent.verticalCenter : undefined },
        IconButton { visible: root.page.busy === ""; iconName: "x"; text: qsTr("Close"); onClicked: root.page.dismissOutcome() }
    ]
    ProgressRows { id: rows; anchors { fill: parent; bottomMargin: 28 } rows: root.page.progress }
    Txt { anchors { left: parent.left; leftMargin: 12; right: parent.right; bottom: parent.bottom } height: 28; text: root.installation.sentence; size: Theme.fontSmall; color: Theme.text2 }
}
