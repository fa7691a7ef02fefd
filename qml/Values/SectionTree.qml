pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Values.Models

// Search, filter, and the chart's top-level keys with how many of their values are overridden.
FocusScope {
    id: root

    required property ValuesDraft draft
    property bool compact: false
    readonly property FieldsModel fields: draft.fields
    signal groupChosen(group: string)
    signal entered()

    function find() {
        search.forceActiveFocus()
        search.selectAll()
    }
    function toggle(filter: int) {
        fields.filters ^= filter
    }
    function iconOf(section: string, strange: bool): string {
        if (strange) return "circle-help"
        const icons = { "clearml": "key-round", "apiserver": "server", "fileserver": "folder", "webserver": "monitor", "elasticsearch": "search", "mongodb": "database", "redis": "database-zap", "externalServices": "plug", "imageCredentials": "package", "global": "globe", "ingress": "globe", "fixedUsers": "users", "serviceAccount": "key-round", "watchdog": "clock" }
        return icons[section] ?? (section === "" ? "sliders-horizontal" : "layers")
    }

    Rule { vertical: true; anchors.right: parent.right; height: parent.height }
    SearchBox {
        id: search
        objectName: "search"
        x: 12
        y: 10
        width: parent.width - 24
        focus: true
        placeholderText: qsTr("Find a key")
        shortcut: "/"
        text: root.fields.search
        onTextEdited: root.fields.search = search.text
        Keys.onReturnPressed: root.entered()
        Keys.onDownPressed: root.entered()
        Keys.onEscapePressed: { if (search.text === "") root.entered(); root.fields.search = "" }
    }
    Item {
        id: filter
        y: 48
        width: parent.width
        height: 72
        Switch { id: only; objectName: "onlyChanged"; x: 12; y: 6; text: qsTr("Only changed"); onToggled: root.toggle(FieldsModel.OnlyChanged) }
        Binding { target: only; property: "checked"; value: (root.fields.filters & FieldsModel.OnlyChanged) !== 0 }
        Mono { anchors { right: parent.right; rightMargin: 16 } height: 32; text: root.fields.overridden; size: Theme.fontCaption; color: Theme.text3 }
        Segmented {
            id: level
            objectName: "level"
            x: root.compact ? 8 : 12
            y: 36
            Segment { text: qsTr("Basic") }
            Segment { text: qsTr("All") }
            onChosen: root.toggle(FieldsModel.OnlyBasic)
        }
        Binding { target: level; property: "current"; value: root.fields.filters & FieldsModel.OnlyBasic ? 0 : 1 }
        Row {
            anchors { right: parent.right; rightMargin: root.compact ? 4 : 10 }
            y: 36
            IconButton { objectName: "onlyProblems"; iconName: "octagon-x"; text: qsTr("Only problems"); badge: root.fields.troubled > 0 ? root.fields.troubled : ""; checked: root.fields.filters & FieldsModel.OnlyProblems; onClicked: root.toggle(FieldsModel.OnlyProblems) }
            IconButton { objectName: "onlySecrets"; iconName: "key-round"; text: qsTr("Only secrets"); checked: root.fields.filters & FieldsModel.OnlySecrets; onClicked: root.toggle(FieldsModel.OnlySecrets) }
        }
        Rule { anchors.bottom: parent.bottom; width: parent.width }
    }
    ListView {
        id: list
        objectName: "tree"
        anchors { top: filter.bottom; topMargin: 8; bottom: parent.bottom }
        width: parent.width - 1
        clip: true
        model: root.draft.sections
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        currentIndex: -1
        keyNavigationEnabled: true
        T.ScrollBar.vertical: ThinScrollBar { }
        Accessible.role: Accessible.Tree
        Accessible.name: qsTr("Sections")
        Keys.onReturnPressed: (list.currentItem as Node)?.open()
        Keys.onRightPressed: (list.currentItem as Node)?.open()
        delegate: Node { width: ListView.view.width }
    }

    component Node: Item {
        id: node
        required property string section
        required property string group
        required property string title
        required property int depth
        required property int overridden
        required property int invalid
        required property bool isOpen
        required property bool strange
        required property int index
        readonly property bool isTop: depth === 0

        function open() {
            root.fields.search = ""
            root.fields.filters &= FieldsModel.OnlyBasic
            root.fields.section = section
            root.groupChosen(isTop ? "" : group)
        }
        height: 28
        Accessible.role: Accessible.TreeItem
        Accessible.name: qsTr("%1, %2 overridden").arg(node.title).arg(node.overridden)
        Accessible.onPressAction: node.open()
        Rectangle {
            anchors { fill: parent; leftMargin: 8; rightMargin: 8 }
            radius: Theme.radius
            color: node.isTop && node.isOpen ? Theme.selected : over.hovered ? Theme.hover : "transparent"
        }
        FocusRing { anchors { leftMargin: 8; rightMargin: 8 } shown: list.activeFocus && node.ListView.isCurrentItem }
        Icon { visible: node.isTop; x: 14; anchors.verticalCenter: parent.verticalCenter; name: node.isOpen ? "chevron-down" : "chevron-right"; size: 12; color: Theme.text3 }
        Icon { visible: node.isTop && !root.compact; x: 32; anchors.verticalCenter: parent.verticalCenter; name: root.iconOf(node.section, node.strange); size: 14; color: node.strange ? Theme.warn : Theme.text2 }
        Txt {
            x: node.isTop ? (root.compact ? 32 : 54) : (root.compact ? 40 : 54)
            width: parent.width - x - (node.invalid > 0 ? 64 : 36)
            height: parent.height
            text: node.title
            size: Theme.fontSmall
            font.family: node.isTop && !node.strange && node.section !== "" ? Theme.mono : Theme.sans
            font.weight: node.isTop && node.isOpen ? Font.Medium : Font.Normal
            color: node.isTop && node.isOpen ? Theme.text : Theme.text2
        }
        Row {
            anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
            spacing: 6
            Row {
                visible: node.invalid > 0
                spacing: 3
                Icon { name: "octagon-x"; size: 12; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
                Mono { text: node.invalid; size: Theme.fontCaption; color: Theme.bad }
            }
            Mono { visible: node.overridden > 0; text: node.overridden; size: Theme.fontCaption; color: Theme.text3 }
        }
        HoverHandler { id: over }
        TapHandler { onTapped: { list.currentIndex = node.index; node.open() } }
    }
}
