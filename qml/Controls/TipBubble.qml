import QtQuick
import QtQuick.Templates as T

// What a tooltip looks like, and where it stands.
T.ToolTip {
    id: tip

    property string keys
    property bool beside: false  // right of its parent instead of under it

    x: !parent ? 0 : tip.beside ? parent.width + 6 : Math.round((parent.width - width) / 2)
    y: !parent || tip.beside ? 0 : parent.height + 4
    delay: 450
    margins: 4
    padding: 0
    implicitWidth: Math.min(420, label.implicitWidth + 20) + (tip.keys === "" ? 0 : cap.implicitWidth + 6)
    implicitHeight: 28
    closePolicy: T.Popup.NoAutoClose

    background: Rectangle { radius: Theme.radius; color: Theme.overlay; border.width: 1; border.color: Theme.border }
    contentItem: Item {
        Txt { id: label; x: 10; width: parent.width - 20; height: parent.height; text: tip.text; size: Theme.fontSmall }
        KeyCap { id: cap; visible: tip.keys !== ""; text: tip.keys; anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter } }
    }
}
