pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls

// F1: every key.
Sheet {
    id: root

    readonly property list<string> keys: ["Ctrl K", "/", "G I", "G N", "G O", "G W", "G V", "G C", "G E", "\u2191 \u2193", "Enter", "[ ]", "C", "F", "Shift F", "F6", "Esc", "F1"]
    readonly property list<string> words: [qsTr("Command palette"), qsTr("Filter of the current view"), qsTr("Installations"), qsTr("New installation"), qsTr("Overview"),
        qsTr("Workloads"), qsTr("Values"), qsTr("Connect"), qsTr("Experiments"), qsTr("Move in a table; Home, End and Page keys too"), qsTr("Open what is chosen"),
        qsTr("Previous and next in the drawer"), qsTr("Copy as command"), qsTr("Connect this computer"), qsTr("Disconnect it"), qsTr("Next region of the window"), qsTr("Close what is on top"), qsTr("This list")]

    width: 460
    height: 64 + keys.length * 26
    onOpened: content.forceActiveFocus()
    contentItem: Item {
        id: content
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Keys")
        Txt { x: 20; height: 48; text: qsTr("Keys"); strong: true; size: Theme.fontTitle }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 10; iconName: "x"; text: qsTr("Close"); keys: "Esc"; onClicked: root.close() }
        Repeater {
            model: root.keys
            delegate: Item {
                id: line
                required property int index
                required property string modelData
                readonly property list<string> caps: line.modelData.split(" ")
                x: 20
                y: 50 + line.index * 26
                width: root.width - 40
                height: 26
                Row {
                    height: parent.height
                    spacing: 3
                    KeyCap { text: line.caps[0] ?? ""; anchors.verticalCenter: parent.verticalCenter }
                    KeyCap { visible: line.caps.length > 1; text: line.caps[1] ?? ""; anchors.verticalCenter: parent.verticalCenter }
                }
                Txt { x: 110; width: parent.width - 110; height: parent.height; text: root.words[line.index]; size: Theme.fontSmall; color: Theme.text2 }
            }
        }
    }
}
