pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Users.Models

// One fixed user and what can be done.
TableRow {
    id: row

    required property int index
    required property string key
    required property string title
    required property string detail
    required property string value
    required property string link
    required property int tone
    property int wLogin: 120
    property int wName: 120
    property bool writable: true
    property string reason
    signal asked(action: int)

    height: 36
    Accessible.name: row.title + ", " + row.detail + ", " + (row.value === "" ? qsTr("API keys not known") : qsTr("%n API keys", "", Number(row.value))) + ", " + row.link
    Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: "user"; size: 14 }
    Row {
        x: 34
        height: parent.height
        Mono { width: row.wLogin; height: parent.height; rightPadding: 10; text: row.title; elide: Text.ElideMiddle }
        Txt { width: row.wName; height: parent.height; rightPadding: 10; text: row.detail; size: Theme.fontSmall }
        Mono { width: 70; height: parent.height; text: row.value === "" ? "–" : row.value; color: Theme.text2 }
    }
    Row {
        x: 34 + row.wLogin + row.wName + 70
        height: parent.height
        spacing: 6
        Icon { visible: row.link !== ""; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(row.tone); color: Theme.status(row.tone); size: 13 }
        Txt { height: parent.height; width: Math.max(0, row.width - parent.x - 130); text: row.link; size: Theme.fontCaption; color: Theme.text2 }
    }
    Row {
        anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
        IconButton { iconName: "pencil"; iconSize: 14; keys: "F2"; text: qsTr("Change the name of %1").arg(row.title); enabled: row.writable; onClicked: row.asked(UsersModel.Rename) }
        IconButton { objectName: "reset"; iconName: "key-round"; iconSize: 14; keys: "R"; text: qsTr("New password for %1").arg(row.title); enabled: row.writable; onClicked: row.asked(UsersModel.Reset) }
        IconButton { iconName: "trash-2"; iconSize: 14; keys: "Del"; text: qsTr("Remove %1").arg(row.title); enabled: row.writable; onClicked: row.asked(UsersModel.Remove) }
    }
}
