pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Values.Models

// The overrides as they will be kept: changed lines marked, secrets masked, and editable as text.
Item {
    id: root

    required property ValuesDraft draft
    required property ValuesFile file
    property string currentPath
    signal fileAsked(toSave: bool)
    readonly property bool editing: draft.textOpen

    function edit() {
        if (!editing) area.text = draft.text
        draft.textOpen = true
        area.forceActiveFocus()
        toLine(draft.lineOf(currentPath))
    }
    function take() {
        draft.replaceText(area.text)
    }
    function toLine(line: int) {
        if (line < 1) return
        if (editing) {
            const at = area.text.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0)
            area.cursorPosition = Math.min(area.length, at)
            return
        }
        const top = (line - 1) * view.lineHeight
        if (top < view.contentY || top > view.contentY + view.height - view.lineHeight)
            view.contentY = Math.max(0, Math.min(view.lines.count * view.lineHeight - view.height, top - view.height / 2))
    }
    onCurrentPathChanged: if (!editing) toLine(draft.lineOf(currentPath))
    Connections {
        target: root.draft
        function onChanged() { if (!root.editing) root.toLine(root.draft.lineOf(root.currentPath)) }
    }

    Item {
        id: head
        width: parent.width
        height: 32
        Mono { id: name; x: 12; height: parent.height; text: root.file.unsaved ? root.file.name + " \u2022" : root.file.name; width: Math.min(implicitWidth, 150); elide: Text.ElideMiddle; color: Theme.text2; Accessible.name: root.file.unsaved ? qsTr("%1, not saved").arg(root.file.name) : root.file.name; HoverHandler { id: nameOver } ReasonTip { shown: nameOver.hovered && root.file.own; text: root.file.path } }
        Txt {
            anchors { left: name.right; leftMargin: 10; right: tools.left; rightMargin: 8 }
            height: parent.height
            visible: !root.editing
            text: root.draft.overrides === 1 ? qsTr("1 key, comments kept") : qsTr("%1 keys, comments kept").arg(root.draft.overrides)
            size: Theme.fontCaption
            color: Theme.text3
        }
        Row {
            id: tools
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            spacing: 4
            Button { visible: !root.editing && root.file.unsaved; objectName: "saveFile"; kind: "ghost"; implicitHeight: 24; iconName: "save"; text: qsTr("Save"); onClicked: root.file.save() }
            IconButton { visible: !root.editing; objectName: "fileMenu"; iconName: "folder-open"; iconSize: 14; text: qsTr("File of the overrides"); onClicked: files.popup(this, 0, height) }
            Button { visible: !root.editing; objectName: "editYaml"; kind: "ghost"; implicitHeight: 24; iconName: "pencil"; text: qsTr("Edit"); onClicked: root.edit() }
            Button { visible: root.editing; kind: "ghost"; implicitHeight: 24; text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.draft.textOpen = false }
            Button { visible: root.editing; objectName: "takeYaml"; implicitHeight: 24; text: qsTr("Take over"); onClicked: root.take() }
        }
    }
    ActionMenu {
        id: files
        ActionItem { text: qsTr("Open\u2026"); iconName: "folder-open"; shortcut: "Ctrl O"; onTriggered: root.fileAsked(false) }
        ActionItem { text: qsTr("Save"); iconName: "save"; shortcut: "Ctrl S"; enabled: root.file.unsaved; disabledReason: root.file.own ? qsTr("nothing to save") : qsTr("no file is chosen"); onTriggered: root.file.save() }
        ActionItem { text: qsTr("Save as\u2026"); onTriggered: root.fileAsked(true) }
    }
    Rectangle {
        id: trouble
        readonly property string text: root.draft.textProblem !== "" ? root.draft.textProblem : root.draft.advice
        visible: text !== ""
        anchors { top: head.bottom; left: parent.left; right: parent.right; leftMargin: 8; rightMargin: 8 }
        height: visible ? note.implicitHeight + 12 : 0
        radius: Theme.radius
        color: root.draft.textProblem !== "" ? Theme.delTint : Theme.selected
        Txt { id: note; x: 10; y: 6; width: parent.width - 20; text: trouble.text; size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.Wrap; maximumLineCount: 4 }
    }
    CodeView {
        id: view
        objectName: "yaml"
        visible: !root.editing
        anchors { top: trouble.visible ? trouble.bottom : head.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
        lines: root.draft.yaml
    }
    Txt {
        visible: !root.editing && root.draft.yaml.count === 0
        anchors.centerIn: view
        text: qsTr("No overrides: every value is the chart's")
        size: Theme.fontSmall
        color: Theme.text3
    }
    Flickable {
        id: scroll
        visible: root.editing
        anchors.fill: view
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        contentWidth: Math.max(width, area.implicitWidth)
        contentHeight: Math.max(height, area.implicitHeight)
        T.ScrollBar.vertical: ThinScrollBar { }
        T.ScrollBar.horizontal: ThinScrollBar { }
        function follow(r: rect) {
            if (r.y < contentY) contentY = r.y
            else if (r.y + r.height > contentY + height) contentY = r.y + r.height - height
            if (r.x < contentX) contentX = Math.max(0, r.x - 20)
            else if (r.x > contentX + width - 20) contentX = r.x - width + 20
        }
        TextEdit {
            id: area
            objectName: "yamlText"
            width: Math.max(scroll.width, implicitWidth)
            height: Math.max(scroll.height, implicitHeight)
            leftPadding: 12
            rightPadding: 12
            textFormat: TextEdit.PlainText
            color: Theme.text
            selectionColor: Theme.accentFill
            selectedTextColor: Theme.accentText
            selectByMouse: true
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            font.preferShaping: false
            tabStopDistance: 16
            Accessible.name: qsTr("Overrides as YAML")
            onCursorRectangleChanged: scroll.follow(cursorRectangle)
            // A tab is not YAML.
            Keys.onTabPressed: area.insert(area.cursorPosition, "  ")
            Keys.onEscapePressed: root.draft.textOpen = false
            Keys.onPressed: event => {
                event.accepted = event.key === Qt.Key_Return && (event.modifiers & Qt.ControlModifier)
                if (event.accepted) root.take()
            }
        }
    }
}
