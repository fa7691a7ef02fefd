import QtQuick

Column {
    id: empty

    property string iconName
    property string title
    property string detail
    property int maximumWidth: 440
    default property alias actions: actionRow.data

    spacing: 12
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        width: 44
        height: 44
        radius: Theme.radiusLarge
        color: Theme.inset
        border.width: 1
        border.color: Theme.border
        Icon { anchors.centerIn: parent; name: empty.iconName; size: 20 }
    }
    Txt { anchors.horizontalCenter: parent.horizontalCenter; text: empty.title; strong: true; size: Theme.fontTitle }
    Txt { anchors.horizontalCenter: parent.horizontalCenter; width: Math.min(440, empty.maximumWidth); text: empty.detail; color: Theme.text2; wrapMode: Text.WordWrap; elide: Text.ElideNone; horizontalAlignment: Text.AlignHCenter; lineHeight: 1.25 }
    Item { width: 1; height: 1 }
    Row { id: actionRow; anchors.horizontalCenter: parent.horizontalCenter; spacing: 8 }
}
