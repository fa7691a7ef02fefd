pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Users.Models
import ClearDeck.Workspace

// Who logs in with a password, and what the watchdog stops.
FocusScope {
    id: root

    required property UsersModel page
    readonly property InstallationInfo installation: page.installation
    readonly property bool shown: installation !== null && page.state === UsersModel.Ready
    readonly property bool wide: width >= 1100
    readonly property bool writable: shown && page.readOnly === "" && page.busy === ""
    property int rowCount: page.rowCount
    property bool ready: page.ready

    function reason(): string {
        return page.busy !== "" ? page.busy : page.readOnly
    }
    function ask(action: int, login: string) {
        if (!root.writable) return
        if (action === UsersModel.Remove) removal.ask(login)
        else sheet.ask(action, login)
    }

    Shortcut { sequence: "N"; enabled: root.writable && !sheet.visible && !removal.visible; onActivated: root.ask(UsersModel.Add, "") }
    Connections {
        target: root.page
        function onActionRequested(action: int) { root.ask(action, "") }
    }
    UsersState { anchors.fill: parent; page: root.page }
    Flickable {
        visible: root.shown
        anchors.fill: parent
        contentHeight: body.y + body.height + 12
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ThinScrollBar { }

        PageHeader {
            id: header
            x: 20
            y: 12
            width: parent.width - 40
            title: qsTr("Users and watchdog")
            summary: root.page.place
            Button {
                objectName: "add"
                focus: true
                kind: "primary"
                iconName: "plus"
                text: root.page.off ? qsTr("Switch on with a first user") : qsTr("Add user")
                shortcut: "N"
                enabled: root.writable
                disabledReason: enabled ? "" : root.reason()
                onClicked: root.ask(UsersModel.Add, "")
            }
        }
        Column {
            id: banners
            anchors { top: header.bottom; topMargin: 8; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
            LiveBanner { width: parent.width; live: root.page.live; what: root.installation ? root.installation.context : ""; onRetried: root.page.reload() }
            Item {
                objectName: "readOnly"
                visible: root.page.readOnly !== ""
                width: parent.width
                height: 48
                Banner {
                    width: parent.width
                    kind: Tone.Warn
                    iconName: "lock"
                    title: root.page.readOnly
                    detail: root.page.readOnlyHint
                    Button { implicitHeight: 28; text: qsTr("Open Values"); onClicked: root.page.open("Values", "fixedUsers") }
                }
            }
            Item {
                objectName: "busy"
                visible: root.page.busy !== ""
                width: parent.width
                height: 48
                Banner { width: parent.width; kind: Tone.Busy; title: root.page.busy; detail: qsTr("The API server restarts and the login is tried; the steps are among the notices.") }
            }
        }
        Item {
            id: body
            x: 20
            y: banners.y + banners.height
            width: parent.width - 40
            height: root.wide ? Math.max(list.height, watchdog.height) : list.height + 12 + watchdog.height
            UsersList {
                id: list
                objectName: "users"
                width: root.wide ? Math.round((parent.width - 12) * 0.56) : parent.width
                page: root.page
                writable: root.writable
                reason: root.reason()
                onAsked: (action, login) => root.ask(action, login)
            }
            WatchdogPanel {
                id: watchdog
                x: root.wide ? list.width + 12 : 0
                y: root.wide ? 0 : list.height + 12
                width: root.wide ? parent.width - x : parent.width
                page: root.page
                form: root.page.watchdog
            }
        }
    }
    UserSheet { id: sheet; objectName: "sheet"; page: root.page }
    RemoveSheet { id: removal; page: root.page }
}
