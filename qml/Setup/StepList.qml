pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

// The parts of a long form, each with what it comes to and whether something is wrong there.
FocusScope {
    id: root

    required property FactsModel steps
    property string current
    signal chosen(key: string)

    ListView {
        id: list
        objectName: "steps"
        anchors.fill: parent
        focus: true
        activeFocusOnTab: true
        clip: true
        interactive: false
        keyNavigationEnabled: true
        model: root.steps
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Parts of the set-up")
        Keys.onReturnPressed: (list.currentItem as Step)?.choose()
        Keys.onSpacePressed: (list.currentItem as Step)?.choose()
        delegate: Step { width: ListView.view.width }
    }
    Rule { vertical: true; anchors.right: parent.right; height: parent.height }

    component Step: Item {
        id: step
        required property int index
        required property string key
        required property string title
        required property string detail
        required property int tone
        function choose() {
            list.currentIndex = step.index
            root.chosen(step.key)
        }
        height: 48
        Accessible.role: Accessible.ListItem
        Accessible.name: step.title + ", " + step.detail + ", " + Theme.statusWord(step.tone)
        Accessible.onPressAction: step.choose()
        Rectangle {
            anchors { fill: parent; leftMargin: 8; rightMargin: 9 }
            radius: Theme.radius
            color: root.current === step.key ? Theme.selected : over.hovered ? Theme.hover : "transparent"
        }
        FocusRing { anchors { leftMargin: 8; rightMargin: 9 } shown: list.activeFocus && step.ListView.isCurrentItem }
        Icon { x: 18; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(step.tone); size: 16; color: Theme.status(step.tone); spinning: step.tone === Tone.Busy }
        Txt { x: 46; y: 6; width: parent.width - x - 16; height: 18; text: step.title; strong: true; size: Theme.fontSmall }
        Txt { x: 46; y: 24; width: parent.width - x - 16; height: 18; text: step.detail; size: Theme.fontCaption; color: step.tone === Tone.Bad ? Theme.bad : step.tone === Tone.Warn ? Theme.warn : Theme.text2 }
        HoverHandler { id: over }
        TapHandler { onTapped: step.choose() }
    }
}
