import QtQuick
import ClearDeck.Tables

Rectangle {
    id: banner

    property int kind: Tone.Warn
    property string iconName: Theme.statusIcon(kind)
    property string title
    property string detail
    default property alias actions: actionRow.data

    implicitHeight: 40
    radius: Theme.radius
    color: Theme.tint(kind)
    border.width: 1
    border.color: Qt.rgba(Theme.status(kind).r, Theme.status(kind).g, Theme.status(kind).b, 0.35)

    Icon { id: glyph; x: 12; anchors.verticalCenter: parent.verticalCenter; name: banner.iconName; color: Theme.status(banner.kind) }
    Txt { id: titleText; x: 40; height: parent.height; text: banner.title; strong: true; size: Theme.fontSmall }
    Txt {
        anchors { left: titleText.right; leftMargin: 8; right: actionRow.left; rightMargin: 12 }
        height: parent.height
        text: banner.detail
        size: Theme.fontSmall
        color: Theme.text2
    }
    Row { id: actionRow; anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter } spacing: 4 }
}
