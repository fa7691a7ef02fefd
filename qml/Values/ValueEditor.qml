import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// The editor of one value: a switch, a field, or the way into the YAML. Every keystroke goes to the draft, which says at
// once whether it fits.
FocusScope {
    id: root

    required property ValuesDraft draft
    required property string path
    required property string current
    required property int editor
    required property list<string> allowed
    required property bool inherited
    required property bool invalid
    readonly property bool isSwitch: editor === FieldInfo.Switch
    readonly property bool isYaml: editor === FieldInfo.Yaml
    readonly property bool isField: !isSwitch && !isYaml
    signal yamlRequested()
    signal menuRequested(field: Item)

    implicitHeight: 28

    // Form and YAML share one undo stack, so a field has none of its own.
    function undoKeys(event: KeyEvent) {
        event.accepted = true
        if (event.matches(StandardKey.Undo)) draft.undo()
        else if (event.matches(StandardKey.Redo)) draft.redo()
        else event.accepted = false
    }
    function fieldWidth(): int {
        return editor === FieldInfo.Number ? 128 : editor === FieldInfo.Choice ? 168 : 264
    }

    Switch {
        id: knob
        objectName: root.isSwitch ? "editor" : ""
        visible: root.isSwitch
        focus: root.isSwitch
        anchors.verticalCenter: parent.verticalCenter
        checked: root.current === "true"
        Accessible.name: root.path
        onToggled: root.draft.set(root.path, knob.checked ? "true" : "false")
    }
    Txt {
        visible: root.isSwitch
        x: 40
        height: 28
        text: root.invalid ? root.current : root.inherited ? qsTr("inherited") : root.current
        size: Theme.fontCaption
        color: Theme.text3
    }
    Field {
        id: field
        objectName: root.isField ? "editor" : ""
        visible: root.isField
        focus: root.isField
        width: Math.min(root.fieldWidth(), root.width)
        text: root.isField ? root.current : ""
        choice: root.allowed.length > 0
        secret: root.editor === FieldInfo.Secret
        stepper: root.editor === FieldInfo.Number
        invalid: root.invalid
        color: root.inherited ? Theme.text2 : Theme.text
        Accessible.name: root.path
        onTextEdited: root.draft.set(root.path, text)
        onMenuRequested: root.menuRequested(field)
        onStepped: by => root.draft.step(root.path, by)
        Keys.onDownPressed: event => {
            event.accepted = field.stepper || field.choice
            if (field.choice) root.menuRequested(field)
            else if (field.stepper) field.stepped(-1)
        }
        Keys.onPressed: event => root.undoKeys(event)
    }
    // Not a Button: a row is made often, and most rows of a chart are lists and maps.
    Row {
        id: way
        objectName: root.isYaml ? "editor" : ""
        visible: root.isYaml
        height: 28
        spacing: 6
        focus: root.isYaml
        activeFocusOnTab: true
        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Edit %1 as YAML").arg(root.path)
        Accessible.onPressAction: root.yamlRequested()
        Keys.onSpacePressed: root.yamlRequested()
        Keys.onReturnPressed: root.yamlRequested()
        Mono { height: 28; text: root.isYaml ? root.current : ""; color: root.inherited ? Theme.text3 : Theme.text }
        Item { width: 6; height: 1 }
        Icon { name: "file-code"; size: 14; anchors.verticalCenter: parent.verticalCenter }
        Txt { height: 28; text: qsTr("Edit as YAML"); size: Theme.fontSmall; font.weight: Font.Medium; font.underline: over.hovered; color: Theme.text2 }
        HoverHandler { id: over; cursorShape: Qt.PointingHandCursor }
        TapHandler { onTapped: root.yamlRequested() }
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
}
