import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// The file as it is on disk against the draft, line by line, secrets masked.
Sheet {
    id: root

    required property ValuesFile file

    width: Math.min(800, parent ? parent.width - 48 : 800)
    height: Math.min(560, parent ? parent.height - 48 : 560)
    onAboutToShow: file.compare()
    onOpened: view.forceActiveFocus(Qt.PopupFocusReason)

    contentItem: FocusScope {
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: title.text
        Txt { id: title; x: 20; y: 12; width: parent.width - 80; text: qsTr("%1 on disk, and this draft").arg(root.file.name); strong: true; size: Theme.fontTitle }
        Txt { x: 20; y: 38; text: qsTr("\u2212 is in the file, + is in the draft"); size: Theme.fontSmall; color: Theme.text2 }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 12; iconName: "x"; text: qsTr("Close"); onClicked: root.close() }
        Panel {
            anchors { fill: parent; leftMargin: 20; rightMargin: 20; topMargin: 66; bottomMargin: 20 }
            color: Theme.inset
            CodeView { id: view; anchors { fill: parent; margins: 1 } lines: root.file.difference }
            Txt { visible: root.file.difference.count === 0; anchors.centerIn: parent; text: qsTr("They are the same"); size: Theme.fontSmall; color: Theme.text3 }
        }
    }
}
