pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// Source and version. A source that fails says why here and leaves the page as it was.
Sheet {
    id: root

    required property UpgradeController page

    width: Math.min(680, parent ? parent.width - 48 : 680)
    height: Math.min(560, parent ? parent.height - 48 : 560)
    onOpened: list.forceActiveFocus(Qt.PopupFocusReason)

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Version and source")
        focus: true
        Txt { x: 20; y: 12; text: qsTr("Version and source"); strong: true; size: Theme.fontTitle }
        Txt { x: 20; y: 37; width: parent.width - 80; height: 20; text: qsTr("Read from %1").arg(root.page.source); size: Theme.fontSmall; color: Theme.text2; elide: Text.ElideMiddle }
        IconButton { anchors { right: parent.right; rightMargin: 12 } y: 12; iconName: "x"; text: qsTr("Close"); onClicked: root.close() }
        Field {
            id: place
            objectName: "source"
            x: 20
            y: 68
            width: parent.width - 40 - read.width - 8
            iconName: "package"
            invalid: root.page.sourceProblem !== ""
            placeholderText: qsTr("https://… of a repository, oci://…, a folder or a .tgz")
            Accessible.name: qsTr("Source of the chart")
            onAccepted: root.page.chooseSource(text)
        }
        Button { id: read; anchors { right: parent.right; rightMargin: 20 } y: 68; iconName: "refresh-cw"; text: qsTr("Read"); onClicked: root.page.chooseSource(place.text) }
        Row {
            id: known
            x: 20
            y: 104
            spacing: 8
            Button { implicitHeight: 24; text: qsTr("Where it came from"); onClicked: { place.clear(); root.page.chooseSource("") } }
            Button { implicitHeight: 24; text: qsTr("Our chart, in the program"); onClicked: { place.clear(); root.page.chooseSource("embedded") } }
            Button { implicitHeight: 24; text: qsTr("ClearML's repository"); onClicked: { place.text = "https://clearml.github.io/clearml-helm-charts"; root.page.chooseSource(place.text) } }
            Icon { visible: root.page.looking; name: "loader-circle"; size: 14; spinning: visible; color: Theme.busy; anchors.verticalCenter: parent.verticalCenter }
        }
        Txt {
            id: refusal
            objectName: "sourceProblem"
            x: 20
            anchors { top: known.bottom; topMargin: 8 }
            visible: text !== ""
            width: parent.width - 40
            text: root.page.sourceProblem
            size: Theme.fontSmall
            color: Theme.bad
            wrapMode: Text.Wrap
            maximumLineCount: 6
        }
        Rule { anchors.bottom: list.top; width: parent.width }
        VersionList {
            id: list
            objectName: "versions"
            anchors { left: parent.left; right: parent.right; top: refusal.visible ? refusal.bottom : known.bottom; topMargin: 12; bottom: parent.bottom; bottomMargin: 12 }
            focus: true
            page: root.page
            onChosen: version => { root.close(); root.page.chooseVersion(version) }
        }
    }
}
