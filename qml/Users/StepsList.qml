pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

// What will happen, in its order, before it does.
Panel {
    id: root

    required property FactsModel steps

    height: column.implicitHeight + 2
    color: Theme.inset
    Column {
        id: column
        width: parent.width
        Repeater {
            model: root.steps
            delegate: TableRow {
                id: step
                required property int index
                required property string title
                required property string detail
                required property string iconName
                required property int tone
                width: column.width
                height: step.detail === "" ? 30 : 42
                last: step.index === root.steps.count - 1
                Accessible.name: step.title + ", " + step.detail
                Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: step.iconName; size: 14; color: Theme.status(step.tone) }
                Txt { x: 36; y: step.detail === "" ? 7 : 4; width: parent.width - 48; text: step.title; size: Theme.fontSmall; font.weight: Font.Medium; elide: Text.ElideMiddle }
                Txt { visible: step.detail !== ""; x: 36; y: 22; width: parent.width - 48; text: step.detail; size: Theme.fontCaption; color: Theme.text2 }
            }
        }
    }
}
