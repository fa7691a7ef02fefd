pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

// Facts in the drawer. wide: a name with its state at the right, and a second line.
Column {
    id: root

    required property FactsModel facts
    property string title
    property string emptyText
    property bool wide: false

    Txt { visible: root.title !== ""; height: 28; text: root.title; size: Theme.fontSmall; strong: true }
    Txt { visible: root.facts.count === 0 && root.emptyText !== ""; width: parent.width; text: root.emptyText; size: Theme.fontSmall; color: Theme.text3; wrapMode: Text.Wrap }
    Repeater {
        model: root.facts
        delegate: Item {
            id: row
            required property string title
            required property string detail
            required property string value
            required property string link
            required property string iconName
            required property int tone
            width: root.width
            height: root.wide ? 46 : words.implicitHeight + 14
            Accessible.role: Accessible.ListItem
            Accessible.name: row.title + ", " + row.value + ", " + row.detail
            Rule { width: parent.width }
            Mono { visible: root.wide; y: 6; width: parent.width - state.width - 12; text: row.title; font.weight: Font.Medium }
            StatusText { id: state; visible: root.wide; anchors.right: parent.right; y: 6; kind: row.tone; word: row.value; turning: false }
            Mono { visible: root.wide; y: 25; width: parent.width - note.implicitWidth - 12; text: row.detail; size: Theme.fontCaption; color: Theme.text3; elide: Text.ElideMiddle }
            Txt { id: note; visible: root.wide; anchors.right: parent.right; y: 25; text: row.link; size: Theme.fontCaption; color: Theme.text2 }
            Icon { visible: !root.wide; y: 7; name: row.iconName; size: 14; color: Theme.status(row.tone) }
            Txt { id: words; visible: !root.wide; x: 22; y: 7; width: parent.width - 22 - age.implicitWidth - 12; text: row.title; size: Theme.fontSmall; wrapMode: Text.Wrap; maximumLineCount: 4 }
            Mono { id: age; visible: !root.wide; anchors.right: parent.right; y: 7; text: row.value; size: Theme.fontCaption; color: Theme.text3 }
        }
    }
}
