pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls

DataRow {
    id: root

    required property string name
    required property string ns
    required property string cluster
    required property string word
    required property int tone
    required property string sentence
    required property list<int> chain
    required property string chartVersion
    required property string chart
    required property string appVersion
    required property string address
    required property string via
    required property string url
    required property string changed
    required property string ago
    required property bool old
    readonly property TableColumn cName: table.columns[0]
    readonly property TableColumn cCluster: table.columns[1]
    readonly property TableColumn cHealth: table.columns[2]

    Accessible.name: qsTr("%1, %2, %3, %4, chart %5").arg(root.name).arg(root.cluster).arg(root.word).arg(root.sentence).arg(root.chartVersion)

    component Lines: TwoLines {
        required property TableColumn at
        visible: at.shown
        x: at.x
        width: at.span
        height: root.height
    }
    Item {
        anchors.fill: parent
        opacity: root.old ? (Theme.dark ? 0.85 : 0.92) : 1
        Lines { at: root.cName; first: root.name; second: root.ns; firstStrong: true; secondMono: true }
        Lines { at: root.cCluster; first: root.cluster; firstMono: true; second: root.old ? qsTr("not live") : "" }
        StatusText { x: root.cHealth.x; y: 6; width: 104; kind: root.tone; word: root.word; turning: false }
        ChainStrip { x: root.cHealth.x + 108; y: 8; links: root.chain; tips: root.table.visible }
        Txt { x: root.cHealth.x + 20; y: 23; width: root.cHealth.span - 32; text: root.sentence; size: Theme.fontCaption; color: Theme.text2 }
        Lines { at: root.table.columns[3]; first: root.chartVersion === "" ? qsTr("unknown") : root.chartVersion; firstMono: true; second: root.chart; secondMono: true }
        DataCell { at: root.table.columns[4]; text: root.appVersion }
        Lines { id: web; at: root.table.columns[5]; first: root.address; firstMono: root.url !== ""; second: root.via === "" ? "" : qsTr("through %1").arg(root.via) }
        Lines { at: root.table.columns[6]; first: root.changed; second: root.ago }
    }
    TapHandler {
        enabled: root.url !== ""
        acceptedModifiers: Qt.ControlModifier
        onTapped: Qt.openUrlExternally(root.url)
    }
}
