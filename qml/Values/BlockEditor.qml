import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Values.Models

// A value of several lines: a text, or a sub-tree as YAML. Closed until it is asked for, because it may hold secrets.
// Tab leaves it, Esc takes back what was typed, and then closes it.
FocusScope {
    id: root

    required property ValuesDraft draft
    required property string path
    required property string summary
    required property bool inherited
    required property bool invalid
    property bool opened: invalid
    signal yamlRequested()

    implicitHeight: opened ? well.height : 28

    function open() {
        opened = true
        const editor = area.item as Item
        if (editor) editor.forceActiveFocus()
    }
    function close() {
        opened = false
        way.forceActiveFocus()
    }

    // Not a Button: a row is made often.
    Row {
        id: way
        objectName: root.opened ? "" : "editor"
        visible: !root.opened
        height: 28
        spacing: 6
        focus: !root.opened
        activeFocusOnTab: true
        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Edit %1").arg(root.path)
        Accessible.onPressAction: root.open()
        Keys.onSpacePressed: root.open()
        Keys.onReturnPressed: root.open()
        Mono { height: 28; text: root.summary; color: root.inherited ? Theme.text3 : Theme.text }
        Item { width: 6; height: 1 }
        Icon { name: "pencil"; size: 14; anchors.verticalCenter: parent.verticalCenter }
        Txt { height: 28; text: qsTr("Edit"); size: Theme.fontSmall; font.weight: Font.Medium; font.underline: over.hovered; color: Theme.text2 }
        HoverHandler { id: over; cursorShape: Qt.PointingHandCursor }
        TapHandler { onTapped: root.open() }
    }
    Rectangle {
        visible: way.activeFocus
        x: -4
        width: way.width + 8
        height: 28
        color: "transparent"
        radius: Theme.radius
        border.width: 2
        border.color: Theme.ring
    }
    Rectangle {
        id: well
        visible: root.opened
        width: parent.width
        height: Math.min(220, Math.max(44, area.implicitHeight + 12))
        radius: Theme.radius
        color: Theme.inset
        border.width: 1
        border.color: root.invalid ? Theme.bad : Theme.borderStrong
        Flickable {
            id: scroll
            anchors { fill: parent; margins: 6; rightMargin: 30 }
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            contentWidth: Math.max(width, area.width)
            contentHeight: Math.max(height, area.height)
            T.ScrollBar.vertical: ThinScrollBar { }
            function follow(r: rect) {
                if (r.y < contentY) contentY = r.y
                else if (r.y + r.height > contentY + height) contentY = r.y + r.height - height
            }
            Loader { id: area; active: root.opened; focus: root.opened; sourceComponent: writing; onLoaded: (area.item as Item).forceActiveFocus() }
        }
        IconButton { id: presets; visible: /affinity$/i.test(root.path); anchors.right: parent.right; y: 28; iconName: "list-checks"; iconSize: 14; text: qsTr("Usual texts"); onClicked: { usual.options = root.draft.presetsOf(root.path); usual.popup(presets, 0, presets.height) } }
        IconButton { anchors.right: parent.right; iconName: "file-code"; iconSize: 14; text: qsTr("Show in the YAML"); onClicked: root.yamlRequested() }
        FocusRing { shown: area.activeFocus; inset: 0; radius: Theme.radius; border.color: root.invalid ? Theme.bad : Theme.ring }
    }
    ChoiceMenu { id: usual; onChosen: option => root.draft.usePreset(root.path, option) }
    // Qt 6.4 cannot load a bound component through a Loader, so these reach the root unbound.
    // qmllint disable unqualified
    Component {
        id: writing
        TextEdit {
            id: edit
            property bool filling: true
            objectName: "editor"
            focus: true
            width: Math.max(scroll.width, implicitWidth)
            textFormat: TextEdit.PlainText
            color: Theme.text
            selectionColor: Theme.accentFill
            selectedTextColor: Theme.accentText
            selectByMouse: true
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            font.preferShaping: false
            Accessible.name: root.path
            function fill() {
                const now = root.draft.blockText(root.path)
                if (now === edit.text) return
                filling = true
                edit.text = now
                filling = false
            }
            Component.onCompleted: { fill(); filling = false }
            onTextChanged: if (!filling) root.draft.set(root.path, edit.text)
            onCursorRectangleChanged: scroll.follow(cursorRectangle)
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Keys.priority: Keys.BeforeItem
            // A tab is not YAML: it leaves, as in every field.
            Keys.onTabPressed: event => { const next = edit.nextItemInFocusChain(true); if (next) next.forceActiveFocus(Qt.TabFocusReason); event.accepted = true }
            Keys.onPressed: event => {
                event.accepted = true
                if (event.matches(StandardKey.Undo)) root.draft.undo()
                else if (event.matches(StandardKey.Redo)) root.draft.redo()
                else if (event.key === Qt.Key_Escape) { if (!root.draft.revert(root.path)) root.close() }
                else event.accepted = false
            }
            Connections {
                target: root.draft
                function onChanged() { edit.fill() }
            }
        }
    }
    // qmllint enable unqualified
}
