pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Tables

// What stands in the place of a table that has no row to show: skeleton rows for the first load (after 150 ms), the
// reason when nothing will come, the fact when there is nothing, the way out when the filter hides everything.
Item {
    id: root

    required property LiveStatus live
    required property int count   // rows in view
    required property int total   // rows before the filter
    property int rowHeight: Theme.rowHeight
    property string emptyIcon: "box"
    property string emptyTitle: qsTr("Nothing here yet")
    property string emptyDetail
    property bool retryable: true
    default property alias emptyActions: empty.actions
    readonly property bool loading: count === 0 && live.state === LiveStatus.Syncing
    readonly property bool refused: total === 0 && live.old
    readonly property bool hidden: count === 0 && total > 0
    signal filterCleared()
    signal retried()

    visible: count === 0
    Timer { id: patience; interval: 150; running: root.loading; onRunningChanged: if (running) bones.late = false; onTriggered: bones.late = true }
    Column {
        id: bones
        property bool late: false
        visible: root.loading && late
        width: parent.width
        clip: true
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Loading")
        Repeater {
            model: 8
            delegate: Item {
                id: bone
                required property int index
                width: bones.width
                height: root.rowHeight
                Row {
                    x: 20
                    height: parent.height
                    spacing: 24
                    Skeleton { width: 150 + bone.index % 3 * 14; anchors.verticalCenter: parent.verticalCenter }
                    Skeleton { width: 96; anchors.verticalCenter: parent.verticalCenter }
                    Skeleton { width: Math.max(40, root.width * 0.24 - bone.index % 4 * 16); anchors.verticalCenter: parent.verticalCenter }
                    Skeleton { width: 72; anchors.verticalCenter: parent.verticalCenter }
                }
                Rule { anchors.bottom: parent.bottom; width: parent.width }
            }
        }
    }
    EmptyState {
        visible: root.refused
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: root.live.state === LiveStatus.Forbidden ? "lock" : root.live.state === LiveStatus.NeedsSignIn ? "key-round" : "cloud-off"
        // Nothing was ever read: that is no stale data.
        title: root.live.state === LiveStatus.Stale || root.live.state === LiveStatus.Reconnecting ? qsTr("No answer") : root.live.word
        detail: root.live.hint === "" ? root.live.why : root.live.why + "\n" + root.live.hint
        Button { visible: root.retryable; kind: "primary"; iconName: "refresh-cw"; text: qsTr("Retry now"); onClicked: root.retried() }
    }
    EmptyState {
        visible: root.hidden
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "list-filter"
        title: qsTr("Nothing passes the filter")
        detail: qsTr("%n are hidden by it.", "", root.total)
        Button { text: qsTr("Clear filter"); onClicked: root.filterCleared() }
    }
    EmptyState {
        id: empty
        visible: root.total === 0 && root.live.state === LiveStatus.Live
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: root.emptyIcon
        title: root.emptyTitle
        detail: root.emptyDetail
    }
}
