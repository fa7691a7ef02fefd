pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.History.Models

// Two revisions compared: values, manifest, notes.
FocusScope {
    id: root

    required property Comparison diff
    property alias current: tabs.current
    readonly property bool ready: diff.state === Comparison.Ready
    readonly property int differences: tabs.current === 0 ? diff.values.count : tabs.current === 1 ? diff.manifest.count : diff.notes.count

    TabStrip {
        id: tabs
        objectName: "tabs"
        focus: true
        width: parent.width
        Segment { text: qsTr("Values"); count: root.ready ? root.diff.values.count : -1 }
        Segment { text: qsTr("Manifest"); count: root.ready ? root.diff.manifest.count : -1 }
        Segment { text: qsTr("Notes"); count: root.ready ? root.diff.notes.added + root.diff.notes.removed : -1 }
    }
    Item {
        anchors { top: tabs.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
        ListView {
            objectName: "values"
            visible: root.ready && tabs.current === 0
            anchors.fill: parent
            clip: true
            activeFocusOnTab: true
            model: root.diff.values
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ThinScrollBar { }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Values that differ")
            delegate: DiffLine {
                id: line
                required property string title
                required property string detail
                required property string value
                width: ListView.view.width
                path: line.title
                before: line.detail
                after: line.value
                Accessible.name: qsTr("%1: %2, then %3").arg(line.title).arg(line.detail).arg(line.value)
            }
        }
        ManifestList {
            visible: root.ready && tabs.current === 1
            anchors.fill: parent
            activeFocusOnTab: true
            objects: root.diff.manifest
        }
        CodeView {
            visible: root.ready && tabs.current === 2
            anchors { fill: parent; topMargin: 8 }
            activeFocusOnTab: true
            language: "plain"
            lines: root.diff.notes
        }
        Txt {
            visible: root.ready && root.differences === 0
            anchors.centerIn: parent
            text: tabs.current === 0 ? qsTr("The values are the same") : tabs.current === 1 ? qsTr("The manifest is the same") : qsTr("The notes are the same")
            size: Theme.fontSmall
            color: Theme.text3
        }
        Txt {
            visible: !root.ready && text !== ""
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - 40)
            text: root.diff.state === Comparison.Loading ? qsTr("Comparing revision %1 with %2").arg(root.diff.before).arg(root.diff.after) : root.diff.why
            size: Theme.fontSmall
            color: root.diff.state === Comparison.Failed ? Theme.bad : Theme.text3
            wrapMode: Text.WordWrap
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
