pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models

// A labelled field of a form, with a menu when there is a list to choose from, and its refusal under it.
Column {
    id: root

    required property SetupForm form
    required property int field  // SetupForm.Field
    required property string label
    property string name: label  // for a screen reader, where a heading stands in for the label
    property list<string> options
    property alias placeholder: input.placeholderText
    property alias unit: input.unit
    property alias iconName: input.iconName
    readonly property bool refused: form.problemField === field
    readonly property Item input: input

    function take(value: string) {
        input.text = value
        form.setText(field, value)
    }

    spacing: 6
    Connections {
        target: root.form
        function onChanged() { if (input.text !== root.form.text(root.field)) input.text = root.form.text(root.field) }
    }
    Txt { visible: root.label !== ""; width: parent.width; text: root.label; size: Theme.fontSmall; color: Theme.text2 }
    Field {
        id: input
        width: root.width
        text: root.form.text(root.field)
        invalid: root.refused
        choice: root.options.length > 0
        Accessible.name: root.name
        Accessible.description: root.refused ? root.form.problem : ""
        onTextEdited: root.form.setText(root.field, input.text)
        onMenuRequested: menu.popup(input, 0, input.height)
        Keys.onDownPressed: event => {
            event.accepted = input.choice
            if (input.choice) menu.popup(input, 0, input.height)
        }
    }
    Txt {
        visible: root.refused
        width: root.width
        text: root.form.problem
        size: Theme.fontCaption
        color: Theme.bad
        wrapMode: Text.WordWrap
        elide: Text.ElideNone
    }
    ActionMenu {
        id: menu
        Instantiator {
            model: root.options
            delegate: ActionItem {
                required property string modelData
                text: modelData
                iconName: input.text === modelData ? "check" : ""
                onTriggered: root.take(modelData)
            }
            onObjectAdded: (index, object) => menu.insertItem(index, object as ActionItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ActionItem)
        }
    }
}
