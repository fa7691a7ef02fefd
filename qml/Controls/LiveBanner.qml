import QtQuick
import ClearDeck.Tables

// Says why what is on screen is not live; nothing while it is, or while the first list is on its way. Height 0 then.
Item {
    id: root

    required property LiveStatus live
    property string what           // whose data: a context or an installation
    property string actionText: qsTr("Retry now")
    readonly property bool shown: live.old
    signal retried()

    implicitHeight: shown ? 52 : 0
    visible: shown

    function title(): string {
        const since = live.since.getTime() > 0 ? Qt.formatTime(live.since, "hh:mm") : ""
        switch (live.state) {
        case LiveStatus.Stale: return since === "" ? qsTr("%1 is stale").arg(what) : qsTr("%1 is stale since %2").arg(what).arg(since)
        case LiveStatus.Reconnecting: return since === "" ? qsTr("%1 does not answer, reconnecting").arg(what) : qsTr("%1 is stale since %2, reconnecting").arg(what).arg(since)
        case LiveStatus.NeedsSignIn: return qsTr("%1 needs a sign-in").arg(what)
        case LiveStatus.Forbidden: return qsTr("Not allowed on %1").arg(what)
        default: return qsTr("%1 does not answer").arg(what)
        }
    }
    function detail(): string {
        const cause = live.hint === "" ? live.why : live.why + ". " + live.hint
        return live.attempt > 0 ? qsTr("Attempt %1. %2").arg(live.attempt).arg(cause) : cause
    }

    Banner {
        width: parent.width
        height: 40
        kind: root.live.tone === Tone.Bad ? Tone.Bad : Tone.Warn
        iconName: Theme.statusIcon(root.live.tone)
        title: root.title()
        detail: root.detail()
        Button { implicitHeight: 28; iconName: "refresh-cw"; text: root.actionText; onClicked: root.retried() }
    }
}
