pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// Names and values in sections (a section is a heading of its first line: Qt 6.4 makes no bound section delegates), with a search when there are many. A click copies a value.
FocusScope {
    id: root

    required property Facts facts
    property bool loading: false
    property string emptyText: qsTr("Nothing to show.")
    readonly property bool searchable: facts.total > 12
    signal copied(text: string)

    SearchBox {
        id: search
        visible: root.searchable
        x: 16
        y: 8
        width: parent.width - 32
        placeholderText: qsTr("Find a name or value")
        onTextChanged: root.facts.filter = search.text
        Keys.onEscapePressed: { search.clear(); list.forceActiveFocus() }
    }
    ListView {
        id: list
        anchors { fill: parent; topMargin: root.searchable ? 44 : 0; bottomMargin: 8 }
        clip: true
        focus: true
        activeFocusOnTab: true
        model: root.facts
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar { }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%n values", "", root.facts.count)
        delegate: Item {
            id: line
            required property string section
            required property bool opens  // the first of its section
            required property string name
            required property string value
            required property string note
            readonly property bool lengthy: line.value.length > 60 || line.value.includes("\n")
            width: ListView.view.width
            height: line.headingHeight + Math.max(28, shown.implicitHeight + 12)
            readonly property int headingHeight: line.opens ? 36 : 0
            Accessible.role: Accessible.ListItem
            Accessible.name: line.name + ": " + line.value
            Txt { visible: line.opens; x: 16; y: 10; height: 26; text: line.section; size: Theme.fontSmall; strong: true }
            Rectangle { anchors { fill: parent; topMargin: line.headingHeight } color: hover.hovered ? Theme.hover : "transparent" }
            HoverHandler { id: hover }
            TapHandler { onTapped: root.copied(line.value) }
            Txt { x: 16; y: line.headingHeight + 6; width: 148; text: line.name; size: Theme.fontSmall; color: Theme.text2 }
            Mono {
                id: shown
                x: 176
                y: line.headingHeight + 6
                width: parent.width - x - (note.visible ? note.width + 24 : 16)
                text: line.value
                wrapMode: line.lengthy ? Text.Wrap : Text.NoWrap
                maximumLineCount: 16
            }
            Txt { id: note; visible: text !== ""; anchors { right: parent.right; rightMargin: 16 } y: line.headingHeight + 6; width: Math.min(implicitWidth, 140); text: line.note; size: Theme.fontCaption; color: Theme.text3 }
            Rule { x: 16; anchors.bottom: parent.bottom; width: parent.width - 32 }
        }
    }
    Txt {
        visible: root.facts.count === 0 && !root.loading
        anchors { top: parent.top; topMargin: 56; horizontalCenter: parent.horizontalCenter }
        text: root.facts.total > 0 ? qsTr("Nothing has that name or value.") : root.emptyText
        color: Theme.text3
        size: Theme.fontSmall
    }
    Column {
        visible: root.loading && root.facts.total === 0
        x: 16
        y: 20
        spacing: 18
        Repeater { model: 6; delegate: Skeleton { required property int index; width: 260 - index % 3 * 50 } }
    }
}
