pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls

// A field that has a menu when there are values to choose from; free text stays possible.
Field {
    id: field

    property list<string> options
    signal chosen(text: string)

    choice: options.length > 0
    onMenuRequested: menu.popup(field, 0, field.height)

    ActionMenu {
        id: menu
        Instantiator {
            model: field.options
            delegate: ActionItem {
                required property string modelData
                text: modelData
                iconName: modelData === field.text ? "check" : ""
                onTriggered: field.chosen(modelData)
            }
            onObjectAdded: (index, object) => menu.insertItem(index, object as ActionItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ActionItem)
        }
    }
}
