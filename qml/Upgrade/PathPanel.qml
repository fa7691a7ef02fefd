pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Upgrade.Models

// Deployed, the steps, the target; at the right the choice of the target.
Panel {
    id: root

    required property UpgradeController page
    signal chosen()

    height: 92
    ListView {
        id: list
        anchors { left: parent.left; leftMargin: 16; right: choice.left; rightMargin: 16; verticalCenter: parent.verticalCenter }
        height: 60
        orientation: ListView.Horizontal
        clip: true
        model: root.page.step.path
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.horizontal: T.ScrollBar { }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Path of the upgrade")
        delegate: Item {
            id: stop
            required property int index
            required property string title
            required property string detail
            required property int tone
            readonly property bool target: stop.index === list.count - 1 && stop.index > 0
            width: box.width + box.x
            height: 60
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1, %2").arg(stop.title).arg(stop.detail)
            Rectangle { visible: stop.index > 0; x: 0; y: 29; width: 34; height: 2; color: stop.tone === Tone.Bad ? Theme.bad : Theme.accent }
            Icon { visible: stop.index > 0; x: 24; y: 22; size: 16; name: stop.tone === Tone.Bad ? "x" : "chevron-right"; color: stop.tone === Tone.Bad ? Theme.bad : Theme.accent }
            Rectangle {
                id: box
                x: stop.index > 0 ? 40 : 0
                width: Math.min(200, Math.max(140, why.implicitWidth + 24))
                height: 60
                radius: Theme.radius
                color: stop.target ? Theme.selected : Theme.inset
                border.width: 1
                border.color: stop.tone === Tone.Bad ? Theme.bad : stop.target ? Theme.accent : Theme.border
                Mono { x: 12; y: 11; text: stop.title; size: Theme.fontBody; font.weight: Font.Medium }
                Txt { id: why; x: 12; y: 33; width: parent.width - 24; text: stop.detail; size: Theme.fontCaption; color: stop.tone === Tone.Bad ? Theme.bad : Theme.text2 }
            }
        }
    }
    Txt {
        visible: list.count === 1
        x: 176
        width: choice.x - x - 16
        height: parent.height
        text: qsTr("This is the newest version that the source offers.")
        color: Theme.text2
    }
    Column {
        id: choice
        anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
        spacing: 6
        Button {
            objectName: "choose"
            anchors.right: parent.right
            iconName: "package"
            trailingIcon: "chevrons-up-down"
            shortcut: "V"
            text: root.page.wanted === "" ? qsTr("Choose a version") : root.page.wanted
            enabled: !root.page.work.busy && !root.page.work.stopped
            disabledReason: enabled ? "" : root.page.cannotStart
            Accessible.name: qsTr("Version and source: %1").arg(text)
            onClicked: root.chosen()
        }
        Txt { anchors.right: parent.right; width: Math.min(implicitWidth, 240); text: root.page.looking ? qsTr("Checking on the server") : root.page.appNote; size: Theme.fontCaption; color: Theme.text2 }
    }
}
