pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Connect.Models
import ClearDeck.Controls

// The three forwards: state, local address, what is behind it, traffic.
Panel {
    id: root

    required property ConnectModel page
    readonly property bool narrow: width < 620
    readonly property int wState: narrow ? 150 : 176
    readonly property int wLocal: narrow ? 130 : 148
    readonly property int wTraffic: narrow ? 0 : 128
    readonly property int wButtons: 72
    readonly property int wTarget: width - 26 - wState - wLocal - wTraffic - wButtons

    component Title: Txt {
        height: 28
        size: Theme.fontCaption
        font.weight: Font.Medium
        color: Theme.text3
    }

    title: qsTr("Forwards")
    note: root.page.state === ConnectModel.Off ? "" : qsTr("%1 of 3 live", "forwards").arg(root.page.doors.live)
    height: 36 + 28 + 3 * 64 + 2

    Row {
        x: 12
        Title { width: root.wState; text: qsTr("State") }
        Title { width: root.wLocal; text: qsTr("Local address") }
        Title { width: root.wTarget; text: qsTr("Goes to") }
        Title { visible: root.wTraffic > 0; width: root.wTraffic; text: qsTr("Traffic, 2 min") }
    }
    Rule { y: 27; width: parent.width; color: Theme.border }
    Column {
        y: 28
        width: parent.width
        Repeater {
            model: root.page.doors
            delegate: TableRow {
                id: row
                required property int index
                required property string title
                required property int doorState
                required property int tone
                required property string word
                required property string why
                required property string hint
                required property string url
                required property string target
                required property string pod
                required property string rate
                required property string up
                required property string down
                required property list<real> history
                readonly property bool live: row.doorState === DoorsModel.Live
                width: parent ? parent.width : 0
                implicitHeight: 64
                last: row.index === 2
                Accessible.name: row.title + ", " + row.word + ", " + row.why + ", " + row.url + ", " + row.target

                StatusText { x: 12; y: 14; width: root.wState - 8; kind: row.tone; word: row.word }
                Txt {
                    id: why
                    x: 32
                    y: 34
                    width: root.wState - 28
                    text: row.why
                    size: Theme.fontCaption
                    color: Theme.text2
                    ReasonTip { shown: over.hovered && why.truncated; text: row.hint === "" ? row.why : row.why + ". " + row.hint }
                    HoverHandler { id: over }
                }
                Item {
                    x: 12 + root.wState
                    width: root.wLocal
                    height: parent.height
                    Txt { y: 13; text: row.title; font.weight: Font.Medium }
                    Mono { y: 34; width: parent.width - 8; text: row.url === "" ? "\u2014" : row.url.replace("http://", ""); color: row.url === "" ? Theme.text3 : Theme.link }
                }
                Item {
                    x: 12 + root.wState + root.wLocal
                    width: root.wTarget
                    height: parent.height
                    Mono { y: 14; width: parent.width - 12; text: row.target === "" ? qsTr("no Service") : row.target; elide: Text.ElideMiddle; color: row.target === "" ? Theme.text3 : Theme.text }
                    Mono { y: 34; width: parent.width - 12; text: row.pod; size: Theme.fontCaption; color: Theme.text3; elide: Text.ElideMiddle }
                }
                Item {
                    visible: root.wTraffic > 0 && row.url !== ""
                    x: 12 + root.wState + root.wLocal + root.wTarget
                    width: root.wTraffic
                    height: parent.height
                    Sparkline { y: 10; width: parent.width - 20; height: 24; values: row.history; stroke: row.live ? Theme.accent : Theme.off }
                    Mono { y: 38; width: parent.width - 8; text: row.rate === "" ? "" : "\u2191" + row.up + " \u2193" + row.down; size: Theme.fontCaption; color: Theme.text3 }
                    ReasonTip { shown: traffic.hovered && row.rate !== ""; text: qsTr("%1 now; %2 sent, %3 received").arg(row.rate).arg(row.up).arg(row.down) }
                    HoverHandler { id: traffic }
                }
                Row {
                    visible: row.url !== ""
                    anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
                    IconButton { iconName: "copy"; iconSize: 14; text: qsTr("Copy the address of %1").arg(row.title); onClicked: root.page.copy(row.url) }
                    IconButton { iconName: "external-link"; iconSize: 14; text: qsTr("Open %1 in the browser").arg(row.title); enabled: row.live; onClicked: Qt.openUrlExternally(row.url) }
                }
            }
        }
    }
}
