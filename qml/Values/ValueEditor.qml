import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// The control of one value. Every keystroke goes to the draft, which says at once whether it fits; Enter ends an undo
// step, Esc takes back what was typed. Only the control that is needed is made: a row is made often.
FocusScope {
    id: root

    required property ValuesDraft draft
    required property string path
    required property string current
    required property string unit
    required property list<string> cells
    required property int editor
    required property list<string> allowed
    required property bool inherited
    required property bool invalid
    signal yamlRequested()
    signal menuRequested(field: Item)

    readonly property int lineEnd: editor === FieldInfo.Switch || editor === FieldInfo.TriState ? 200 : Math.min(lineWidth(), width)  // what stands beside the control begins here

    implicitHeight: loader.height
    onActiveFocusChanged: if (!activeFocus) draft.finish(path)

    function keyPressed(event: KeyEvent) {
        event.accepted = true
        // Form and YAML share one undo stack, so a field has none of its own.
        if (event.matches(StandardKey.Undo)) draft.undo()
        else if (event.matches(StandardKey.Redo)) draft.redo()
        else if (event.key === Qt.Key_Escape) event.accepted = draft.revert(path)
        else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && event.modifiers === Qt.NoModifier) draft.finish(path)
        else event.accepted = false
    }
    function control(): Component {
        switch (editor) {
        case FieldInfo.Switch: return knob
        case FieldInfo.TriState: return three
        case FieldInfo.Pairs:
        case FieldInfo.Variables:
        case FieldInfo.Texts:
        case FieldInfo.Names: return items
        case FieldInfo.Tolerations:
        case FieldInfo.Resources:
        case FieldInfo.Probe: return form
        case FieldInfo.Block: return block
        default: return line
        }
    }
    function lineWidth(): int {
        switch (editor) {
        case FieldInfo.Number: return unit === "" ? 128 : 168
        case FieldInfo.Quantity: return 128
        case FieldInfo.Choice:
        case FieldInfo.Secret: return 168
        default: return 264
        }
    }

    Item { id: keys; Keys.onPressed: event => root.keyPressed(event) }
    Loader {
        id: loader
        width: parent.width
        focus: true
        sourceComponent: root.control()
    }
    // Qt 6.4 cannot load a bound component through a Loader, so these reach the root unbound.
    // qmllint disable unqualified
    Component {
        id: knob
        FocusScope {
            focus: true
            implicitHeight: 28
            Switch {
                id: toggle
                objectName: "editor"
                focus: true
                anchors.verticalCenter: parent.verticalCenter
                checked: root.current === "true"
                Accessible.name: root.path
                onToggled: root.draft.set(root.path, toggle.checked ? "true" : "false")
                Keys.onDeletePressed: root.draft.unset(root.path)
                Keys.onPressed: event => root.keyPressed(event)
                Binding { target: toggle; property: "checked"; value: root.current === "true" }
            }
            Txt {
                x: 40
                height: 28
                text: root.invalid ? root.current : root.inherited ? qsTr("inherited") : root.current
                size: Theme.fontCaption
                color: Theme.text3
            }
        }
    }
    Component {
        id: three
        FocusScope {
            focus: true
            implicitHeight: 28
            Segmented {
                id: choice
                objectName: "editor"
                focus: true
                Accessible.name: root.path
                Segment { text: qsTr("Default") }
                Segment { text: "true" }
                Segment { text: "false" }
                onChosen: index => index === 0 ? root.draft.unset(root.path) : root.draft.set(root.path, index === 1 ? "true" : "false")
                Keys.onDeletePressed: root.draft.unset(root.path)
            }
            Binding { target: choice; property: "current"; value: root.current === "true" ? 1 : root.current === "false" ? 2 : 0 }
        }
    }
    Component {
        id: line
        FocusScope {
            focus: true
            implicitHeight: 28
            Field {
                id: field
                objectName: "editor"
                focus: true
                width: Math.min(root.lineWidth(), root.width)
                text: root.current
                unit: root.unit
                unitMenu: root.editor === FieldInfo.Quantity
                choice: root.allowed.length > 0 && !unitMenu
                secret: root.editor === FieldInfo.Secret
                stepper: root.editor === FieldInfo.Number
                iconName: root.editor === FieldInfo.Image ? "package" : ""
                invalid: root.invalid
                color: root.inherited ? Theme.text2 : Theme.text
                Accessible.name: root.path
                onTextEdited: root.draft.set(root.path, text)
                onMenuRequested: root.menuRequested(field)
                onStepped: by => root.draft.step(root.path, by)
                Keys.onDownPressed: event => {
                    event.accepted = field.stepper || field.choice || field.unitMenu
                    if (field.choice || field.unitMenu) root.menuRequested(field)
                    else if (field.stepper) field.stepped(-1)
                }
                Keys.onPressed: event => root.keyPressed(event)
            }
            Button {
                visible: field.secret && /(key|secret|password|token)$/i.test(root.path)  // a connection string is not ours to make
                x: field.width + 8
                text: qsTr("Generate")
                iconName: "key-round"
                onClicked: root.draft.generate(root.path)
            }
        }
    }
    Component {
        id: items
        ItemsEditor {
            focus: true
            draft: root.draft
            path: root.path
            cells: root.cells
            editor: root.editor
            invalid: root.invalid
            suggestions: root.allowed
            keyHandler: keys
        }
    }
    Component {
        id: form
        FormEditor {
            focus: true
            draft: root.draft
            path: root.path
            cells: root.cells
            editor: root.editor
            invalid: root.invalid
            keyHandler: keys
        }
    }
    Component {
        id: block
        BlockEditor {
            focus: true
            draft: root.draft
            path: root.path
            summary: root.current
            inherited: root.inherited
            invalid: root.invalid
            onYamlRequested: root.yamlRequested()
        }
    }
    // qmllint enable unqualified
}
