pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Values.Models

// The last step before a change reaches the cluster: the values in words, the manifest diff, what restarts.
Sheet {
    id: root

    required property ValuesController page
    readonly property ChangesModel changes: page.draft.changes
    readonly property string name: page.installation.name
    readonly property int room: parent ? parent.height - 48 : 600

    width: Math.min(800, parent ? parent.width - 48 : 800)
    height: Math.min(room, 64 + changeList.height + 12 + manifest.wanted + 12 + checks.height + 20 + 56)
    closePolicy: page.applying ? Sheet.NoAutoClose : Sheet.CloseOnEscape | Sheet.CloseOnPressOutside
    onOpened: { page.rollBackOnFailure = fallback.checked; page.openReview(); back.forceActiveFocus(Qt.PopupFocusReason) }
    onClosed: { page.rollBackOnFailure = false; page.closeReview() }
    Connections {
        target: root.page
        // Done or refused: the notice says which.
        function onChanged() {
            if (root.began && !root.page.applying) root.close()
            root.began = root.opened && root.page.applying
        }
    }
    property bool began: false

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        focus: true
        Keys.onPressed: event => {
            event.accepted = event.key === Qt.Key_C && event.modifiers === Qt.NoModifier
            if (event.accepted) root.page.copyCommand()
        }
        Txt {
            id: title
            x: 20
            y: 12
            width: parent.width - 80
            text: root.changes.count === 1 ? qsTr("Review 1 change to %1").arg(root.name) : qsTr("Review %1 changes to %2").arg(root.changes.count).arg(root.name)
            strong: true
            size: Theme.fontTitle
        }
        Row {
            x: 20
            y: 37
            spacing: 12
            Tag { text: qsTr("chart pinned %1").arg(root.page.draft.chartVersion); iconName: "pin" }
            Txt { height: 20; text: qsTr("Values only. The version does not move."); size: Theme.fontSmall; color: Theme.text2 }
        }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 12; iconName: "x"; text: qsTr("Close"); onClicked: root.close() }

        Panel {
            id: changeList
            x: 20
            y: 72
            width: parent.width - 40
            height: Math.min(6, root.changes.count) * 32 + 2
            color: Theme.inset
            ListView {
                anchors.fill: parent
                clip: true
                model: root.changes
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ThinScrollBar { }
                delegate: Item {
                    id: change
                    required property string path
                    required property string before
                    required property string after
                    required property string effect
                    required property int index
                    width: ListView.view.width
                    height: 32
                    DiffLine {
                        anchors.fill: parent
                        path: change.path
                        before: change.before
                        after: change.after
                        effect: change.effect
                        last: change.index === root.changes.count - 1
                    }
                }
            }
        }
        Panel {
            id: manifest
            readonly property int wanted: 36 + 12 * 20 + 9
            anchors { top: changeList.bottom; topMargin: 12; bottom: checks.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            color: Theme.inset
            readonly property bool byHand: checks.review.drift !== "" && which.current === 1
            title: byHand ? qsTr("Changed by hand") : qsTr("Manifest diff")
            note: byHand ? qsTr("in the cluster, against what was deployed") : qsTr("server dry run, %1; %2").arg(root.page.preview.time).arg(root.page.preview.summary)
            actions: [
                Segmented {
                    id: which
                    objectName: "which"
                    visible: checks.review.drift !== ""
                    onChosen: index => which.current = index
                    Segment { text: qsTr("Diff") }
                    Segment { text: qsTr("By hand") }
                }
            ]
            CodeView { objectName: "byHand"; visible: manifest.byHand; anchors.fill: parent; language: "plain"; numbers: false; lines: CodeLines { text: checks.review.drift } }
            ManifestList { visible: !manifest.byHand; anchors.fill: parent; objects: root.page.preview.objects; dimmed: root.page.preview.state !== ManifestPreview.Live }
        }
        Panel {
            id: checks
            readonly property ReviewModel review: root.page.review
            readonly property int wanted: root.page.applying ? Math.max(4, Math.min(8, root.page.progress.count)) * 36 : Math.max(2, Math.min(5, review.count)) * 44
            anchors { bottom: foot.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            height: Math.min(wanted + 2, Math.max(90, root.room - 420))
            color: Theme.inset
            ProgressRows { visible: root.page.applying; anchors.fill: parent; rows: root.page.progress }
            ListView {
                objectName: "guards"
                visible: !root.page.applying && checks.review.state === ReviewModel.Ready
                anchors.fill: parent
                clip: true
                model: checks.review
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                T.ScrollBar.vertical: ThinScrollBar { }
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Checks")
                delegate: GuardRow {
                    id: guard
                    required title
                    required detail
                    required kind
                    required property int index
                    required property string remedy
                    required property string path
                    width: ListView.view.width
                    action: guard.remedy
                    last: guard.index === ListView.view.count - 1
                    onActed: root.page.draft.takeBack(guard.path)
                    HoverHandler { id: over }
                    ReasonTip { shown: over.hovered; text: guard.detail }
                }
            }
            StatusText {
                visible: !root.page.applying && checks.review.state === ReviewModel.Checking
                anchors.centerIn: parent
                kind: Tone.Busy
                word: qsTr("Comparing with the cluster")
            }
            GuardRow {
                visible: !root.page.applying && checks.review.state === ReviewModel.Failed
                width: parent.width
                kind: Tone.Bad
                last: true
                title: qsTr("The cluster could not be compared")
                detail: checks.review.problem
                action: qsTr("Try again")
                onActed: root.page.openReview()
            }
        }
        Item {
            id: foot
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 56
            Rule { width: parent.width; color: Theme.border }
            Button { x: 12; anchors.verticalCenter: parent.verticalCenter; kind: "ghost"; text: qsTr("Copy as command"); iconName: "terminal"; shortcut: "C"; onClicked: root.page.copyCommand() }
            Row {
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                spacing: 8
                Txt { visible: text !== "" && !root.page.applying; width: Math.min(230, implicitWidth); text: root.page.cannotConfirm; size: Theme.fontSmall; color: root.page.review.blocking > 0 ? Theme.bad : Theme.text2; anchors.verticalCenter: parent.verticalCenter }
                CheckBox { id: fallback; objectName: "rollBack"; text: qsTr("Roll back if it fails"); checked: true; enabled: !root.page.applying; anchors.verticalCenter: parent.verticalCenter; onToggled: root.page.rollBackOnFailure = checked }
                Button { id: back; text: qsTr("Back to form"); shortcut: "Esc"; onClicked: root.close() }
                Button {
                    objectName: "apply"
                    kind: "primary"
                    text: qsTr("Apply to %1").arg(root.name)
                    enabled: root.page.cannotConfirm === ""
                    disabledReason: root.page.cannotConfirm
                    onClicked: root.page.apply()
                }
            }
        }
    }
}
