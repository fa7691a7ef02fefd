pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Shell.Models
import ClearDeck.Workspace

// Brand, fleet, the installation in view with its pages, ClearML, and Activity at the bottom.
FocusScope {
    id: root

    required property Shell shell
    property bool narrow: false
    readonly property InstallationInfo current: shell.workspace.current
    signal switcherRequested()
    signal activityRequested()

    width: narrow ? Theme.railNarrow : Theme.railWide
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    Rectangle { anchors.fill: parent; color: Theme.canvas }
    Rule { vertical: true; anchors.right: parent.right; height: parent.height }
    Row {
        x: root.narrow ? (root.width - width) / 2 : 16
        height: Theme.barHeight
        spacing: 8
        BrandMark { anchors.verticalCenter: parent.verticalCenter }
        Txt { visible: !root.narrow; text: "ClearDeck"; strong: true; anchors.verticalCenter: parent.verticalCenter }
    }
    Column {
        anchors { top: parent.top; topMargin: Theme.barHeight; left: parent.left; right: parent.right; leftMargin: 8; rightMargin: 9 }
        spacing: 1
        PageGroup { section: 0 }
        Item { width: 1; height: 12; visible: switcher.visible }
        InstallationButton { id: switcher; width: parent.width; narrow: root.narrow; installation: root.current; onClicked: root.switcherRequested() }
        Item { width: 1; height: 4; visible: switcher.visible }
        PageGroup { section: 1; visible: switcher.visible }
        Txt { visible: switcher.visible && clearml.height > 0 && !root.narrow; x: 8; height: 36; topPadding: 12; text: "ClearML"; size: Theme.fontCaption; color: Theme.text3; font.weight: Font.Medium }
        Item { width: 1; height: 12; visible: switcher.visible && clearml.height > 0 && root.narrow }
        PageGroup { id: clearml; section: 2; visible: switcher.visible }
    }
    NavItem {
        anchors { bottom: parent.bottom; left: parent.left; right: parent.right; leftMargin: 8; rightMargin: 9; bottomMargin: 8 }
        narrow: root.narrow
        text: qsTr("Activity")
        iconName: "history"
        onClicked: root.activityRequested()
    }

    component PageGroup: Column {
        id: group
        required property int section
        width: parent ? parent.width : 0
        spacing: 1
        Repeater {
            model: root.shell.pages
            delegate: NavItem {
                id: entry
                required property string pageId
                required property string title
                required property int section
                required property string key
                required iconName
                required trailing
                required trailingTone
                width: group.width
                visible: entry.section === group.section
                height: visible ? implicitHeight : 0
                narrow: root.narrow
                text: entry.title
                keys: "G " + entry.key
                current: root.shell.page === entry.pageId
                onClicked: root.shell.open(entry.pageId)
            }
        }
    }
}
