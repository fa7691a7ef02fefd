pragma ComponentBehavior: Bound
import QtQuick

// Tabs of a drawer: TabStrip { Segment { text: … } … }
Item {
    id: root

    default property list<Segment> options
    property int current: 0
    property int inset: 12
    property int gap: 16

    implicitHeight: 36
    activeFocusOnTab: true
    Accessible.role: Accessible.PageTabList
    Keys.onLeftPressed: current = Math.max(0, current - 1)
    Keys.onRightPressed: current = Math.min(options.length - 1, current + 1)

    Rule { anchors.bottom: parent.bottom; width: parent.width }
    Row {
        x: root.inset
        height: parent.height
        spacing: root.gap
        Repeater {
            model: root.options
            delegate: Item {
                id: entry
                required property Segment modelData
                required property int index
                readonly property bool chosen: entry.index === root.current
                width: label.implicitWidth
                height: root.height
                Accessible.role: Accessible.PageTab
                Accessible.name: entry.modelData.text
                Accessible.selected: entry.chosen
                Accessible.onPressAction: root.current = entry.index
                Txt { id: label; height: parent.height; text: entry.modelData.count < 0 ? entry.modelData.text : entry.modelData.text + " " + entry.modelData.count; size: Theme.fontSmall; font.weight: entry.chosen ? Font.DemiBold : Font.Normal; color: entry.chosen ? Theme.text : Theme.text2 }
                Rectangle { visible: entry.chosen; anchors.bottom: parent.bottom; width: parent.width; height: 2; color: Theme.accent }
                FocusRing { shown: root.activeFocus && entry.chosen; inset: 4 }
                TapHandler { onTapped: root.current = entry.index }
            }
        }
    }
}
