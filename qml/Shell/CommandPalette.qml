pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Shell.Models

// Ctrl K: everything by its name. Tab changes scope, Ctrl Enter copies as command.
Sheet {
    id: root

    required property Shell shell
    readonly property PaletteModel model: shell.palette

    width: 640
    height: Math.min(column.implicitHeight + 2, parent ? parent.height - 48 : 600)
    onAboutToShow: { shell.fillPalette(); input.clear(); input.forceActiveFocus(); list.currentIndex = 0 }

    function accept(row: int) { if (model.run(row)) close() }
    function mark(title: string): string {
        const escaped = title.replace(/&/g, "&amp;").replace(/</g, "&lt;")
        const word = model.query.trim().split(" ")[0].replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        return word === "" ? escaped : escaped.replace(new RegExp("(" + word + ")", "i"), "<b><font color=\"" + Theme.link + "\">$1</font></b>")
    }
    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Command palette")
        Column {
            id: column
            x: 1
            y: 1
            width: parent.width - 2
            Item {
                width: parent.width
                height: 48
                Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: "search" }
                T.TextField {
                    id: input
                    x: 44
                    width: parent.width - 44 - tags.width - 24
                    height: parent.height
                    color: Theme.text
                    font.family: Theme.sans
                    font.pixelSize: 15
                    selectByMouse: true
                    verticalAlignment: TextInput.AlignVCenter
                    Accessible.name: qsTr("Search or run a command")
                    onTextChanged: { root.model.query = input.text; list.currentIndex = 0 }
                    Keys.onUpPressed: list.currentIndex = Math.max(0, list.currentIndex - 1)
                    Keys.onDownPressed: list.currentIndex = Math.min(list.count - 1, list.currentIndex + 1)
                    Keys.onTabPressed: { root.model.scope = root.model.scope + 1; list.currentIndex = 0 }
                    Keys.onReturnPressed: event => {
                        if (!(event.modifiers & Qt.ControlModifier)) return root.accept(list.currentIndex)
                        const line = root.model.commandLine(list.currentIndex)
                        if (line !== "") { root.shell.copy(line); root.close() }
                    }
                }
                Row {
                    id: tags
                    anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
                    spacing: 6
                    Tag { visible: root.model.scope > 0; text: root.model.scopes[root.model.scope] ?? ""; removable: true; onRemoved: root.model.scope = 0; anchors.verticalCenter: parent.verticalCenter }
                    KeyCap { text: "Esc"; anchors.verticalCenter: parent.verticalCenter }
                }
                Rule { anchors.bottom: parent.bottom; width: parent.width; color: Theme.border }
            }
            ListView {
                id: list
                width: parent.width
                height: Math.min(contentHeight, 420)
                clip: true
                model: root.model
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ThinScrollBar { }
                delegate: PaletteRow {
                    id: entry
                    width: ListView.view.width
                    current: entry.ListView.isCurrentItem
                    marked: root.mark(entry.title)
                    onChosen: root.accept(entry.index)
                }
            }
            Txt { visible: list.count === 0; leftPadding: 16; height: 44; text: qsTr("Nothing is called that"); size: Theme.fontSmall; color: Theme.text3 }
            Item { width: 1; height: 6 }
            Item {
                width: parent.width
                height: 32
                Rule { width: parent.width; color: Theme.border }
                Row {
                    x: 16
                    height: parent.height
                    spacing: 14
                    Hint { cap: "\u2191\u2193"; word: qsTr("move") }
                    Hint { cap: "\u21b5"; word: qsTr("run") }
                    Hint { cap: "Ctrl \u21b5"; word: qsTr("copy as command") }
                    Hint { cap: "Tab"; word: qsTr("change scope") }
                }
                Txt { anchors { right: parent.right; rightMargin: 16 } height: parent.height; text: qsTr("%1 of %2").arg(root.model.count).arg(root.model.total); size: Theme.fontCaption; color: Theme.text3 }
            }
        }
    }
    component Hint: Row {
        id: hint
        required property string cap
        required property string word
        height: 32
        spacing: 5
        KeyCap { text: hint.cap; anchors.verticalCenter: parent.verticalCenter }
        Txt { text: hint.word; size: Theme.fontCaption; color: Theme.text3; anchors.verticalCenter: parent.verticalCenter }
    }
}
