pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// A structure that Kubernetes knows as boxes with names: tolerations item by item, resources and probes as one form.
FocusScope {
    id: root

    required property ValuesDraft draft
    required property string path
    required property list<string> cells
    required property int editor
    required property bool invalid
    required property Item keyHandler
    readonly property list<string> names: boxNames()
    readonly property bool list: editor === FieldInfo.Tolerations
    readonly property int count: names.length > 0 ? cells.length / names.length : 0

    property bool adding: false
    signal entered(index: int)

    implicitHeight: column.implicitHeight

    function boxNames(): list<string> {
        return draft.boxNames(editor)
    }
    function choicesOf(box: int): list<string> {
        return draft.boxChoices(editor, box)
    }
    function add() {
        adding = true
        draft.addItem(path)
    }
    // The items are made anew when their number changes; the cursor goes where the hands are.
    function follow() {
        if (adding) entered(count - 1)
        adding = false
    }
    onCountChanged: later.restart()
    Timer { id: later; interval: 0; onTriggered: root.follow() }

    Column {
        id: column
        width: parent.width
        spacing: 6
        Repeater {
            model: root.count
            delegate: Item {
                id: item
                required property int index
                width: Math.min(336, root.width)
                height: boxes.height
                Grid {
                    id: boxes
                    columns: 2
                    columnSpacing: 6
                    rowSpacing: 4
                    Repeater {
                        model: root.names
                        delegate: Column {
                            id: box
                            required property string modelData
                            required property int index
                            readonly property int cell: item.index * root.names.length + index
                            readonly property list<string> choices: root.choicesOf(index)
                            Txt { width: text_.width; height: 15; text: box.modelData; size: Theme.fontCaption; color: Theme.text3 }
                            Field {
                                id: text_
                                objectName: box.cell === 0 ? "editor" : "box" + box.cell
                                focus: box.cell === 0
                                width: (item.width - 34) / 2
                                text: box.cell < root.cells.length ? root.cells[box.cell] : ""
                                choice: box.choices.length > 0
                                invalid: root.invalid
                                Connections {
                                    target: root
                                    function onEntered(index: int) { if (index === item.index && box.index === 0) text_.forceActiveFocus() }
                                }
                                Accessible.name: qsTr("%1, %2").arg(root.path).arg(box.modelData)
                                onTextEdited: root.draft.setCell(root.path, box.cell, text)
                                onMenuRequested: menu.ask(box.cell, box.choices, text_)
                                Keys.onDownPressed: event => { event.accepted = text_.choice; if (text_.choice) menu.ask(box.cell, box.choices, text_) }
                                Keys.forwardTo: [root.keyHandler]
                            }
                        }
                    }
                }
                IconButton { visible: root.list; anchors.right: parent.right; y: 15; iconName: "x"; iconSize: 13; text: qsTr("Remove item %1").arg(item.index + 1); onClicked: root.draft.removeItem(root.path, item.index) }
            }
        }
        Button {
            visible: root.list
            objectName: root.count === 0 ? "editor" : "boxAdd"
            focus: root.count === 0
            kind: "ghost"
            implicitHeight: 28
            iconName: "plus"
            text: qsTr("Add toleration")
            onClicked: root.add()
            Keys.onReturnPressed: root.add()
        }
    }
    ChoiceMenu {
        id: menu
        property int cell
        function ask(at: int, choices: list<string>, field: Item) {
            cell = at
            options = choices
            popup(field, 0, field.height)
        }
        onChosen: option => root.draft.setCell(root.path, cell, option)
    }
}
