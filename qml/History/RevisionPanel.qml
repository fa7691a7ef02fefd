import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.History.Models

// The chosen revision: who, what, its notes, and what differs from the one before or from the marked one.
FocusScope {
    id: root

    required property HistoryController page
    readonly property Comparison diff: page.comparison
    property bool notesShown: false

    Rule { width: parent.width; color: Theme.border }
    Item {
        id: head
        width: parent.width
        height: 48
        Column {
            anchors { left: parent.left; leftMargin: 20; right: actions.left; rightMargin: 16; verticalCenter: parent.verticalCenter }
            spacing: 2
            Txt { width: parent.width; strong: true; text: root.page.about }
            Txt {
                width: parent.width
                visible: text !== ""
                text: root.diff.before > 0 ? qsTr("What changed from revision %1 to %2. Space marks another one to compare with.").arg(root.diff.before).arg(root.diff.after) : ""
                size: Theme.fontSmall
                color: Theme.text2
            }
        }
        Row {
            id: actions
            anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
            spacing: 8
            Button {
                objectName: "notes"
                kind: "ghost"
                iconName: "file-text"
                text: root.notesShown ? qsTr("Show what changed") : qsTr("Show its notes")
                enabled: root.page.notes !== ""
                disabledReason: enabled ? "" : qsTr("The chart wrote none")
                onClicked: root.notesShown = !root.notesShown
            }
            Button {
                objectName: "rollback"
                iconName: "history"
                text: root.page.chosen > 0 ? qsTr("Roll back to %1").arg(root.page.chosen) : qsTr("Roll back")
                enabled: root.page.cannotRollBack === ""
                disabledReason: root.page.cannotRollBack
                onClicked: root.page.reviewRollback()
            }
        }
    }
    CompareTabs {
        visible: !root.notesShown
        focus: true
        anchors { top: head.bottom; bottom: parent.bottom; left: parent.left; right: parent.right; leftMargin: 8 }
        diff: root.diff
    }
    CodeView {
        visible: root.notesShown
        anchors { top: head.bottom; bottom: parent.bottom; left: parent.left; right: parent.right; leftMargin: 8 }
        activeFocusOnTab: true
        language: "plain"
        numbers: false
        lines: CodeLines { text: root.page.notes }
    }
}
