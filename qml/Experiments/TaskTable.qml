pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// The tasks of the chosen project. Enter or a click opens one.
FocusScope {
    id: root

    required property Experiments experiments
    property bool compact: false
    readonly property TasksModel tasks: experiments.tasks
    property alias filterField: search
    readonly property string place: experiments.projectName === "" ? qsTr("All experiments") : experiments.projectName

    Item {
        id: tools
        width: parent.width
        height: 48
        Tag { id: where; x: 12; anchors.verticalCenter: parent.verticalCenter; visible: !root.compact; text: root.place; mono: true; iconName: "folder" }
        Segmented {
            id: filter
            anchors { left: where.visible ? where.right : parent.left; leftMargin: 8; verticalCenter: parent.verticalCenter }
            Segment { text: qsTr("All") }
            Segment { text: qsTr("Running") }
            Segment { text: qsTr("Queued") }
            Segment { text: qsTr("Done") }
            Segment { text: qsTr("Failed") }
            Segment { text: qsTr("Drafts") }
            onChosen: index => root.tasks.show = index
        }
        SearchBox {
            id: search
            objectName: "search"
            anchors { left: filter.right; leftMargin: 8; right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            placeholderText: qsTr("Filter by name, tag, user")
            shortcut: width > 190 ? "/" : ""
            onTextChanged: root.tasks.filter = search.text
            Keys.onEscapePressed: { search.clear(); grid.forceActiveFocus() }
            Keys.onReturnPressed: grid.enter()
            Keys.onDownPressed: grid.enter()
        }
    }
    LiveBanner {
        id: banner
        objectName: "banner"
        anchors { top: tools.bottom; left: parent.left; right: parent.right; margins: shown ? 12 : 0; topMargin: 0 }
        live: root.tasks.live
        what: qsTr("ClearML")
        onRetried: root.experiments.retry()
    }
    Rectangle {
        anchors { top: banner.bottom; bottom: foot.top; left: parent.left; right: parent.right }
        color: Theme.panel
        Rule { width: parent.width; color: Theme.border }
    }
    DataTable {
        id: grid
        objectName: "table"
        anchors { top: banner.bottom; topMargin: 1; bottom: foot.top; left: parent.left; right: parent.right }
        focus: true
        label: qsTr("Tasks of %1").arg(root.place)
        model: root.tasks
        columns: [
            TableColumn { title: qsTr("Status"); column: TasksModel.Status; width: 112 },
            TableColumn { title: qsTr("Name"); column: TasksModel.Name; width: 120; fill: true },
            TableColumn { title: qsTr("Tags"); column: TasksModel.Tags; width: 110; shown: !root.compact },
            TableColumn { title: root.tasks.metrics.length > 0 ? root.tasks.metrics[0] : ""; column: TasksModel.First; width: 96; shown: root.tasks.metrics.length > 0 },
            TableColumn { title: root.tasks.metrics.length > 1 ? root.tasks.metrics[1] : ""; column: TasksModel.Second; width: 96; shown: root.tasks.metrics.length > 1 },
            TableColumn { title: qsTr("User"); column: TasksModel.User; width: 96; shown: !root.compact },
            TableColumn { title: qsTr("Iteration"); column: TasksModel.Iteration; width: 76; shown: !root.compact },
            TableColumn { title: qsTr("Updated"); column: TasksModel.Updated; width: 72 }
        ]
        row: TaskLine { table: grid }
        onCurrentKeyChanged: root.experiments.task.open(grid.currentKey)
        onActivated: key => root.experiments.task.open(key)
    }
    DataState {
        objectName: "state"
        anchors { fill: grid; topMargin: 28 }
        live: root.tasks.live
        count: root.tasks.count
        total: root.tasks.total
        emptyIcon: "flask-conical"
        emptyTitle: qsTr("No tasks here yet")
        emptyDetail: qsTr("A script that calls Task.init with this server in its clearml.conf shows up here by itself.")
        onFilterCleared: { search.clear(); filter.choose(0) }
        onRetried: root.experiments.retry()
    }
    Item {
        id: foot
        anchors.bottom: parent.bottom
        width: parent.width
        height: 28
        Rule { width: parent.width }
        Txt { x: 20; height: parent.height; text: root.tasks.count === root.tasks.total ? qsTr("%n tasks", "", root.tasks.total) : qsTr("%1 of %n tasks", "", root.tasks.total).arg(root.tasks.count); size: Theme.fontCaption; color: Theme.text3 }
        Txt { anchors { right: parent.right; rightMargin: 16 } height: parent.height; text: root.experiments.user === "" ? "" : root.experiments.version === "" ? root.experiments.user : qsTr("%1, ClearML %2").arg(root.experiments.user).arg(root.experiments.version); size: Theme.fontCaption; color: Theme.text3 }
    }
}
