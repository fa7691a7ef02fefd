pragma ComponentBehavior: Bound
import QtQuick

// A few views of one thing: Segmented { Segment { text: … } Segment { … } }
Rectangle {
    id: root

    default property list<Segment> options
    property int current: 0
    signal chosen(index: int)

    function choose(index: int) {
        const next = Math.max(0, Math.min(options.length - 1, index))
        if (next === current) return
        current = next
        chosen(next)
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.PageTabList
    Accessible.name: root.options.length > root.current ? root.options[root.current].text : ""
    Keys.onLeftPressed: choose(current - 1)
    Keys.onRightPressed: choose(current + 1)

    implicitWidth: row.implicitWidth + 4
    implicitHeight: Theme.controlHeight
    radius: Theme.radius
    color: Theme.inset
    border.width: 1
    border.color: Theme.border

    FocusRing { shown: root.activeFocus }
    Row {
        id: row
        x: 2
        y: 2
        Repeater {
            model: root.options
            delegate: Rectangle {
                id: entry
                required property Segment modelData
                required property int index
                readonly property bool chosen: entry.index === root.current
                width: inner.implicitWidth + 16
                height: root.height - 4
                radius: Theme.radiusSmall
                color: entry.chosen ? Theme.thumb : "transparent"
                border.width: entry.chosen ? 1 : 0
                border.color: Theme.border
                Accessible.role: Accessible.PageTab
                Accessible.name: entry.modelData.text
                Accessible.selected: entry.chosen
                Accessible.onPressAction: root.choose(entry.index)
                Row {
                    id: inner
                    anchors.centerIn: parent
                    spacing: 6
                    Icon { visible: entry.modelData.iconName !== ""; name: entry.modelData.iconName; size: 13; color: entry.chosen ? Theme.text : Theme.text3; anchors.verticalCenter: parent.verticalCenter }
                    Txt { text: entry.modelData.text; size: Theme.fontSmall; font.weight: entry.chosen ? Font.Medium : Font.Normal; color: entry.chosen ? Theme.text : Theme.text2; anchors.verticalCenter: parent.verticalCenter }
                    Mono { visible: entry.modelData.count >= 0; text: entry.modelData.count; size: Theme.fontCaption; color: Theme.text3; anchors.verticalCenter: parent.verticalCenter }
                }
                TapHandler { onTapped: root.choose(entry.index) }
            }
        }
    }
}
