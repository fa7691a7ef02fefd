pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// Rows of key and value, or of one text: labels, variables, hosts. The model gives the boxes one after the other.
FocusScope {
    id: root

    required property ValuesDraft draft
    required property string path
    required property list<string> cells
    required property int editor
    required property bool invalid
    property list<string> suggestions  // "key=value", for a map of texts
    readonly property int boxes: editor === FieldInfo.Texts || editor === FieldInfo.Names ? 1 : 2
    readonly property int count: cells.length / boxes
    property bool adding: false
    required property Item keyHandler

    implicitHeight: column.implicitHeight

    function addText(): string {
        if (editor === FieldInfo.Variables) return qsTr("Add variable")
        if (editor === FieldInfo.Texts) return qsTr("Add item")
        if (editor === FieldInfo.Names) return qsTr("Add name")
        return path.toLowerCase().endsWith("annotations") ? qsTr("Add annotation") : qsTr("Add label")
    }
    function add() {
        adding = true
        draft.addItem(path)
    }
    // The rows are made anew when their number changes; the cursor goes where the hands are.
    function follow() {
        if (adding) entered(count - 1)
        adding = false
    }
    signal entered(int index)
    onCountChanged: later.restart()
    Timer { id: later; interval: 0; onTriggered: root.follow() }

    component Box: TextInput {
        required property int cell
        height: 26
        leftPadding: 8
        rightPadding: 6
        text: cell < root.cells.length ? root.cells[cell] : ""
        color: Theme.text
        selectionColor: Theme.accentFill
        selectedTextColor: Theme.accentText
        font.family: Theme.mono
        font.pixelSize: Theme.fontSmall
        verticalAlignment: TextInput.AlignVCenter
        passwordCharacter: "\u2022"
        clip: true
        selectByMouse: true
        activeFocusOnTab: true
        Accessible.role: Accessible.EditableText
        onTextEdited: root.draft.setCell(root.path, cell, text)
        Keys.forwardTo: [root.keyHandler]
    }
    component ItemRow: Rectangle {
        id: item
        required property int index
        readonly property int first: index * root.boxes
        readonly property int keyWidth: root.boxes === 1 ? width - 28 : Math.round((width - 28) * 0.6)
        readonly property bool masked: root.boxes === 2 && !value.activeFocus && root.draft.isSecretName(key.text)

        Connections {
            target: root
            function onEntered(index: int) { if (index === item.index) item.enter() }
        }
        function enter() {
            key.forceActiveFocus()
        }
        width: Math.min(264, root.width)
        height: 28
        radius: Theme.radius
        color: Theme.inset
        border.width: 1
        border.color: root.invalid ? Theme.bad : Theme.borderStrong
        Box { id: key; objectName: "itemKey"; x: 1; y: 1; width: item.keyWidth; cell: item.first; Accessible.name: qsTr("%1, item %2").arg(root.path).arg(item.index + 1) }
        Rectangle { visible: root.boxes === 2; x: item.keyWidth; y: 1; width: 1; height: 26; color: Theme.border }
        Box {
            id: value
            objectName: "itemValue"
            visible: root.boxes === 2
            x: item.keyWidth + 1
            y: 1
            width: item.width - 28 - x
            cell: item.first + 1
            echoMode: item.masked ? TextInput.Password : TextInput.Normal
            Accessible.name: qsTr("Value of %1").arg(key.text)
        }
        IconButton { objectName: "itemRemove"; anchors.right: parent.right; iconName: "x"; iconSize: 13; text: qsTr("Remove %1").arg(key.text); onClicked: root.draft.removeItem(root.path, item.index) }
        FocusRing { shown: key.activeFocus || value.activeFocus; inset: 0; radius: Theme.radius; border.color: root.invalid ? Theme.bad : Theme.ring }
    }

    Column {
        id: column
        width: parent.width
        spacing: 4
        Repeater {
            model: root.count
            delegate: ItemRow { }
        }
        Row {
            spacing: 4
            Button {
                objectName: "editor"
                focus: true
                kind: "ghost"
                implicitHeight: 28
                iconName: "plus"
                text: root.addText()
                onClicked: root.add()
                Keys.onReturnPressed: root.add()
            }
            Button {
                visible: root.suggestions.length > 0 && root.boxes === 2
                kind: "ghost"
                implicitHeight: 28
                iconName: "chevron-down"
                text: qsTr("Labels of the nodes")
                onClicked: { labels.options = root.suggestions; labels.popup(this, 0, height) }
            }
        }
    }
    ChoiceMenu { id: labels; onChosen: option => root.draft.addPair(root.path, option) }
}
