import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Values.Models

// What the draft would do to the cluster, and how true that is.
Item {
    id: root

    required property ManifestPreview preview
    property bool titled: true
    readonly property int state_: preview.state

    function tone(): int {
        switch (state_) {
        case ManifestPreview.Live: return Tone.Live
        case ManifestPreview.Asking: return Tone.Busy
        case ManifestPreview.Failed: return Tone.Bad
        default: return Tone.Warn
        }
    }
    function word(): string {
        switch (state_) {
        case ManifestPreview.Live: return qsTr("Live, %1").arg(preview.time)
        case ManifestPreview.Asking: return preview.time === "" ? qsTr("Checking") : qsTr("Checking, was %1").arg(preview.time)
        case ManifestPreview.Failed: return qsTr("Refused")
        default: return preview.summary === "" ? qsTr("Not checked") : qsTr("Last valid, %1").arg(preview.time)
        }
    }

    Item {
        id: head
        width: parent.width
        height: 36
        Txt { id: title; x: 12; height: parent.height; text: qsTr("Manifest diff"); size: Theme.fontSmall; strong: true }
        Txt { anchors { left: title.right; leftMargin: 10; right: status.left; rightMargin: 8 } height: parent.height; text: root.preview.summary; size: Theme.fontSmall; color: Theme.text2 }
        StatusText {
            id: status
            visible: root.state_ !== ManifestPreview.Unchanged
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            kind: root.tone()
            iconName: root.state_ === ManifestPreview.Frozen ? "clock" : Theme.statusIcon(root.tone())
            word: root.word()
            size: Theme.fontCaption
        }
        Rule { anchors.bottom: parent.bottom; width: parent.width }
    }
    Rectangle {
        id: refusal
        visible: root.preview.why !== ""
        anchors { top: head.bottom; left: parent.left; right: parent.right; margins: 8 }
        height: visible ? words.implicitHeight + 16 : 0
        radius: Theme.radius
        color: Theme.tint(root.state_ === ManifestPreview.Failed ? Tone.Bad : Tone.Warn)
        Txt {
            id: words
            x: 10
            y: 8
            width: parent.width - 20
            text: root.preview.hint === "" ? root.preview.why : root.preview.why + "\n" + root.preview.hint
            size: Theme.fontSmall
            color: Theme.text2
            wrapMode: Text.Wrap
            maximumLineCount: 10
        }
    }
    ManifestList {
        anchors { top: refusal.visible ? refusal.bottom : head.bottom; topMargin: refusal.visible ? 8 : 0; bottom: parent.bottom; left: parent.left; right: parent.right }
        visible: root.preview.summary !== ""
        objects: root.preview.objects
        dimmed: root.preview.state !== ManifestPreview.Live
    }
    Txt {
        visible: root.preview.summary === "" && !refusal.visible
        anchors.centerIn: parent
        text: root.state_ === ManifestPreview.Asking ? qsTr("Asking the server what would change") : qsTr("Nothing differs from what is deployed")
        size: Theme.fontSmall
        color: Theme.text3
    }
    Txt {
        visible: root.preview.summary !== "" && root.preview.objects.count === 0
        anchors.centerIn: parent
        text: qsTr("The values change no object of the cluster")
        size: Theme.fontSmall
        color: Theme.text3
    }
}
