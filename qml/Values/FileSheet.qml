pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// Which file the overrides belong to: one that is there, or a new one. Tab completes, Enter does it.
Sheet {
    id: root

    required property ValuesFile file
    property bool saves: false
    property list<string> found
    signal done()

    function ask(toSave: bool) {
        saves = toSave
        path.text = file.suggested()
        found = []
        open()
    }
    function act() {
        if (saves ? file.saveAs(path.text) : file.open(path.text)) { close(); done() }
    }
    function complete() {
        found = file.complete(path.text)
        if (found.length > 0) path.text = found.length === 1 ? found[0] : common(found)
    }
    function common(all: list<string>): string {
        let same = all[0]
        for (const one of all)
            while (!one.startsWith(same)) same = same.slice(0, -1)
        return same.length > path.text.length ? same : path.text
    }

    width: Math.min(620, parent ? parent.width - 48 : 620)
    height: column.implicitHeight + 40
    onOpened: { path.forceActiveFocus(Qt.PopupFocusReason); path.selectAll() }

    contentItem: FocusScope {
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        Column {
            id: column
            x: 20
            y: 20
            width: parent.width - 40
            spacing: 10
            Txt { id: title; text: root.saves ? qsTr("Save the overrides as") : qsTr("Open a values file"); strong: true; size: Theme.fontTitle }
            Txt {
                width: parent.width
                text: root.saves ? qsTr("The file belongs to this installation from now on: it is read when this page opens, watched, and written when its values are applied.")
                                 : qsTr("The draft becomes what the file says. Its comments and its layout stay, and nothing is written before you save or apply.")
                size: Theme.fontSmall
                color: Theme.text2
                wrapMode: Text.Wrap
            }
            Field {
                id: path
                objectName: "filePath"
                width: parent.width
                iconName: "folder"
                Accessible.name: qsTr("Path of the file")
                onTextEdited: root.found = root.file.complete(text)
                onAccepted: root.act()
                KeyNavigation.priority: KeyNavigation.BeforeItem
                Keys.onTabPressed: root.complete()
            }
            Column {
                width: parent.width
                Repeater {
                    model: root.found
                    delegate: Mono {
                        id: one
                        required property string modelData
                        width: parent ? parent.width : 0
                        height: 24
                        text: one.modelData
                        color: over.hovered ? Theme.link : Theme.text2
                        elide: Text.ElideLeft
                        HoverHandler { id: over; cursorShape: Qt.PointingHandCursor }
                        TapHandler { onTapped: { path.text = one.modelData; root.found = root.file.complete(one.modelData); path.forceActiveFocus() } }
                    }
                }
            }
            Txt { visible: root.file.state === ValuesFile.Refused || root.file.state === ValuesFile.Broken; width: parent.width; text: root.file.problem; size: Theme.fontSmall; color: Theme.bad; wrapMode: Text.Wrap }
            Item {
                width: parent.width
                height: 28
                Button { visible: root.file.own; kind: "ghost"; x: -8; text: qsTr("Use no file of mine"); onClicked: { root.file.forget(); root.close() } }
                Row {
                    anchors.right: parent.right
                    spacing: 8
                    Button { text: qsTr("Cancel"); shortcut: "Esc"; onClicked: root.close() }
                    Button { objectName: "fileAct"; kind: "primary"; text: root.saves ? qsTr("Save") : qsTr("Open"); onClicked: root.act() }
                }
            }
        }
    }
}
