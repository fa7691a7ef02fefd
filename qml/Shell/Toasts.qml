pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Workspace

// Bottom right, newest at the bottom.
Column {
    id: root

    required property Notices notices

    spacing: 8
    Repeater {
        model: root.notices
        delegate: Toast {
            id: entry
            required property int noticeId
            required property int tone
            required property bool toast
            required title
            required detail
            required action
            visible: entry.toast
            kind: entry.tone
            width: 380
            onActed: root.notices.act(entry.noticeId)
            onDismissed: root.notices.dismiss(entry.noticeId)
        }
    }
}
