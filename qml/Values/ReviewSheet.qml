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
    onOpened: back.forceActiveFocus(Qt.PopupFocusReason)

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        focus: true
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
                    required property int index
                    width: ListView.view.width
                    height: 32
                    DiffLine {
                        anchors.fill: parent
                        path: change.path
                        before: change.before
                        after: change.after
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
            title: qsTr("Manifest diff")
            note: qsTr("server dry run, %1; %2").arg(root.page.preview.time).arg(root.page.preview.summary)
            ManifestList { anchors.fill: parent; objects: root.page.preview.objects; dimmed: root.page.preview.state !== ManifestPreview.Live }
        }
        Panel {
            id: checks
            anchors { bottom: foot.top; bottomMargin: 12 }
            x: 20
            width: parent.width - 40
            height: 2 * 44 + 2
            color: Theme.inset
            Column {
                width: parent.width
                GuardRow {
                    width: parent.width
                    kind: root.page.preview.restarts === "" ? Tone.Ok : Tone.Warn
                    title: root.page.preview.restarts === "" ? qsTr("Nothing restarts") : qsTr("Pods are replaced")
                    detail: root.page.preview.restarts === "" ? qsTr("No pod template changes") : root.page.preview.restarts
                }
                GuardRow { width: parent.width; kind: Tone.Ok; last: true; title: qsTr("Can be undone"); detail: qsTr("Rollback to revision %1 brings back these values and this manifest").arg(root.page.revision) }
            }
        }
        Item {
            id: foot
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 56
            Rule { width: parent.width; color: Theme.border }
            Button { x: 12; anchors.verticalCenter: parent.verticalCenter; kind: "ghost"; text: qsTr("Copy as command"); iconName: "terminal"; onClicked: root.page.copyCommand() }
            Row {
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                spacing: 8
                Txt { visible: root.page.cannotApply !== ""; width: Math.min(260, implicitWidth); text: root.page.cannotApply; size: Theme.fontSmall; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
                Button { id: back; text: qsTr("Back to form"); shortcut: "Esc"; onClicked: root.close() }
                Button {
                    objectName: "apply"
                    kind: "primary"
                    text: qsTr("Apply to %1").arg(root.name)
                    enabled: root.page.cannotApply === ""
                    disabledReason: root.page.cannotApply
                    onClicked: { root.close(); root.page.apply() }
                }
            }
        }
    }
}
