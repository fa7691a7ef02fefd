pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Users.Models

// The fixed users: login, name, API keys, whether a login was tried.
Panel {
    id: root

    required property UsersModel page
    required property bool writable
    required property string reason
    readonly property int wLogin: Math.max(120, width * 0.22)
    readonly property int wName: Math.max(120, width * 0.24)
    signal asked(action: int, login: string)

    component Title: Txt { height: 28; size: Theme.fontCaption; font.weight: Font.Medium; color: Theme.text3 }

    title: qsTr("Fixed users")
    note: root.page.users.count === 0 ? "" : root.page.keysUnknown !== "" ? qsTr("API keys not known: %1").arg(root.page.keysUnknown) : qsTr("log in with a password")
    height: 36 + 28 + Math.max(2, root.page.users.count) * 36 + 2

    Row {
        x: 34
        Title { width: root.wLogin; text: qsTr("Login") }
        Title { width: root.wName; text: qsTr("Name") }
        Title { width: 70; text: qsTr("API keys") }
        Title { text: qsTr("Proof") }
    }
    Rule { y: 27; width: parent.width; color: Theme.border }
    Txt {
        visible: root.page.users.count === 0
        anchors { fill: parent; topMargin: 28; leftMargin: 12; rightMargin: 12 }
        text: root.page.off ? qsTr("Off. The first user switches it on: then only fixed users log in.") : qsTr("Nobody can log in: the list is empty.")
        size: Theme.fontSmall
        color: root.page.off ? Theme.warn : Theme.bad
        wrapMode: Text.WordWrap
    }
    ListView {
        id: list
        objectName: "userRows"
        anchors { fill: parent; topMargin: 28 }
        clip: true
        interactive: false
        activeFocusOnTab: count > 0
        keyNavigationEnabled: true
        model: root.page.users
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Fixed users, %n rows", "", root.page.users.count)
        function login(): string {
            const row = currentItem as UserRow
            return row ? row.key : ""
        }
        Keys.onPressed: event => {
            const action = event.key === Qt.Key_F2 ? UsersModel.Rename : event.key === Qt.Key_Delete ? UsersModel.Remove : event.key === Qt.Key_R || event.key === Qt.Key_Return ? UsersModel.Reset : -1
            event.accepted = action >= 0
            if (action >= 0 && login() !== "") root.asked(action, login())
        }
        delegate: UserRow {
            width: ListView.view.width
            wLogin: root.wLogin
            wName: root.wName
            writable: root.writable
            reason: root.reason
            last: index === list.count - 1
            focusedRow: list.activeFocus && ListView.isCurrentItem
            onAsked: action => { list.currentIndex = index; root.asked(action, key) }
        }
    }
}
