pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// The preflight: what was looked at, what was found, what to do.
Panel {
    id: root

    required property SetupForm form
    readonly property bool narrow: width < 640

    title: qsTr("Preflight")
    note: form.checking ? qsTr("asking") : form.checks.count === 0 ? qsTr("runs as soon as the form is right") : qsTr("what was found, and what to do")
    height: 36 + Math.max(1, root.form.checks.count) * 44 + 1
    actions: [
        Button { objectName: "checkAgain"; implicitHeight: 24; kind: "ghost"; iconName: "refresh-cw"; text: qsTr("Check again"); enabled: root.form.problem === "" && !root.form.checking; disabledReason: root.form.problem; onClicked: root.form.check() }
    ]
    Txt { visible: root.form.checks.count === 0; x: 12; height: 44; width: parent.width - 24; text: root.form.problem !== "" ? root.form.problem : qsTr("Looking…"); size: Theme.fontSmall; color: Theme.text3 }
    Column {
        width: parent.width
        Repeater {
            model: root.form.checks
            delegate: TableRow {
                id: row
                required property int index
                required property string title
                required property string detail
                required property string value
                required property int tone
                width: parent ? parent.width : 0
                implicitHeight: 44
                last: row.index === root.form.checks.count - 1
                Accessible.name: row.title + ", " + Theme.statusWord(row.tone) + ", " + row.detail + ", " + row.value
                StatusText { x: 12; width: root.narrow ? 160 : 208; anchors.verticalCenter: parent.verticalCenter; kind: row.tone; word: row.title; ink: Theme.text }
                Txt {
                    id: found
                    x: root.narrow ? 180 : 228
                    y: row.value === "" ? 0 : 4
                    width: parent.width - x - 12
                    height: row.value === "" ? parent.height : 18
                    text: row.detail
                    size: Theme.fontSmall
                    color: Theme.text2
                    ReasonTip { shown: over.hovered && found.truncated; text: row.detail }
                    HoverHandler { id: over }
                }
                Txt {
                    id: next
                    visible: row.value !== ""
                    x: found.x
                    y: 22
                    width: found.width
                    height: 18
                    text: row.value
                    size: Theme.fontCaption
                    color: row.tone === Tone.Bad ? Theme.bad : Theme.text3
                    ReasonTip { shown: overNext.hovered && next.truncated; text: row.value }
                    HoverHandler { id: overNext }
                }
            }
        }
    }
}
