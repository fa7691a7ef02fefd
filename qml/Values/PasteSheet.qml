pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Values.Models

// A piece of YAML, merged into the overrides by the smallest edits; what it changes is shown before.
Sheet {
    id: root

    required property ValuesDraft draft

    function merge() {
        if (draft.pastePiece(area.text)) close()
    }

    width: Math.min(720, parent ? parent.width - 48 : 720)
    height: Math.min(560, parent ? parent.height - 48 : 560)
    onOpened: { area.clear(); draft.previewPaste(""); area.forceActiveFocus(Qt.PopupFocusReason) }

    contentItem: FocusScope {
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        Txt { id: title; x: 20; y: 14; text: qsTr("Paste YAML"); strong: true; size: Theme.fontTitle }
        Txt { x: 20; y: 40; width: parent.width - 40; text: qsTr("Maps are merged, everything else is replaced. Comments of your overrides stay."); size: Theme.fontSmall; color: Theme.text2 }
        Panel {
            id: well
            x: 20
            y: 68
            width: parent.width - 40
            height: Math.round((parent.height - 190) * 0.55)
            color: Theme.inset
            Flickable {
                id: scroll
                anchors { fill: parent; margins: 8 }
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                contentWidth: Math.max(width, area.implicitWidth)
                contentHeight: Math.max(height, area.implicitHeight)
                T.ScrollBar.vertical: ThinScrollBar { }
                TextEdit {
                    id: area
                    objectName: "pasteText"
                    width: scroll.contentWidth
                    height: scroll.contentHeight
                    textFormat: TextEdit.PlainText
                    color: Theme.text
                    selectionColor: Theme.accentFill
                    selectedTextColor: Theme.accentText
                    selectByMouse: true
                    font.family: Theme.mono
                    font.pixelSize: Theme.fontSmall
                    font.preferShaping: false
                    Accessible.name: qsTr("Piece of YAML")
                    onTextChanged: root.draft.previewPaste(text)
                    Keys.onTabPressed: go.forceActiveFocus(Qt.TabFocusReason)
                    Keys.onPressed: event => {
                        event.accepted = event.key === Qt.Key_Return && (event.modifiers & Qt.ControlModifier)
                        if (event.accepted) root.merge()
                    }
                }
            }
        }
        Panel {
            anchors { top: well.bottom; topMargin: 12; bottom: foot.top }
            x: 20
            width: parent.width - 40
            color: Theme.inset
            ListView {
                anchors.fill: parent
                clip: true
                model: root.draft.paste
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ThinScrollBar { }
                delegate: DiffLine {
                    id: change
                    required path
                    required before
                    required after
                    required property int index
                    width: ListView.view.width
                    last: change.index === ListView.view.count - 1
                }
            }
            Txt {
                visible: root.draft.pasteProblem !== "" || root.draft.paste.count === 0
                anchors { fill: parent; margins: 12 }
                text: root.draft.pasteProblem !== "" ? root.draft.pasteProblem : area.text.trim() === "" ? qsTr("What the piece changes is listed here") : qsTr("It changes nothing")
                size: Theme.fontSmall
                color: root.draft.pasteProblem !== "" ? Theme.bad : Theme.text3
                wrapMode: Text.Wrap
                maximumLineCount: 5
            }
        }
        Item {
            id: foot
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 56
            Row {
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                spacing: 8
                Button { text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.close() }
                Button {
                    id: go
                    objectName: "pasteMerge"
                    kind: "primary"
                    text: qsTr("Merge")
                    shortcut: "Ctrl Enter"
                    enabled: root.draft.paste.count > 0 && root.draft.pasteProblem === ""
                    disabledReason: enabled ? "" : qsTr("There is nothing to merge")
                    onClicked: root.merge()
                }
            }
        }
    }
}
