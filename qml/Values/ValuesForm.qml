pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Values.Models

// The values of the section in view, or all that the words find, with default, deployed and new value side by side.
FocusScope {
    id: root

    required property ValuesDraft draft
    property bool compact: false
    property string currentPath
    readonly property FieldsModel fields: draft.fields
    readonly property int keyWidth: compact ? 244 : Math.max(252, Math.min(400, width - 2 * oldWidth - 330))
    readonly property int oldWidth: compact ? 88 : 92
    signal yamlRequested(path: string)
    signal pasteRequested()
    signal historyRequested()

    // Shows the value; with `edit`, puts the cursor into it.
    function goTo(path: string, edit: bool) {
        const row = fields.rowOf(path)
        if (row < 0) return
        currentPath = path
        list.positionViewAtIndex(row, ListView.Contain)
        list.currentIndex = row
        if (edit && list.currentItem) list.currentItem.forceActiveFocus()
    }
    function enter() {
        goTo(fields.pathAt(1), true)
    }
    function filterTitle(): string {
        if (fields.search !== "") return qsTr("Found")
        if (fields.filters & FieldsModel.OnlyChanged) return qsTr("Only changed")
        return fields.filters & FieldsModel.OnlyProblems ? qsTr("Only problems") : qsTr("Only secrets")
    }
    function nothingTitle(): string {
        if (fields.search !== "") return qsTr("No value is found")
        if (fields.filters & FieldsModel.OnlyProblems) return qsTr("No value has a problem")
        return fields.filters & FieldsModel.OnlyChanged ? qsTr("No value differs from the chart") : qsTr("No value is shown")
    }
    function showGroup(group: string) {
        const row = fields.rowOfGroup(group)
        if (row >= 0) list.positionViewAtIndex(row, ListView.Beginning)
    }

    Item {
        id: head
        width: parent.width
        height: 48
        Mono {
            id: title
            x: 16
            height: parent.height
            width: Math.min(implicitWidth, parent.width - 330)
            text: root.fields.everywhere ? root.filterTitle() : root.fields.section === "" ? qsTr("General") : root.fields.section === "?" ? qsTr("Unknown keys") : root.fields.section
            font.family: root.fields.everywhere || root.fields.section === "" || root.fields.section === "?" ? Theme.sans : Theme.mono
            size: 14
            font.weight: Font.DemiBold
        }
        Txt {
            anchors { left: title.right; leftMargin: 10; right: tools.left; rightMargin: 8 }
            height: parent.height
            text: root.fields.everywhere ? qsTr("%1 of %2 values").arg(root.fields.shown).arg(root.fields.total)
                                         : qsTr("%1 values, %2 overridden").arg(root.fields.shown).arg(root.fields.shownOverridden)
            size: Theme.fontSmall
            color: Theme.text2
        }
        Row {
            id: tools
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            spacing: 4
            IconButton { iconName: "undo-2"; text: qsTr("Undo"); keys: "Ctrl Z"; enabled: root.draft.undoable; onClicked: root.draft.undo() }
            IconButton { iconName: "redo-2"; text: qsTr("Redo"); keys: "Ctrl Shift Z"; enabled: root.draft.redoable; onClicked: root.draft.redo() }
            Button { objectName: "pasteYaml"; visible: !root.compact; kind: "ghost"; text: qsTr("Paste YAML"); iconName: "clipboard"; onClicked: root.pasteRequested() }
            Button { kind: "ghost"; text: qsTr("History"); iconName: "history"; onClicked: root.historyRequested() }
        }
    }
    Rectangle {
        id: columns
        y: 48
        width: parent.width
        height: 28
        color: Theme.panel
        Rule { width: parent.width }
        Rule { anchors.bottom: parent.bottom; width: parent.width; color: Theme.border }
        Txt { x: 16; height: parent.height; text: qsTr("Key"); size: Theme.fontCaption; color: Theme.text3; font.weight: Font.Medium }
        Txt { x: root.keyWidth + 4; height: parent.height; text: qsTr("Default"); size: Theme.fontCaption; color: Theme.text3; font.weight: Font.Medium }
        Txt { x: root.keyWidth + root.oldWidth + 4; height: parent.height; text: qsTr("Deployed"); size: Theme.fontCaption; color: Theme.text3; font.weight: Font.Medium }
        Txt { x: root.keyWidth + 2 * root.oldWidth + 4; height: parent.height; text: qsTr("New"); size: Theme.fontCaption; font.weight: Font.DemiBold }
    }
    ListView {
        id: list
        objectName: "form"
        anchors { top: columns.bottom; bottom: parent.bottom }
        width: parent.width
        clip: true
        focus: true
        model: root.fields
        cacheBuffer: 52
        boundsBehavior: Flickable.StopAtBounds
        highlightFollowsCurrentItem: false
        T.ScrollBar.vertical: ThinScrollBar { }
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Values")
        delegate: ValueRow {
            id: line
            width: ListView.view.width
            draft: root.draft
            keyWidth: root.keyWidth
            oldWidth: root.oldWidth
            selected: line.path !== "" && line.path === root.currentPath
            onEntered: path => root.currentPath = path
            onYamlRequested: path => root.yamlRequested(path)
            onMenuRequested: field => choices.show(line, field)
            onDescribed: on => tip.describe(line, on)
        }
    }
    // One menu and one tip for all rows: a row is made often and must be cheap.
    ActionMenu {
        id: choices
        property string path
        property string current
        property bool units
        property list<string> options
        function show(row: ValueRow, field: Item) {
            path = row.path
            units = row.editor === FieldInfo.Quantity
            current = units ? row.unit : row.current
            options = row.allowed
            popup(field, 0, field.height)
        }
        Instantiator {
            model: choices.options
            delegate: ActionItem {
                required property string modelData
                text: modelData
                iconName: modelData === choices.current ? "check" : ""
                onTriggered: choices.units ? root.draft.setUnit(choices.path, modelData) : root.draft.set(choices.path, modelData)
            }
            onObjectAdded: (index, object) => choices.insertItem(index, object as ActionItem)
            onObjectRemoved: (index, object) => choices.removeItem(object as ActionItem)
        }
    }
    TipBubble {
        id: tip
        delay: 700
        property ValueRow row
        function describe(asked: ValueRow, on: bool) {
            if (on) row = asked
            tip.visible = on && words.advanceWidth > root.keyWidth - 28
        }
        parent: row ? row : list
        text: row ? row.description : ""
        x: 16
        y: row ? row.height - 4 : 0
        TextMetrics { id: words; font.family: Theme.sans; font.pixelSize: Theme.fontCaption; text: tip.row ? tip.row.description : "" }
    }
    EmptyState {
        visible: list.count === 0
        anchors.centerIn: list
        maximumWidth: root.width - 40
        iconName: root.fields.search === "" ? "list-checks" : "search"
        title: root.nothingTitle()
        detail: root.fields.search === "" ? qsTr("%1 values are hidden by the filters.").arg(root.fields.total) : qsTr("%1 values were searched by key, description and value.").arg(root.fields.total)
        Button { text: qsTr("Show all values"); onClicked: root.fields.showAll() }
    }
}
