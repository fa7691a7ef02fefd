pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Shell.Models

// Chooses the installation in view, of any context.
Sheet {
    id: root

    required property Shell shell

    width: 520
    height: Math.min(480, 56 + list.count * 44)
    onOpened: list.forceActiveFocus()
    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Choose an installation")
        Txt { x: 20; height: 44; text: qsTr("Choose an installation"); strong: true }
        Rule { y: 44; width: parent.width }
        ListView {
            id: list
            anchors { fill: parent; topMargin: 45; bottomMargin: 8 }
            clip: true
            model: root.shell.workspace.installations
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ThinScrollBar { }
            Keys.onReturnPressed: if (list.currentItem) (list.currentItem as Entry).choose()
            delegate: Entry { }
        }
    }
    component Entry: TableRow {
        id: entry
        required property string key
        required property string name
        required property string cluster
        required property string ns
        required property string word
        required property int tone
        required property list<int> chain
        function choose() {
            root.shell.workspace.select(entry.key)
            if (!root.shell.ofInstallation) root.shell.open("Overview")
            root.close()
        }
        width: ListView.view ? ListView.view.width : 0
        implicitHeight: 44
        focusedRow: ListView.isCurrentItem && ListView.view.activeFocus
        selected: root.shell.workspace.current !== null && root.shell.workspace.current.key === entry.key
        Accessible.name: entry.name + ", " + entry.cluster + ", " + entry.word
        Icon { x: 20; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(entry.tone); color: Theme.status(entry.tone) }
        Txt { x: 48; y: 5; width: 260; text: entry.name; font.weight: Font.Medium }
        Mono { x: 48; y: 24; width: 260; text: entry.cluster + " / " + entry.ns; size: Theme.fontCaption; color: Theme.text3 }
        ChainStrip { anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter } links: entry.chain }
        TapHandler { onTapped: entry.choose() }
    }
}
