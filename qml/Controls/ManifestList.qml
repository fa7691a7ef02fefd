pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Tables

// The objects of a manifest diff, each under a head that folds it.
ListView {
    id: root

    required property ManifestModel objects
    property bool dimmed: false

    clip: true
    model: root.objects
    boundsBehavior: Flickable.StopAtBounds
    opacity: root.dimmed ? 0.7 : 1
    T.ScrollBar.vertical: ThinScrollBar { }
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Manifest diff")
    delegate: Column {
        id: entry
        required property string title
        required property string word
        required property string diff
        required property int added
        required property int removed
        required property bool restarts
        required property bool isOpen
        required property int index
        width: ListView.view.width

        Item {
            width: parent.width
            height: 28
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("%1, %2 lines added, %3 removed").arg(entry.title).arg(entry.added).arg(entry.removed)
            Accessible.onPressAction: root.objects.toggle(entry.index)
            Rule { visible: entry.index > 0; width: parent.width }
            Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: entry.isOpen ? "chevron-down" : "chevron-right"; size: 12; color: Theme.text3 }
            Mono { id: name; x: 30; height: parent.height; width: Math.min(implicitWidth, parent.width - 150); text: entry.title; elide: Text.ElideMiddle }
            Txt { anchors { left: name.right; leftMargin: 8 } height: parent.height; text: entry.restarts ? qsTr("restarts") : entry.word; size: Theme.fontCaption; color: entry.restarts ? Theme.warn : Theme.text3 }
            Row {
                anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
                spacing: 8
                Mono { text: "+" + entry.added; color: Theme.addText }
                Mono { text: "\u2212" + entry.removed; color: Theme.delText }
            }
            TapHandler { onTapped: root.objects.toggle(entry.index) }
        }
        CodeView {
            visible: entry.isOpen
            width: parent.width
            height: visible ? implicitHeight : 0
            lines: CodeLines { diff: true; text: entry.diff }
        }
    }
}
