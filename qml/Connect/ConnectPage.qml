pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Connect.Models
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Workspace

// An installation's three doors on local ports, and what to copy into a ClearML client.
FocusScope {
    id: root

    required property ConnectModel page
    readonly property InstallationInfo installation: page.installation
    readonly property bool on: page.state === ConnectModel.Starting || page.state === ConnectModel.Up
    readonly property bool compact: width < 1100
    property int rowCount: page.rowCount
    property bool ready: page.ready

    function summary(): string {
        if (!installation) return ""
        if (page.obstacle !== "") return page.obstacle + "."
        if (!on) return qsTr("Opens three forwards that follow the pods, and makes a clearml.conf that matches them.")
        return qsTr("Three forwards that follow the pods, and a clearml.conf that matches them.")
    }
    Shortcut { sequence: "F"; enabled: !root.on && root.page.obstacle === ""; onActivated: root.page.start() }
    Shortcut { sequence: "Shift+F"; enabled: root.on; onActivated: root.page.stop() }

    EmptyState {
        objectName: "empty"
        visible: !root.installation
        anchors.centerIn: parent
        maximumWidth: root.width - 40
        iconName: "cable"
        title: qsTr("No installation is chosen")
        detail: qsTr("A connection belongs to one installation. Choose it first.")
        Button { kind: "primary"; text: qsTr("Installations"); onClicked: root.page.open("Installations") }
    }
    Flickable {
        id: view
        visible: root.installation !== null
        anchors.fill: parent
        contentHeight: body.y + Math.max(left.implicitHeight, right.implicitHeight) + 12
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ThinScrollBar { }

        PageHeader {
            id: header
            x: 20
            y: 12
            width: parent.width - 40
            title: qsTr("Connect this computer")
            summary: root.summary()
            Button {
                objectName: "connect"
                visible: !root.on
                focus: true
                kind: "primary"
                iconName: "cable"
                text: root.page.state === ConnectModel.Failed ? qsTr("Connect again") : qsTr("Connect")
                shortcut: "F"
                enabled: root.page.obstacle === ""
                disabledReason: root.page.obstacle
                onClicked: root.page.start()
            }
            Button { objectName: "disconnect"; visible: root.on; iconName: "circle-stop"; text: qsTr("Disconnect"); shortcut: "⇧F"; onClicked: root.page.stop() }
            Button { visible: root.on; iconName: "external-link"; text: qsTr("Open web app"); enabled: root.page.webLive; disabledReason: enabled ? "" : qsTr("The web door does not answer yet"); onClicked: root.page.openWeb() }
            Button { objectName: "experiments"; visible: root.on; kind: "primary"; iconName: "flask-conical"; text: qsTr("Open Experiments"); enabled: root.page.state === ConnectModel.Up; disabledReason: enabled ? "" : qsTr("The API does not answer yet"); onClicked: root.page.open("Experiments") }
        }
        Column {
            id: banners
            anchors { top: header.bottom; topMargin: 8; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
            spacing: 0
            LiveBanner { width: parent.width; live: root.page.live; what: root.installation ? root.installation.context : ""; onRetried: root.page.retry() }
            Item {
                objectName: "problem"
                visible: root.page.problem !== ""
                width: parent.width
                height: 52
                Banner {
                    width: parent.width
                    kind: Tone.Bad
                    title: root.page.problem
                    detail: root.page.hint
                    Button { objectName: "anywhere"; visible: root.page.portTaken; implicitHeight: 28; iconName: "plug"; text: qsTr("Use free ports"); onClicked: root.page.startAnywhere() }
                }
            }
        }
        Item {
            id: body
            x: 20
            y: banners.y + banners.height
            width: parent.width - 40
            readonly property int sideWidth: root.compact ? 360 : 436

            Column {
                id: left
                width: parent.width - parent.sideWidth - 12
                spacing: 12
                DoorsPanel { width: parent.width; page: root.page }
                ChecksPanel { width: parent.width; page: root.page }
                PlacesPanel { width: parent.width; doors: root.page.doors }
            }
            Column {
                id: right
                x: parent.width - width
                width: parent.sideWidth
                spacing: 12
                SnippetPanel { width: parent.width; page: root.page }
                KeyPanel { width: parent.width; page: root.page; key: root.page.key }
            }
        }
    }
}
