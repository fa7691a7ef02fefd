import QtQuick
import ClearDeck.Controls

// One line of the palette, with the title of its group above the first of it.
Column {
    id: root

    required property int index
    required property string group
    required property bool first
    required property string title
    required property string note
    required property string iconName
    required property string keys
    required property string reason
    property bool current: false
    property string marked  // the title with the matched letters marked
    readonly property list<string> caps: keys === "" ? [] : keys.split(" ")
    signal chosen()

    Accessible.role: Accessible.ListItem
    Accessible.name: root.reason === "" ? root.title : root.title + ", " + root.reason
    Accessible.onPressAction: root.chosen()

    Txt { visible: root.first; leftPadding: 16; topPadding: 6; height: 30; text: root.group; size: Theme.fontCaption; color: Theme.text3; font.weight: Font.Medium }
    Item {
        width: root.width
        height: 32
        Rectangle { anchors { fill: parent; leftMargin: 6; rightMargin: 6 } radius: Theme.radius; color: root.current ? Theme.selected : over.hovered ? Theme.hover : "transparent" }
        Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: root.iconName; opacity: root.reason === "" ? 1 : 0.6 }
        Text {
            id: words
            x: 44
            height: parent.height
            verticalAlignment: Text.AlignVCenter
            textFormat: Text.StyledText
            text: root.marked
            color: root.reason === "" ? Theme.text : Theme.text3
            font.family: Theme.sans
            font.pixelSize: Theme.fontBody
        }
        Txt { x: words.x + words.implicitWidth + 10; width: parent.width - x - keyRow.width - 28; height: parent.height; text: root.note; size: Theme.fontSmall; color: root.current ? Theme.text2 : Theme.text3 }
        Row {
            id: keyRow
            anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
            spacing: 3
            KeyCap { visible: root.caps.length > 0; text: root.caps[0] ?? "" }
            KeyCap { visible: root.caps.length > 1; text: root.caps[1] ?? "" }
        }
        HoverHandler { id: over }
        TapHandler { onTapped: root.chosen() }
    }
}
