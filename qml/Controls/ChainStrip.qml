pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Tables

// The dependency chain of one installation in a line: a solid cell is healthy, a half-filled one degraded, a crossed one
// broken, a dotted one waiting, an outline off, a dash stale. Names appear in the tooltip and to screen readers.
Row {
    id: root

    property list<int> links  // tones, in chain order
    property int cell: 12
    property bool tips: true

    readonly property list<string> parts: ["ingress", "webserver", "apiserver", "fileserver", "mongodb", "elasticsearch", "redis", "async-delete"]
    readonly property string sentence: describe()

    function describe(): string {
        let healthy = 0, broken = -1
        for (let i = 0; i < links.length; ++i) {
            if (links[i] === Tone.Ok) ++healthy
            if (broken < 0 && (links[i] === Tone.Bad || links[i] === Tone.Warn)) broken = i
        }
        const all = qsTr("%1 of %2 healthy").arg(healthy).arg(links.length)
        return broken < 0 ? all : qsTr("%1, first broken: %2, %3").arg(all).arg(parts[broken]).arg(Theme.statusWord(links[broken]))
    }

    Accessible.role: Accessible.StaticText
    Accessible.name: root.sentence
    spacing: 0
    HoverHandler { id: hover; enabled: root.tips }
    ReasonTip { shown: hover.hovered; text: root.sentence }
    Repeater {
        model: root.links
        delegate: Row {
            id: entry
            required property int modelData
            required property int index
            readonly property bool amber: entry.modelData === Tone.Warn || entry.modelData === Tone.Waiting
            Rectangle { visible: entry.index > 0; width: 3; height: 1; y: root.cell / 2; color: Theme.borderStrong }
            Rectangle {
                width: root.cell
                height: root.cell
                radius: 3
                color: entry.modelData === Tone.Ok ? Qt.rgba(Theme.ok.r, Theme.ok.g, Theme.ok.b, Theme.dark ? 0.55 : 0.65)
                     : entry.modelData === Tone.Bad || entry.amber ? Theme.tint(entry.modelData) : "transparent"
                border.width: entry.modelData === Tone.Ok ? 0 : 1
                border.color: entry.amber || entry.modelData === Tone.Bad || entry.modelData === Tone.Busy ? Theme.status(entry.modelData) : Theme.borderStrong
                Rectangle { visible: entry.modelData === Tone.Warn; anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 2 } height: parent.height / 2 - 2; radius: 1; color: Theme.warnFill }
                Icon { visible: entry.modelData === Tone.Bad; anchors.centerIn: parent; name: "x"; size: 11; color: Theme.bad }
                Rectangle { visible: entry.modelData === Tone.Busy || entry.modelData === Tone.Waiting; anchors.centerIn: parent; width: 4; height: 4; radius: 2; color: Theme.status(entry.modelData) }
                Rectangle { visible: entry.modelData === Tone.Stale; anchors.centerIn: parent; width: 6; height: 1; color: Theme.borderStrong }
            }
        }
    }
}
