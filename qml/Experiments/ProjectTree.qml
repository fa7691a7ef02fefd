pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Experiments.Models

// The projects: arrows walk, left and right close and open, the chosen one is what the table shows.
FocusScope {
    id: root

    required property Experiments experiments
    readonly property ProjectsModel projects: experiments.projects

    function choose(row: int) {
        if (projects.count === 0) return
        const next = Math.max(0, Math.min(row, projects.count - 1))
        experiments.project = projects.keyAt(next)
        list.positionViewAtIndex(next, ListView.Contain)
    }
    Keys.onUpPressed: choose(projects.rowOf(experiments.project) - 1)
    Keys.onDownPressed: choose(projects.rowOf(experiments.project) + 1)
    Keys.onLeftPressed: projects.setOpen(experiments.project, false)
    Keys.onRightPressed: projects.setOpen(experiments.project, true)

    Rule { vertical: true; anchors.right: parent.right; height: parent.height; color: Theme.border }
    SearchBox {
        id: search
        x: 12
        y: 10
        width: parent.width - 24
        placeholderText: qsTr("Find a project")
        onTextChanged: root.projects.filter = search.text
        Keys.onEscapePressed: { search.clear(); list.forceActiveFocus() }
        Keys.onDownPressed: { list.forceActiveFocus(); root.choose(0) }
    }
    Rule { y: 48; width: parent.width }
    ListView {
        id: list
        anchors { fill: parent; topMargin: 57; rightMargin: 1; bottomMargin: 8 }
        clip: true
        focus: true
        activeFocusOnTab: true
        model: root.projects
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        opacity: root.projects.live.old ? 0.8 : 1
        Accessible.role: Accessible.Tree
        Accessible.name: qsTr("Projects")
        T.ScrollBar.vertical: ThinScrollBar { }
        delegate: Item {
            id: entry
            required property string key
            required property string name
            required property int depth
            required property int tasks
            required property bool openable
            required property bool open
            readonly property bool chosen: entry.key === root.experiments.project
            readonly property bool all: entry.key === ""
            width: ListView.view.width
            height: 28
            Accessible.role: Accessible.TreeItem
            Accessible.name: qsTr("%1, %n tasks", "", entry.tasks).arg(entry.name)
            Accessible.selected: entry.chosen
            Accessible.onPressAction: root.experiments.project = entry.key

            HoverHandler { id: hover }
            TapHandler { onTapped: { list.forceActiveFocus(); root.experiments.project = entry.key } }
            Rectangle {
                anchors { fill: parent; leftMargin: 8; rightMargin: 8 }
                radius: Theme.radius
                color: entry.chosen ? Theme.selected : hover.hovered ? Theme.hover : "transparent"
                FocusRing { shown: entry.chosen && list.activeFocus; inset: 0; radius: Theme.radius }
            }
            Item {
                visible: entry.openable
                x: 8 + entry.depth * 16
                width: 20
                height: parent.height
                Icon { anchors.centerIn: parent; name: entry.open ? "chevron-down" : "chevron-right"; size: 12; color: Theme.text3 }
                TapHandler { onTapped: root.projects.setOpen(entry.key, !entry.open) }
            }
            Icon { x: 28 + entry.depth * 16; anchors.verticalCenter: parent.verticalCenter; name: entry.all ? "flask-conical" : entry.open ? "folder-open" : "folder"; size: 14; color: entry.chosen ? Theme.link : Theme.text2 }
            Txt { anchors { left: parent.left; leftMargin: 48 + entry.depth * 16; right: number.left; rightMargin: 4 } height: parent.height; text: entry.name; size: Theme.fontSmall; font.weight: entry.chosen ? Font.Medium : Font.Normal; color: entry.chosen ? Theme.text : Theme.text2 }
            Mono { id: number; anchors { right: parent.right; rightMargin: 16 } height: parent.height; text: entry.tasks; size: Theme.fontCaption; color: Theme.text3 }
        }
    }
    Column {
        visible: root.projects.total === 0 && root.projects.live.state === LiveStatus.Syncing
        anchors { top: parent.top; topMargin: 96; left: parent.left; leftMargin: 28 }
        spacing: 16
        Repeater { model: 5; delegate: Skeleton { required property int index; width: 120 - index % 3 * 18 } }
    }
    Txt {
        visible: root.projects.count === 0 && root.projects.total > 0
        anchors { top: parent.top; topMargin: 64; left: parent.left; leftMargin: 16; right: parent.right; rightMargin: 16 }
        text: qsTr("No project has that name")
        size: Theme.fontSmall
        color: Theme.text3
        wrapMode: Text.WordWrap
    }
}
