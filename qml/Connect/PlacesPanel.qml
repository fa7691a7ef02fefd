pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Connect.Models
import ClearDeck.Controls
import ClearDeck.Tables

// Which address is meant for whom: the same three doors from here, from a pod, from outside.
Panel {
    id: root

    required property DoorsModel doors
    readonly property int wFirst: 72
    readonly property int wLocal: 156
    readonly property real wRest: (width - 26 - wFirst - wLocal) / 2

    component Title: Txt {
        height: 28
        size: Theme.fontCaption
        font.weight: Font.Medium
        color: Theme.text3
    }
    component Place: Mono {
        height: 32
        rightPadding: 12
        size: Theme.fontCaption
        color: Theme.text2
        elide: Text.ElideMiddle
    }

    title: qsTr("Which address from where")
    note: qsTr("only this computer's are verified here")
    height: 36 + 28 + 3 * 32 + 1
    Row {
        x: 12
        Title { width: root.wFirst; text: "" }
        Title { width: root.wLocal; text: qsTr("This computer") }
        Title { width: root.wRest; text: qsTr("A pod in the cluster") }
        Title { width: root.wRest; text: qsTr("Outside of the cluster") }
    }
    Rule { y: 27; width: parent.width; color: Theme.border }
    Column {
        y: 28
        width: parent.width
        Repeater {
            model: root.doors
            delegate: TableRow {
                id: row
                required property int index
                required property string title
                required property int tone
                required property string url
                required property string inside
                required property string outside
                width: parent ? parent.width : 0
                last: row.index === 2
                Accessible.name: row.title + ", " + row.url + ", " + row.inside + ", " + row.outside
                Row {
                    x: 12
                    Txt { width: root.wFirst; height: 32; text: row.title; size: Theme.fontSmall; color: Theme.text2 }
                    Item {
                        width: root.wLocal
                        height: 32
                        Icon { visible: row.url !== ""; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(row.tone === Tone.Live ? Tone.Ok : row.tone); size: 14; color: Theme.status(row.tone) }
                        Place { x: row.url === "" ? 0 : 20; width: parent.width - x; text: row.url === "" ? qsTr("not connected") : row.url.replace("http://", ""); color: row.url === "" ? Theme.text3 : Theme.text2 }
                    }
                    Place { width: root.wRest; text: row.inside === "" ? qsTr("no Service") : row.inside.replace("http://", "") }
                    Place { width: root.wRest; text: row.outside === "" ? qsTr("not published") : row.outside; color: row.outside === "" ? Theme.text3 : Theme.text2 }
                }
            }
        }
    }
}
