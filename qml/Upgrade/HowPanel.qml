pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls

// What an upgrade does, while there is none to plan.
Panel {
    id: root

    readonly property list<string> lines: [
        qsTr("The legal path is found: databases, Kubernetes, and what the charts in between need"),
        qsTr("Your overrides are carried to the new defaults; what conflicts is yours to decide"),
        qsTr("The server's dry run shows the manifest diff of one step"),
        qsTr("Helm runs that step, every object is followed, then health and version are verified"),
        qsTr("A step that fails offers the way back, with what speaks against it")
    ]
    title: qsTr("How an upgrade goes")
    note: qsTr("nothing changes before you have seen it")
    height: 36 + lines.length * 38 + 2
    Column {
        width: parent.width
        Repeater {
            model: root.lines
            delegate: Item {
                id: line
                required property int index
                required property string modelData
                width: parent ? parent.width : 0
                height: 38
                Rule { visible: line.index > 0; width: parent.width }
                Rectangle {
                    x: 12; y: 9; width: 20; height: 20; radius: 10
                    color: "transparent"
                    border.width: 1
                    border.color: Theme.borderStrong
                    Mono { anchors.centerIn: parent; text: line.index + 1; size: Theme.fontCaption; color: Theme.text2 }
                }
                Txt { x: 42; width: parent.width - 54; height: parent.height; text: line.modelData; size: Theme.fontSmall; color: Theme.text2 }
            }
        }
    }
}
