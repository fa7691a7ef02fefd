pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls

// A menu of texts; the one that is chosen is told.
ActionMenu {
    id: root

    property list<string> options
    property string current
    signal chosen(option: string)

    Instantiator {
        model: root.options
        delegate: ActionItem {
            required property string modelData
            text: modelData
            iconName: modelData === root.current ? "check" : ""
            onTriggered: root.chosen(modelData)
        }
        onObjectAdded: (index, object) => root.insertItem(index, object as ActionItem)
        onObjectRemoved: (index, object) => root.removeItem(object as ActionItem)
    }
}
