pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Workloads.Models

// The chosen pod: state, containers, conditions, events. Pushes the table, does not cover it.
FocusScope {
    id: root

    required property PodDetail pod
    signal closed()
    signal copied()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Pod %1").arg(root.pod.name)
    Rectangle { anchors.fill: parent; color: Theme.panel }
    Rule { vertical: true; height: parent.height; color: Theme.border }

    StatusText { id: state; x: 16; y: 14; width: parent.width - 100; kind: root.pod.tone; word: root.pod.word; size: Theme.fontBody }
    IconButton { anchors { right: parent.right; rightMargin: 8 } y: 8; iconName: "x"; text: qsTr("Close"); keys: "Esc"; onClicked: root.closed() }
    IconButton { anchors { right: parent.right; rightMargin: 38 } y: 8; iconName: "terminal"; text: qsTr("Copy the log command"); keys: "C"; onClicked: root.copied() }
    Mono { id: podName; x: 16; y: 40; width: parent.width - 32; text: root.pod.name; elide: Text.ElideMiddle; strong: true }
    TabStrip {
        id: tabs
        y: 66
        width: parent.width
        inset: 16
        Segment { text: qsTr("Details") }
        Segment { text: qsTr("Events"); count: root.pod.events.count }
    }
    Flickable {
        anchors { top: tabs.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
        contentHeight: (tabs.current === 0 ? details.height : events.height) + 24
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ThinScrollBar { }
        Column {
            id: details
            visible: tabs.current === 0
            x: 16
            y: 12
            width: parent.width - 32
            spacing: 16
            Rectangle {
                visible: root.pod.message !== "" || root.pod.lastEnd !== ""
                width: parent.width
                height: why.implicitHeight + 20
                radius: Theme.radius
                color: Theme.tint(root.pod.message !== "" && root.pod.tone === Tone.Busy ? Tone.Busy : Tone.Bad)
                Txt { id: why; x: 12; y: 10; width: parent.width - 24; text: root.pod.message !== "" ? root.pod.message : root.pod.lastEnd; size: Theme.fontSmall; wrapMode: Text.Wrap; elide: Text.ElideNone; lineHeight: 1.2 }
            }
            Column {
                width: parent.width
                Repeater {
                    model: root.pod.properties
                    delegate: Item {
                        id: line
                        required property string title
                        required property string value
                        width: parent ? parent.width : 0
                        height: 24
                        Txt { height: parent.height; text: line.title; size: Theme.fontSmall; color: Theme.text2 }
                        Mono { x: 96; width: parent.width - x; height: parent.height; text: line.value; elide: Text.ElideMiddle }
                    }
                }
            }
            FactList { width: parent.width; title: qsTr("Containers"); facts: root.pod.containers; wide: true }
            FactList { width: parent.width; visible: facts.count > 0; title: qsTr("Not true yet"); facts: root.pod.conditions; wide: true }
        }
        FactList { id: events; visible: tabs.current === 1; x: 16; y: 12; width: parent.width - 32; facts: root.pod.events; emptyText: qsTr("The cluster keeps no event of this pod: it forgets them after an hour.") }
    }
}
