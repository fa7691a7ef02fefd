pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Overview.Models
import ClearDeck.Tables
import ClearDeck.Workspace

// One installation: the map with the first broken link, what needs attention, addresses, storage, what happened.
FocusScope {
    id: root

    required property OverviewModel page
    readonly property InstallationInfo installation: page.installation
    readonly property bool compact: width < 1100
    property int rowCount: page.rowCount
    property bool ready: page.ready

    Flickable {
        id: view
        anchors.fill: parent
        contentHeight: Math.max(height, body.y + body.implicitHeight + 12)
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ThinScrollBar { }

        PageHeader {
            id: header
            x: 20
            y: 12
            width: parent.width - 40
            title: root.installation.name
            summary: root.installation.gone ? qsTr("This installation is no longer in the cluster.") : root.installation.sentence
            Button {
                iconName: "external-link"
                text: qsTr("Open web app")
                enabled: root.installation.webUrl !== ""
                disabledReason: enabled ? "" : qsTr("There is no way in from outside: press Connect")
                onClicked: Qt.openUrlExternally(root.installation.webUrl)
            }
            Button { iconName: "cable"; text: qsTr("Connect"); onClicked: root.page.open("Connect") }
        }
        Row {
            x: 20 + Math.min(nameWidth.width + 12, parent.width * 0.3)
            y: 16
            spacing: 10
            StatusPill { kind: root.installation.tone; word: root.installation.word }
            Mono { height: 20; text: root.installation.chart + " " + root.installation.chartVersion; color: Theme.text2 }
            Mono { visible: !root.compact; height: 20; text: qsTr("app %1").arg(root.installation.appVersion); color: Theme.text2 }
            Mono { visible: !root.compact && root.installation.revision > 0; height: 20; text: qsTr("revision %1").arg(root.installation.revision); color: Theme.text2 }
        }
        TextMetrics { id: nameWidth; font.family: Theme.sans; font.pixelSize: Theme.fontTitle; font.weight: Font.DemiBold; text: root.installation.name }
        LiveBanner {
            id: banner
            anchors { top: header.bottom; topMargin: 8; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
            live: root.installation.live
            what: root.installation.context
            onRetried: root.page.retry()
        }
        Banner {
            id: pending
            objectName: "pending"
            visible: root.installation.pending !== ""
            anchors { top: banner.bottom; topMargin: 8; left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20 }
            kind: Tone.Warn
            title: qsTr("The release is %1").arg(root.installation.pending)
            detail: qsTr("A helm works on it, or was interrupted.")
            Button { implicitHeight: 28; iconName: "history"; text: qsTr("Open History"); onClicked: root.page.open("History") }
        }
        Item {
            id: body
            x: 20
            y: pending.visible ? pending.y + 48 : banner.y + banner.implicitHeight
            width: parent.width - 40
            implicitHeight: Math.max(left.implicitHeight, right.implicitHeight)
            opacity: root.installation.live.old ? (Theme.dark ? 0.85 : 0.92) : 1
            readonly property int rightWidth: root.compact ? 304 : 396

            Column {
                id: left
                width: parent.width - parent.rightWidth - 12
                spacing: 12
                Panel {
                    width: parent.width
                    height: 36 + map.height + (advice.visible ? 52 : 4)
                    title: qsTr("Dependency map")
                    note: root.compact ? "" : qsTr("as Kubernetes sees it; press a part to see its pods")
                    DependencyMap {
                        id: map
                        width: parent.width
                        height: 336
                        compact: root.compact
                        parts: root.page.parts
                        brokenFrom: root.page.brokenFrom
                        brokenTo: root.page.brokenTo
                        onChosen: part => root.page.open("Workloads", part)
                    }
                    Rectangle {
                        id: advice
                        visible: root.page.findings.count > 0 && root.page.advice !== ""
                        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 7 }
                        height: 44
                        radius: Theme.radius
                        color: Theme.tint(root.installation.tone)
                        Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(root.installation.tone); color: Theme.status(root.installation.tone) }
                        Txt { x: 38; y: 5; width: parent.width - 50; text: root.installation.sentence; size: Theme.fontSmall; font.weight: Font.Medium }
                        Txt { x: 38; y: 23; width: parent.width - 50; text: root.page.advice; size: Theme.fontCaption; color: Theme.text2 }
                    }
                }
                Panel {
                    width: parent.width
                    height: Math.max(260, view.height - y - body.y - 12)
                    title: qsTr("Timeline")
                    note: qsTr("what changed, last %n hours on the axis", "", root.page.timeline.hours)
                    TimelineView { anchors.fill: parent; timeline: root.page.timeline }
                }
            }
            Column {
                id: right
                x: parent.width - width
                width: parent.rightWidth
                spacing: 12
                FactsPanel {
                    width: parent.width
                    title: qsTr("What needs attention")
                    note: facts.count > 0 ? facts.count : ""
                    facts: root.page.findings
                    emptyText: root.installation.live.state === LiveStatus.Syncing ? qsTr("Checking") : qsTr("Nothing. Every part that was asked is well.")
                    actionText: qsTr("Inspect")
                    onActed: fact => root.page.open("Workloads", fact)
                }
                FactsPanel {
                    width: parent.width
                    title: qsTr("Addresses")
                    note: qsTr("as the cluster publishes them")
                    facts: root.page.addresses
                    emptyText: qsTr("No address was found")
                    labelled: true
                    onCopied: text => root.page.copy(text)
                }
                FactsPanel {
                    width: parent.width
                    title: qsTr("Storage")
                    note: facts.count > 0 ? qsTr("%n volumes", "", facts.count) : ""
                    facts: root.page.volumes
                    emptyText: qsTr("No PersistentVolumeClaim belongs to it")
                    mono: true
                }
            }
        }
    }
}
