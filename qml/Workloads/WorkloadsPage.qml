pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Workloads.Models

// Pods and services of an installation, the chosen pod and its log.
FocusScope {
    id: root

    required property WorkloadsModel page
    readonly property bool compact: width < 1100
    readonly property bool onPods: tabs.current === 0
    readonly property bool opened: page.chosen !== "" && onPods
    readonly property RowTableModel model: onPods ? page.pods : page.services
    readonly property DataTable grid: onPods ? pods : services
    property int rowCount: page.rowCount
    property bool ready: page.ready

    Connections {
        target: root.page
        function onChosenChanged() { if (root.page.chosen !== "") pods.currentKey = root.page.chosen }
    }
    function step(by: int) {
        if (!opened) return
        pods.choose(pods.currentRow + by)
        page.chosen = pods.currentKey
    }
    Shortcut { sequence: "/"; onActivated: search.forceActiveFocus() }
    Shortcut { sequence: "["; enabled: root.opened; onActivated: root.step(-1) }
    Shortcut { sequence: "]"; enabled: root.opened; onActivated: root.step(1) }
    Shortcut { sequence: "C"; enabled: root.opened; onActivated: root.page.copyCommand() }
    Shortcut { sequence: "L"; enabled: root.opened; onActivated: log.forceActiveFocus() }
    Keys.onEscapePressed: event => { event.accepted = root.opened; root.page.chosen = "" }

    Item {
        id: main
        width: parent.width - (drawer.visible ? drawer.width : 0)
        height: parent.height

        Item {
            id: tools
            width: parent.width
            height: 48
            Segmented {
                id: tabs
                objectName: "tabs"
                x: 20
                anchors.verticalCenter: parent.verticalCenter
                Segment { text: qsTr("Pods"); count: root.page.pods.total }
                Segment { text: qsTr("Services"); count: root.page.services.total }
            }
            SearchBox {
                id: search
                objectName: "search"
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                width: 200
                placeholderText: root.onPods ? qsTr("Filter pods") : qsTr("Filter services")
                shortcut: "/"
                onTextChanged: { root.page.pods.filter = search.text; root.page.services.filter = search.text }
                Keys.onDownPressed: root.grid.enter()
                Keys.onReturnPressed: root.grid.enter()
                Keys.onEscapePressed: { if (search.text === "") root.grid.forceActiveFocus(); search.clear() }
            }
        }
        LiveBanner {
            id: banner
            anchors { top: tools.bottom; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
            live: root.model.live
            what: root.page.installation.context
            onRetried: root.page.retry()
        }
        Item {
            id: tables
            y: banner.y + banner.implicitHeight
            width: parent.width
            height: log.visible ? Math.max(180, Math.min(parent.height * 0.5, 40 + root.model.count * 32)) : parent.height - y
            DataTable {
                id: pods
                objectName: "pods"
                visible: root.onPods
                anchors.fill: parent
                focus: root.onPods
                label: qsTr("Pods")
                model: root.page.pods
                row: PodRow { table: pods }
                columns: [
                    TableColumn { title: qsTr("Status"); column: PodsModel.StatusColumn; width: 138 },
                    TableColumn { title: qsTr("Pod"); column: PodsModel.NameColumn; width: 200; minimumWidth: 160; fill: true },
                    TableColumn { title: qsTr("Part"); column: PodsModel.PartColumn; width: 110; shown: main.width > 620 },
                    TableColumn { title: qsTr("Ready"); column: PodsModel.ReadyColumn; width: 64 },
                    TableColumn { title: qsTr("Restarts"); column: PodsModel.RestartsColumn; width: 80 },
                    TableColumn { title: qsTr("Node"); column: PodsModel.NodeColumn; width: 130; shown: main.width > 760 },
                    TableColumn { title: qsTr("Age"); column: PodsModel.AgeColumn; width: 72 }
                ]
                onCurrentRowChanged: if (pods.activeFocus && root.opened && pods.currentKey !== "") root.page.chosen = pods.currentKey
                onActivated: key => root.page.chosen = key
                onPointed: key => root.page.chosen = key
                Component.onCompleted: pods.currentKey = root.page.chosen
            }
            DataTable {
                id: services
                objectName: "services"
                visible: !root.onPods
                anchors.fill: parent
                focus: !root.onPods
                label: qsTr("Services")
                model: root.page.services
                row: ServiceRow { table: services }
                columns: [
                    TableColumn { title: qsTr("Service"); column: ServicesModel.NameColumn; width: 220; minimumWidth: 160; fill: true },
                    TableColumn { title: qsTr("Type"); column: ServicesModel.TypeColumn; width: 110 },
                    TableColumn { title: qsTr("Address"); column: ServicesModel.AddressColumn; width: 140 },
                    TableColumn { title: qsTr("Ports"); column: ServicesModel.PortsColumn; width: 190 },
                    TableColumn { title: qsTr("Selector"); column: ServicesModel.SelectorColumn; width: 240; shown: main.width > 900; sortable: false },
                    TableColumn { title: qsTr("Age"); column: ServicesModel.AgeColumn; width: 72 }
                ]
            }
            DataState {
                anchors { fill: parent; topMargin: 28 }
                live: root.model.live
                count: root.model.count
                total: root.model.total
                emptyIcon: "boxes"
                emptyTitle: root.onPods ? qsTr("No pod is here") : qsTr("No service is here")
                emptyDetail: qsTr("The namespace %1 has none. The installation may be scaled to zero.").arg(root.page.installation.ns)
                onFilterCleared: search.clear()
                onRetried: root.page.retry()
            }
        }
        LogPanel {
            id: log
            objectName: "log"
            visible: root.opened && root.page.pod.shown
            anchors { top: tables.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
            model: root.page.log.lines
            note: root.page.log.note
            onCopied: text => root.page.copy(text)
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                iconName: "history"
                text: qsTr("Previous instance of the container")
                checkable: true
                checked: root.page.log.previous
                onToggled: root.page.log.previous = checked
            }
            Button {
                id: choice
                visible: root.page.log.containers.length > 1
                anchors.verticalCenter: parent.verticalCenter
                kind: "ghost"
                text: root.page.log.containers[root.page.log.container] ?? ""
                trailingIcon: "chevron-down"
                onClicked: containers.popup(choice, 0, choice.height)
                ActionMenu {
                    id: containers
                    Instantiator {
                        model: root.page.log.containers
                        delegate: ActionItem { required property string modelData; required property int index; text: modelData; iconName: "box"; onTriggered: root.page.log.container = index }
                        onObjectAdded: (index, object) => containers.insertItem(index, object as ActionItem)
                        onObjectRemoved: (index, object) => containers.removeItem(object as ActionItem)
                    }
                }
            }
        }
    }
    PodDrawer {
        id: drawer
        objectName: "drawer"
        visible: root.opened && root.page.pod.shown
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: root.compact ? 320 : 368
        pod: root.page.pod
        onClosed: root.page.chosen = ""
        onCopied: root.page.copyCommand()
    }
}
