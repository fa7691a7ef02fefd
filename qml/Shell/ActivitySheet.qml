pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Workspace

// Everything that happened since the program was started.
Sheet {
    id: root

    required property Notices notices

    width: 640
    height: Math.min(520, 96 + Math.max(1, list.count) * 44)
    onOpened: { notices.seeAll(); list.forceActiveFocus() }
    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Activity")
        Txt { x: 20; height: 48; text: qsTr("Activity"); strong: true; size: Theme.fontTitle }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 10; iconName: "x"; text: qsTr("Close"); keys: "Esc"; onClicked: root.close() }
        Rule { y: 48; width: parent.width }
        ListView {
            id: list
            anchors { fill: parent; topMargin: 49; bottomMargin: 8 }
            clip: true
            model: root.notices
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ThinScrollBar { }
            delegate: TableRow {
                id: entry
                required property int noticeId
                required property int tone
                required property string title
                required property string detail
                required property string action
                required property string time
                width: ListView.view.width
                implicitHeight: 44
                Accessible.name: entry.time + " " + entry.title + " " + entry.detail
                Icon { x: 20; y: 14; name: Theme.statusIcon(entry.tone); size: 14; color: Theme.status(entry.tone) }
                Txt { x: 46; y: 5; width: parent.width - 200; text: entry.title; size: Theme.fontSmall; font.weight: Font.Medium }
                Txt { x: 46; y: 23; width: parent.width - 120; text: entry.detail; size: Theme.fontCaption; color: Theme.text2 }
                Mono { anchors { right: parent.right; rightMargin: 20 } y: 6; text: entry.time; size: Theme.fontCaption; color: Theme.text3 }
                Button { visible: entry.action !== ""; anchors { right: parent.right; rightMargin: 90; verticalCenter: parent.verticalCenter } implicitHeight: 24; text: entry.action; onClicked: root.notices.act(entry.noticeId) }
            }
        }
        Txt { visible: list.count === 0; anchors.centerIn: parent; text: qsTr("Nothing has happened yet"); color: Theme.text3 }
    }
}
