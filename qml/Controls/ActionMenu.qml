import QtQuick
import QtQuick.Templates as T

// A menu of ActionItems.
T.Menu {
    id: root

    implicitWidth: Math.max(200, contentItem.implicitWidth + 8)
    implicitHeight: contentItem.implicitHeight + 8
    margins: 4
    padding: 4
    overlap: 1
    contentItem: ListView {
        implicitWidth: 200
        implicitHeight: contentHeight
        model: root.contentModel
        interactive: contentHeight > height
        clip: true
        currentIndex: root.currentIndex
    }
    background: Rectangle { radius: Theme.radiusLarge; color: Theme.overlay; border.width: 1; border.color: Theme.border }
}
