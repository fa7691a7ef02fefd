pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// When nothing newer is offered: what the source has. Enter plans the way to a version.
Panel {
    id: root

    required property UpgradeController page

    title: qsTr("Versions")
    note: qsTr("from %1").arg(root.page.source)
    height: 36 + Math.max(44, Math.min(420, list.contentHeight)) + 2
    VersionList { id: list; anchors.fill: parent; page: root.page; onChosen: version => root.page.chooseVersion(version) }
}
