pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Tables

// A live table: fixed titles, resizable columns, one selected row that is known by its key.
FocusScope {
    id: root

    required property RowTableModel model
    required property Component row  // a DataRow
    required property string label   // for screen readers
    property alias columns: head.columns
    property string currentKey       // kept while its row is filtered away
    property int currentRow: -1
    property int rowHeight: Theme.rowHeight
    property int inset: 20
    property real rowWidth: root.width
    readonly property ListView view: list

    signal activated(key: string)
    signal pointed(key: string)  // chosen with the mouse

    Accessible.role: Accessible.Table
    Accessible.name: qsTr("%1, %n rows", "", root.model.count).arg(root.label)
    Accessible.focusable: true
    activeFocusOnTab: true

    function enter() {  // from the filter
        forceActiveFocus()
        choose(Math.max(0, currentRow))
    }
    function place() {
        let fixed = 2 * inset
        for (let i = 0; i < columns.length; ++i)
            if (columns[i].shown && !columns[i].fill) fixed += columns[i].width
        let x = inset
        for (let i = 0; i < columns.length; ++i) {
            const column = columns[i]
            if (!column.shown) continue
            column.x = x
            column.span = column.fill ? Math.max(column.width, width - fixed) : column.width
            x += column.span
        }
        rowWidth = Math.max(width, x + inset)
    }
    function resize(column: TableColumn, width: real) {
        column.fill = false
        column.width = Math.max(column.minimumWidth, width)
        place()
    }
    function choose(row: int) {
        if (model.count === 0) return
        currentRow = Math.max(0, Math.min(row, model.count - 1))
        currentKey = model.keyAt(currentRow)
        list.positionViewAtIndex(currentRow, ListView.Contain)
    }
    onCurrentKeyChanged: currentRow = model.rowOf(currentKey)
    onWidthChanged: place()
    Component.onCompleted: {
        for (let i = 0; i < columns.length; ++i) columns[i].shownChanged.connect(place)
        place()
    }
    Keys.onPressed: event => {
        const page = Math.max(1, Math.floor(list.height / rowHeight) - 1)
        event.accepted = true
        switch (event.key) {
        case Qt.Key_Up: choose(currentRow - 1); break
        case Qt.Key_Down: choose(currentRow + 1); break
        case Qt.Key_PageUp: choose(currentRow - page); break
        case Qt.Key_PageDown: choose(currentRow + page); break
        case Qt.Key_Home: choose(0); break
        case Qt.Key_End: choose(model.count - 1); break
        case Qt.Key_Return: case Qt.Key_Enter: activated(currentKey); break
        default: event.accepted = false
        }
    }

    // Rows come and go above the eye: what the user looks at stays where it is.
    QtObject {
        id: eye
        property string key
        property real offset: 0

        function remember() {
            const top = list.contentY - list.originY
            const at = root.currentRow * root.rowHeight
            const seen = root.currentRow >= 0 && at > top - root.rowHeight && at < top + list.height
            const row = seen ? root.currentRow : top < 1 ? -1 : Math.floor(top / root.rowHeight)
            key = root.model.keyAt(row)
            offset = row * root.rowHeight - top
        }
        function restore(rearranged: bool) {
            root.currentRow = root.model.rowOf(root.currentKey)
            list.forceLayout()  // of a ListView: cheap. TableView's rebuilds from row 0.
            const row = root.model.rowOf(key)
            if (row < 0 && !rearranged && key !== "") return
            const end = Math.max(0, root.model.count * root.rowHeight - list.height)
            const top = row < 0 ? 0 : Math.max(0, Math.min(row * root.rowHeight - offset, end))
            if (Math.abs(list.contentY - list.originY - top) > 0.5) list.contentY = list.originY + top
        }
    }
    Connections {
        target: root.model
        function onAboutToShift() { eye.remember() }
        function onShifted(rearranged: bool) { eye.restore(rearranged) }
    }

    DataHead {
        id: head
        width: parent.width
        clip: true
        model: root.model
        scrolledX: list.contentX
        onResized: (column, width) => root.resize(column, width)
    }
    ListView {
        id: list
        anchors { top: head.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
        focus: true
        clip: true
        model: root.model
        delegate: root.row
        opacity: root.model.live.old ? (Theme.dark ? 0.85 : 0.92) : 1
        reuseItems: true
        currentIndex: -1
        cacheBuffer: 0
        contentWidth: root.rowWidth
        flickableDirection: Flickable.HorizontalAndVerticalFlick
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        T.ScrollBar.vertical: ThinScrollBar { }

        Item {
            id: ground  // under the rows: hover, selection and focus, once for all of them
            parent: list.contentItem
            z: -1
            y: list.originY
            width: root.rowWidth
            height: root.model.count * root.rowHeight
            readonly property int hoveredRow: hover.hovered ? Math.floor(hover.point.position.y / root.rowHeight) : -1

            HoverHandler { id: hover }
            TapHandler {
                onTapped: point => { root.forceActiveFocus(); root.choose(Math.floor(point.position.y / root.rowHeight)); root.pointed(root.currentKey) }
                onDoubleTapped: root.activated(root.currentKey)
            }
            Rectangle { visible: ground.hoveredRow >= 0; y: ground.hoveredRow * root.rowHeight; width: parent.width; height: root.rowHeight; color: Theme.hover }
            Rectangle {
                visible: root.currentRow >= 0
                y: root.currentRow * root.rowHeight
                width: parent.width
                height: root.rowHeight
                color: Theme.selected
                Rectangle { width: 2; height: parent.height; color: Theme.accent }
                Rectangle { visible: root.activeFocus; anchors { fill: parent; margins: 1 } color: "transparent"; radius: Theme.radiusSmall; border.width: 2; border.color: Theme.ring }
            }
        }
    }
}
