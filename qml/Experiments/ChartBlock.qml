pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// One metric: legend with the values under the pointer, and the plot. The wheel with Ctrl zooms, dragging pans, a
// double click shows everything.
Item {
    id: block

    required property Chart chart
    property real smoothing: 0

    height: 192
    Accessible.role: Accessible.Chart
    Accessible.name: qsTr("%1, %n curves", "", block.chart.count).arg(block.chart.title)

    Rule { width: parent.width }
    Mono { id: title; x: 16; y: 8; width: Math.min(implicitWidth, parent.width * 0.4); text: block.chart.title; strong: true }
    Txt {
        visible: text !== ""
        anchors { left: title.right; leftMargin: 8; baseline: title.baseline }
        text: block.chart.cursorText !== "" ? block.chart.cursorText : block.chart.averaged ? qsTr("averaged by the server") : ""
        size: Theme.fontCaption
        color: Theme.text3
    }
    Item {
        id: legend
        anchors { right: parent.right; rightMargin: 16; left: title.right; leftMargin: 84 }
        y: 8
        height: 16
        clip: true
        Row {
            anchors.right: implicitWidth < legend.width ? parent.right : undefined
            spacing: 14
            Repeater {
                model: block.chart
                delegate: Row {
                    id: part
                    required property string name
                    required property string value
                    required property int number
                    spacing: 6
                    Rectangle { width: 12; height: part.number % 2 === 0 ? 2 : 3; color: Theme.series[part.number % Theme.series.length]; anchors.verticalCenter: parent.verticalCenter }
                    Mono { text: part.name; size: Theme.fontCaption; color: Theme.text2 }
                    Mono { text: part.value; size: Theme.fontCaption }
                }
            }
        }
    }
    PlotItem {
        id: plot
        objectName: "plot"
        x: 8
        y: 30
        width: parent.width - 16
        height: parent.height - 36
        chart: block.chart
        colors: Theme.series
        grid: Theme.borderSubtle
        ink: Theme.text3
        family: Theme.mono
        smoothing: block.smoothing

        HoverHandler { onPointChanged: plot.cursor = hovered ? point.position.x : -1; onHoveredChanged: if (!hovered) plot.cursor = -1 }
        WheelHandler {
            acceptedModifiers: Qt.ControlModifier
            onWheel: event => plot.zoom(event.x, event.angleDelta.y > 0 ? 0.8 : 1.25)
        }
        DragHandler {
            id: drag
            property real last: 0
            target: null
            enabled: plot.zoomed
            yAxis.enabled: false
            onActiveChanged: drag.last = 0
            onTranslationChanged: { plot.pan(drag.translation.x - drag.last); drag.last = drag.translation.x }
        }
        TapHandler { onDoubleTapped: plot.showAll() }
        Rectangle { visible: plot.cursor >= 0; x: plot.cursor; y: plot.area.y; width: 1; height: plot.area.height; color: Theme.text3 }
    }
    Button { visible: plot.zoomed; anchors { right: parent.right; rightMargin: 24; bottom: parent.bottom; bottomMargin: 28 } implicitHeight: 22; text: qsTr("Show all"); onClicked: plot.showAll() }
}
