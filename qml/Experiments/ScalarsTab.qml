pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Experiments.Models

// The task's curves, one chart a metric.
FocusScope {
    id: root

    required property TaskPanel task
    property int smoothing: 0  // hundredths

    function step(by: int) { smoothing = Math.max(0, Math.min(95, smoothing + 5 * by)) }

    Item {
        id: tools
        width: parent.width
        height: 44
        Segmented {
            objectName: "axis"
            x: 16
            anchors.verticalCenter: parent.verticalCenter
            current: root.task.elapsed ? 1 : 0
            Segment { text: qsTr("Iterations") }
            Segment { text: qsTr("Time") }
            onChosen: index => root.task.elapsed = index === 1
        }
        Row {
            anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
            spacing: 8
            Txt { text: qsTr("Smoothing"); size: Theme.fontSmall; color: Theme.text2; anchors.verticalCenter: parent.verticalCenter }
            Field {
                objectName: "smoothing"
                width: 72
                text: (root.smoothing / 100).toFixed(2)
                stepper: true
                readOnly: true
                Accessible.name: qsTr("Smoothing")
                onStepped: by => root.step(by)
            }
        }
    }
    ListView {
        id: list
        anchors { top: tools.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
        clip: true
        focus: true
        activeFocusOnTab: true
        model: root.task.charts
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 400
        opacity: root.task.scalarsLive.old ? 0.85 : 1
        T.ScrollBar.vertical: ThinScrollBar { }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%n charts", "", root.task.charts.count)
        delegate: ChartBlock {
            width: ListView.view.width
            smoothing: root.smoothing / 100
        }
    }
    EmptyState {
        visible: root.task.charts.count === 0 && root.task.scalarsLive.state === LiveStatus.Live
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "chart-line"
        title: qsTr("No scalars")
        detail: qsTr("This task has reported none. They appear here as they arrive.")
    }
    EmptyState {
        visible: root.task.charts.count === 0 && root.task.scalarsLive.old
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "cloud-off"
        title: root.task.scalarsLive.word
        detail: root.task.scalarsLive.hint === "" ? root.task.scalarsLive.why : root.task.scalarsLive.why + "\n" + root.task.scalarsLive.hint
        Button { kind: "primary"; iconName: "refresh-cw"; text: qsTr("Retry now"); onClicked: root.task.retry() }
    }
    Column {
        visible: root.task.charts.count === 0 && root.task.scalarsLive.state === LiveStatus.Syncing
        anchors { top: tools.bottom; topMargin: 16; left: parent.left; leftMargin: 16 }
        spacing: 60
        Repeater { model: 3; delegate: Skeleton { width: root.width - 32; height: 90 } }
    }
}
