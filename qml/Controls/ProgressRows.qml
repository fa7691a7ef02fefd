pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Tables

// How far a change has come, one row an object: ProgressRows { rows: page.progress }, of an ObjectProgressModel.
ListView {
    id: root

    required property FactsModel rows
    property int rowHeight: 36
    readonly property int wanted: rows.count * rowHeight

    clip: true
    model: root.rows
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    keyNavigationEnabled: true
    T.ScrollBar.vertical: ThinScrollBar { }
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Progress by object")
    delegate: TableRow {
        id: entry
        required property int index
        required property string title
        required property string detail
        required property string value
        required property string link  // what to do about it
        required property int tone
        width: ListView.view.width
        height: root.rowHeight
        last: entry.index === root.count - 1
        focusedRow: root.activeFocus && ListView.isCurrentItem
        Accessible.name: qsTr("%1: %2. %3").arg(entry.title).arg(entry.value).arg(entry.detail)
        StatusText {
            id: word
            x: 12
            width: 104
            anchors.verticalCenter: parent.verticalCenter
            kind: entry.tone
            word: entry.value
            ink: entry.tone === Tone.Bad ? Theme.bad : entry.tone === Tone.Off ? Theme.text3 : Theme.text
        }
        Mono { id: name; x: 120; width: Math.min(implicitWidth, parent.width * 0.45); height: parent.height; text: entry.title; elide: Text.ElideMiddle; color: entry.tone === Tone.Off ? Theme.text2 : Theme.text }
        Txt {
            id: tail
            anchors { left: name.right; leftMargin: 12; right: parent.right; rightMargin: 12 }
            height: parent.height
            text: entry.tone === Tone.Bad && entry.link !== "" ? qsTr("%1. %2").arg(entry.detail).arg(entry.link) : entry.detail
            size: Theme.fontSmall
            color: entry.tone === Tone.Bad ? Theme.bad : Theme.text2
            horizontalAlignment: entry.tone === Tone.Bad ? Text.AlignLeft : Text.AlignRight
            HoverHandler { id: over }
            ReasonTip { shown: over.hovered && tail.truncated; text: tail.text }
        }
    }
}
