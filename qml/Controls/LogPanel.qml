pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Tables

// Log lines of one or several sources. Following sticks to the end; scrolling up pauses it and counts what is new.
FocusScope {
    id: root

    required property LogModel model
    property string title: qsTr("Logs")
    property string note
    property bool following: true
    property bool showSource: model.sources.length > 1
    property bool wrap: false
    property alias filterField: filter
    default property alias actions: extra.data
    signal copied(text: string)

    readonly property int textX: showSource ? 288 : 168

    onFollowingChanged: if (following) { model.paused = false; list.positionViewAtEnd() }
    Keys.onPressed: event => {
        if (event.key === Qt.Key_End) { root.following = true; event.accepted = true }
        if (event.key === Qt.Key_Home) { root.following = false; list.positionViewAtBeginning(); event.accepted = true }
        if (event.key === Qt.Key_PageUp) { root.following = false; list.contentY = Math.max(list.originY, list.contentY - list.height); event.accepted = true }
        if (event.key === Qt.Key_PageDown) { list.contentY = Math.min(list.originY + Math.max(0, list.contentHeight - list.height), list.contentY + list.height); event.accepted = true }
    }
    function colorOf(source: int): color { return Theme.series[source % Theme.series.length] }

    Rectangle { anchors.fill: parent; color: Theme.inset }
    Rule { width: parent.width; color: Theme.border }
    Item {
        id: bar
        width: parent.width
        height: 40
        Txt { id: heading; x: 20; height: parent.height; text: root.title; size: Theme.fontSmall; strong: true }
        Txt { anchors { left: heading.right; leftMargin: 8; right: tools.left; rightMargin: 8 } height: parent.height; text: root.note; size: Theme.fontSmall; color: Theme.text2 }
        Row {
            id: tools
            anchors { right: parent.right; rightMargin: 16 }
            height: parent.height
            spacing: 4
            SearchBox {
                id: filter
                width: root.width < 760 ? 120 : 160
                placeholderText: qsTr("Filter lines")
                anchors.verticalCenter: parent.verticalCenter
                onTextChanged: root.model.filter = filter.text
                Keys.onEscapePressed: { filter.clear(); list.forceActiveFocus() }
            }
            Row { id: extra; height: parent.height; spacing: 4 }
            IconButton { iconName: "wrap-text"; text: qsTr("Wrap lines"); checkable: true; checked: root.wrap; onToggled: root.wrap = checked; anchors.verticalCenter: parent.verticalCenter }
            IconButton { iconName: "copy"; text: qsTr("Copy these lines"); onClicked: root.copied(root.model.text()); anchors.verticalCenter: parent.verticalCenter }
            Button {
                anchors.verticalCenter: parent.verticalCenter
                iconName: root.following ? "arrow-down-to-line" : "pause"
                text: root.following ? qsTr("Following") : root.model.waiting > 0 ? qsTr("Follow, %n new", "", root.model.waiting) : qsTr("Follow")
                onClicked: root.following = !root.following
            }
        }
        Rule { anchors.bottom: parent.bottom; width: parent.width }
    }
    ListView {
        id: list
        anchors { top: bar.bottom; bottom: parent.bottom; left: parent.left; right: parent.right; topMargin: 4; bottomMargin: 4 }
        focus: true
        clip: true
        model: root.model
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%1, %n lines", "", list.count).arg(root.title)
        T.ScrollBar.vertical: ThinScrollBar { }
        onCountChanged: if (root.following) list.positionViewAtEnd()
        onHeightChanged: if (root.following) list.positionViewAtEnd()
        onMovementStarted: { root.following = false; root.model.paused = true }
        onMovementEnded: if (list.atYEnd) root.following = true
        delegate: Item {
            id: row
            required property string time
            required property string line
            required property int source
            required property string sourceName
            required property int level
            required property bool endMark
            width: ListView.view.width
            height: root.wrap && !row.endMark ? Math.max(20, message.implicitHeight + 4) : 20
            Rectangle { visible: !row.endMark && row.level === LogModel.Error; anchors.fill: parent; color: Theme.delTint; opacity: Theme.dark ? 0.75 : 0.4 }
            Row {
                visible: row.endMark
                x: 20
                height: parent.height
                spacing: 8
                Rectangle { width: 40; height: 1; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
                Txt { height: parent.height; text: row.endMark ? row.line : ""; size: Theme.fontCaption; color: Theme.bad }
                Rectangle { width: 40; height: 1; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
            }
            Rectangle { visible: !row.endMark; x: 20; width: 3; height: parent.height; color: root.colorOf(row.source) }
            Mono { visible: !row.endMark; x: 32; height: 20; text: row.time; size: Theme.fontCaption; color: Theme.text3 }
            Mono { visible: root.showSource && !row.endMark; x: 124; width: 116; height: 20; text: row.sourceName; size: Theme.fontCaption; color: root.colorOf(row.source); elide: Text.ElideMiddle }
            Mono {
                visible: !row.endMark
                x: root.textX - 44
                height: 20
                text: ["", qsTr("DEBUG"), qsTr("INFO"), qsTr("WARN"), qsTr("ERROR")][row.level]
                size: Theme.fontCaption
                strong: true
                color: row.level === LogModel.Error ? Theme.bad : row.level === LogModel.Warn ? Theme.warn : Theme.text3
            }
            Mono {
                id: message
                visible: !row.endMark
                x: root.textX
                width: parent.width - x - 12
                height: root.wrap ? implicitHeight : 20
                text: row.endMark ? "" : row.line
                size: Theme.fontCaption
                wrapMode: root.wrap ? Text.WrapAnywhere : Text.NoWrap
            }
        }
    }
}
