pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Connect.Models
import ClearDeck.Controls
import ClearDeck.Tables

// What was asked through the doors, and what came back.
Panel {
    id: root

    required property ConnectModel page

    title: qsTr("Verification")
    note: qsTr("a real call through each address")
    height: 36 + root.page.checks.count * 36 + 1
    actions: [
        Button { implicitHeight: 24; iconName: "refresh-cw"; text: qsTr("Log in again"); visible: root.page.state === ConnectModel.Up && root.page.key.known; onClicked: root.page.proveAgain() }
    ]
    Column {
        width: parent.width
        Repeater {
            model: root.page.checks
            delegate: TableRow {
                id: check
                required property int index
                required property string title
                required property string detail
                required property string value
                required property int tone
                width: parent ? parent.width : 0
                implicitHeight: 36
                last: check.index === root.page.checks.count - 1
                Accessible.name: check.title + ", " + check.detail
                StatusText { x: 12; width: 196; anchors.verticalCenter: parent.verticalCenter; kind: check.tone; word: check.title; ink: check.tone === Tone.Off ? Theme.text3 : Theme.text }
                Txt {
                    id: note
                    x: 216
                    width: parent.width - 216 - 80
                    height: parent.height
                    text: check.detail
                    size: Theme.fontSmall
                    color: check.tone === Tone.Off ? Theme.text3 : Theme.text2
                    ReasonTip { shown: over.hovered && note.truncated; text: check.detail }
                    HoverHandler { id: over }
                }
                Mono { anchors { right: parent.right; rightMargin: 12 } height: parent.height; text: check.value; size: Theme.fontCaption; color: Theme.text3 }
            }
        }
    }
}
