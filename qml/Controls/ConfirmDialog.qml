pragma ComponentBehavior: Bound
import QtQuick

// Dangerous actions. The object is named, the loss is counted, the word is typed. Enter never presses the red button.
// Items that a page gives as children stand above the word; `missing` says what they still ask for.
Sheet {
    id: root

    property string title
    property string detail
    property list<Loss> losses
    property string word
    property string actionText
    property string command
    property string missing
    default property alias asked: askedColumn.data
    readonly property bool confirmed: typedWord.text === word && missing === ""
    signal accepted()
    signal copied(command: string)

    width: 520
    height: column.implicitHeight + 40
    closePolicy: Sheet.CloseOnEscape
    onOpened: { typedWord.clear(); typedWord.forceActiveFocus() }

    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: root.title
        Column {
            id: column
            x: 20
            y: 20
            width: parent.width - 40
            spacing: 12
            Row {
                spacing: 10
                Icon { name: "octagon-alert"; size: 18; color: Theme.bad; anchors.verticalCenter: parent.verticalCenter }
                Txt { text: root.title; strong: true; size: Theme.fontTitle }
            }
            Txt { width: parent.width; text: root.detail; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone; lineHeight: 1.2 }
            Rectangle {
                visible: root.losses.length > 0
                width: parent.width
                height: lossColumn.implicitHeight
                radius: Theme.radius
                color: Theme.inset
                border.width: 1
                border.color: Theme.border
                Column {
                    id: lossColumn
                    width: parent.width
                    Repeater {
                        model: root.losses
                        delegate: Item {
                            id: entry
                            required property Loss modelData
                            required property int index
                            width: lossColumn.width
                            height: 32
                            Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: entry.modelData.iconName; size: 14; color: Theme.status(entry.modelData.tone) }
                            Mono { x: 36; width: parent.width - 36 - note.implicitWidth - 24; height: parent.height; text: entry.modelData.text; elide: Text.ElideMiddle }
                            Txt { id: note; anchors { right: parent.right; rightMargin: 12 } height: parent.height; text: entry.modelData.note; size: Theme.fontSmall; color: Theme.text2 }
                            Rule { visible: entry.index < root.losses.length - 1; anchors.bottom: parent.bottom; width: parent.width }
                        }
                    }
                }
            }
            Column { id: askedColumn; visible: children.length > 0; width: parent.width; spacing: 8 }
            Column {
                visible: root.word !== ""
                width: parent.width
                spacing: 6
                Txt { text: qsTr("Type %1 to confirm").arg(root.word); size: Theme.fontSmall; color: Theme.text2 }
                Field { id: typedWord; objectName: "typedWord"; width: parent.width; Accessible.name: qsTr("Type %1 to confirm").arg(root.word) }
            }
            Item {
                width: parent.width
                height: 28
                Button { visible: root.command !== ""; kind: "ghost"; iconName: "copy"; text: qsTr("Copy as command"); x: -8; onClicked: root.copied(root.command) }
                Row {
                    anchors.right: parent.right
                    spacing: 8
                    Button { text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.close() }
                    Button { objectName: "confirm"; kind: "danger"; text: root.actionText; enabled: root.confirmed; disabledReason: root.confirmed ? "" : root.missing !== "" ? root.missing : qsTr("Type the name first"); onClicked: { root.accepted(); root.close() } }
                }
            }
        }
    }
}
