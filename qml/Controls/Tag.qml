import QtQuick

Rectangle {
    id: tag

    property string text
    property string iconName
    property bool mono: false
    property color ink: Theme.text2
    property bool removable: false
    signal removed()

    implicitWidth: row.implicitWidth + 12
    implicitHeight: 20
    radius: Theme.radiusSmall
    color: "transparent"
    border.width: 1
    border.color: Theme.border

    Row {
        id: row
        anchors.centerIn: parent
        spacing: 4
        Icon { visible: tag.iconName !== ""; name: tag.iconName; size: 12; color: tag.ink; anchors.verticalCenter: parent.verticalCenter }
        Txt { text: tag.text; size: Theme.fontCaption; color: tag.ink; font.family: tag.mono ? Theme.mono : Theme.sans; anchors.verticalCenter: parent.verticalCenter }
        Icon { visible: tag.removable; name: "x"; size: 11; color: Theme.text3; TapHandler { onTapped: tag.removed() } anchors.verticalCenter: parent.verticalCenter }
    }
}
