pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Overview.Models
import ClearDeck.Tables

// One axis for Helm revisions and events; newest row first.
Item {
    id: root

    required property Timeline timeline

    Item {
        id: axis
        x: 16
        y: 8
        width: parent.width - 32
        height: 40
        Rectangle { y: 11; width: parent.width; height: 1; color: Theme.borderStrong }
        Repeater {
            model: root.timeline.axis
            delegate: Item {
                id: tick
                required property string modelData
                required property int index
                readonly property int last: root.timeline.hours
                x: tick.index * axis.width / tick.last
                Rectangle { y: 8; width: 1; height: 7; color: Theme.borderStrong }
                Mono { x: tick.index === 0 ? 0 : tick.index === tick.last ? -implicitWidth : -implicitWidth / 2; y: 24; text: tick.modelData; size: 10; color: Theme.text3 }
            }
        }
        Repeater {
            model: root.timeline
            delegate: Rectangle {
                id: mark
                required property real fraction
                required property int tone
                required property string iconName
                visible: mark.fraction >= 0
                x: mark.fraction * axis.width - 10
                y: 1
                width: 20
                height: 20
                radius: 10
                color: Theme.panel
                border.width: 1
                border.color: Theme.status(mark.tone)
                Icon { anchors.centerIn: parent; name: mark.iconName; size: 11; color: Theme.status(mark.tone) }
            }
        }
    }
    Rule { y: 54; width: parent.width }
    ListView {
        id: list
        anchors { fill: parent; topMargin: 55 }
        clip: true
        model: root.timeline
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar { }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Timeline")
        delegate: TableRow {
            id: row
            required property string title
            required property string detail
            required property string value
            required property string iconName
            required property int tone
            required property int index
            width: ListView.view.width
            implicitHeight: 28
            last: row.index === list.count - 1
            Accessible.name: row.value + ", " + row.title + ", " + row.detail
            Mono { x: 16; width: 84; height: parent.height; text: row.value; size: Theme.fontCaption; color: Theme.text3 }
            Icon { x: 104; anchors.verticalCenter: parent.verticalCenter; name: row.iconName; size: 13; color: Theme.status(row.tone) }
            Txt { id: what; x: 126; width: Math.min(implicitWidth, parent.width * 0.45); height: parent.height; text: row.title; size: Theme.fontSmall; font.weight: Font.Medium; elide: Text.ElideMiddle }
            Txt { x: what.x + what.width + 10; width: parent.width - x - 12; height: parent.height; text: row.detail; size: Theme.fontSmall; color: Theme.text2 }
        }
    }
    Txt {
        visible: list.count === 0
        anchors.centerIn: list
        text: root.timeline.live.refused ? root.timeline.live.why : root.timeline.live.state === LiveStatus.Live ? qsTr("No event is kept: the cluster forgets them after an hour") : qsTr("Reading events")
        size: Theme.fontSmall
        color: Theme.text3
    }
}
