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
    ChoiceField {
        objectName: root.isField ? "editor" : ""
        visible: root.isField
        focus: root.isField
        width: Math.min(root.fieldWidth(), root.width)
        text: root.isField ? root.current : ""
        options: root.allowed
        secret: root.editor === FieldInfo.Secret
        stepper: root.editor === FieldInfo.Number
        invalid: root.invalid
        color: root.inherited ? Theme.text2 : Theme.text
        Accessible.name: root.path
        onTextEdited: root.draft.set(root.path, text)
        onChosen: text => root.draft.set(root.path, text)
        onStepped: by => root.draft.step(root.path, by)
        Keys.onPressed: event => root.undoKeys(event)
    }
    Row {
        visible: root.isYaml
        spacing: 10
        Mono { height: 28; text: root.isYaml ? root.current : ""; color: root.inherited ? Theme.text3 : Theme.text }
        Button {
            objectName: root.isYaml ? "editor" : ""
            focus: root.isYaml
            implicitHeight: 24
            anchors.verticalCenter: parent.verticalCenter
            kind: "ghost"
            iconName: "file-code"
            text: qsTr("Edit as YAML")
            Accessible.name: qsTr("Edit %1 as YAML").arg(root.path)
            onClicked: root.yamlRequested()
        }
    }
}
