pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Installations.Models
import ClearDeck.Workspace

// Every installation of every context: health, chain, versions, address.
FocusScope {
    id: root

    required property FleetModel page
    readonly property InstallationsModel model: page.installations
    readonly property bool compact: width < 1000
    property int rowCount: page.rowCount
    property bool ready: page.ready

    Shortcut { sequence: "/"; onActivated: search.forceActiveFocus() }

    PageHeader {
        id: header
        x: 20
        y: 12
        width: parent.width - 40
        title: root.page.headline
        summary: root.page.summary
        SearchBox {
            id: search
            objectName: "search"
            width: root.compact ? 180 : 240
            anchors.verticalCenter: parent.verticalCenter
            placeholderText: qsTr("Filter by name, cluster, chart")
            shortcut: "/"
            onTextChanged: root.model.filter = search.text
            Keys.onDownPressed: grid.enter()
            Keys.onReturnPressed: grid.enter()
            Keys.onEscapePressed: { if (search.text === "") grid.forceActiveFocus(); search.clear() }
        }
        Segmented {
            anchors.verticalCenter: parent.verticalCenter
            Segment { text: qsTr("All"); count: root.model.total }
            Segment { text: qsTr("Problems"); count: root.model.attention }
            current: root.model.onlyAttention ? 1 : 0
            onChosen: index => root.model.onlyAttention = index === 1
        }
    }
    Column {
        id: above
        anchors { top: header.bottom; topMargin: 8; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
        LiveBanner {
            width: parent.width
            visible: shown && !answers.visible
            height: visible ? implicitHeight : 0
            live: root.page.contexts.trouble
            what: root.page.contexts.troubled
            onRetried: root.page.retry(root.page.contexts.troubled)
        }
        ContextAnswers {
            id: answers
            width: parent.width
            // While contexts are read, and when there is nothing else to show.
            visible: root.page.looking ? root.page.contexts.total > 1 : root.model.total === 0
            contexts: root.page.contexts
            onRetried: name => root.page.retry(name)
        }
        Item { width: 1; height: 12; visible: answers.visible }
    }
    Panel {
        anchors { top: above.bottom; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
        height: Math.min(parent.height - y - legend.height - 12, 30 + (root.model.count > 0 ? root.model.count : 5) * grid.rowHeight)
        DataTable {
            id: grid
            objectName: "table"
            anchors.fill: parent
            focus: true
            inset: 16
            rowHeight: Theme.rowTall
            label: qsTr("Installations")
            model: root.model
            row: InstallationRow { table: grid }
            columns: [
                TableColumn { title: qsTr("Name"); column: InstallationsModel.NameColumn; width: 150 },
                TableColumn { title: qsTr("Cluster"); column: InstallationsModel.ClusterColumn; width: 140; shown: !root.compact },
                TableColumn { title: qsTr("Health and chain"); column: InstallationsModel.HealthColumn; width: 260; minimumWidth: 240; fill: true },
                TableColumn { title: qsTr("Chart"); column: InstallationsModel.ChartColumn; width: 110 },
                TableColumn { title: qsTr("App"); column: InstallationsModel.AppColumn; width: 80; shown: !root.compact },
                TableColumn { title: qsTr("Web address"); column: InstallationsModel.AddressColumn; width: 190 },
                TableColumn { title: qsTr("Last change"); column: InstallationsModel.ChangedColumn; width: 140; shown: !root.compact }
            ]
            onActivated: key => root.page.openInstallation(key)
        }
        DataState {
            anchors { fill: parent; topMargin: 28 }
            live: root.model.live
            count: root.model.count
            total: root.model.total
            rowHeight: Theme.rowTall
            emptyIcon: "layers"
            emptyTitle: qsTr("No ClearML installation found")
            emptyDetail: qsTr("None of the contexts that answer has a Helm release of ClearML that you may see.")
            onFilterCleared: { search.clear(); root.model.onlyAttention = false }
            onRetried: root.page.retry("")
            Button { kind: "primary"; iconName: "plus"; text: qsTr("New installation"); onClicked: root.page.open("Setup") }
            Button { iconName: "refresh-cw"; text: qsTr("Look again"); onClicked: root.page.retry("") }
        }
    }
    Row {
        id: legend
        visible: root.model.total > 0 && !root.compact
        anchors { left: parent.left; leftMargin: 32; bottom: parent.bottom; bottomMargin: 6 }
        height: 28
        spacing: 16
        Txt { height: parent.height; text: qsTr("Chain, left to right"); size: Theme.fontCaption; color: Theme.text3 }
        Repeater {
            model: ["ingress", "webserver", "apiserver", "fileserver", "mongodb", "elasticsearch", "redis", "async-delete"]
            delegate: Txt { required property string modelData; required property int index; height: legend.height; text: (index + 1) + "  " + modelData; size: Theme.fontCaption; color: Theme.text2 }
        }
    }
}
