pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.History.Models

// What an uninstall destroys and what it keeps; then the name is typed.
ConfirmDialog {
    id: root

    required property HistoryController page
    readonly property UninstallCase removal: page.removal
    readonly property bool known: removal.state === UninstallCase.Ready

    width: 600
    title: qsTr("Uninstall %1").arg(page.installation.name)
    detail: removal.state === UninstallCase.Failed ? removal.problem : known ? qsTr("Deleted from %1: %2.").arg(page.installation.ns).arg(removal.dies) : qsTr("Reading what would be deleted")
    word: page.installation.name
    missing: known ? page.busy : qsTr("What it destroys is not known yet")
    actionText: qsTr("Uninstall %1").arg(page.installation.name)
    command: removal.command
    onCopied: command => page.copy(command)
    onAccepted: page.uninstall()
    onClosed: if (page.busy === "") removal.close()

    component Facts: Column {
        id: list
        required property FactsModel facts
        property string title
        width: 560
        visible: list.facts.count > 0 && root.known
        spacing: 4
        Txt { text: list.title; size: Theme.fontSmall; strong: true }
        Panel {
            width: parent.width
            height: Math.min(5, list.facts.count) * 28 + 2
            color: Theme.inset
            ListView {
                anchors.fill: parent
                clip: true
                model: list.facts
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ThinScrollBar { }
                delegate: Item {
                    id: fact
                    required property string title
                    required property string detail
                    required property string value
                    required property int tone
                    width: ListView.view.width
                    height: 28
                    Accessible.role: Accessible.ListItem
                    Accessible.name: fact.title + ", " + fact.value + ", " + fact.detail
                    Icon { x: 10; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(fact.tone); size: 14; color: Theme.status(fact.tone) }
                    Mono { id: what; x: 32; height: parent.height; width: Math.min(implicitWidth, parent.width * (fact.detail === "" ? 0.85 : 0.5)); text: fact.title; elide: Text.ElideMiddle }
                    Txt { anchors { left: what.right; leftMargin: 10; right: size.left; rightMargin: 10 } height: parent.height; text: fact.detail; size: Theme.fontSmall; color: fact.tone === Tone.Bad ? Theme.bad : Theme.text2 }
                    Mono { id: size; anchors { right: parent.right; rightMargin: 12 } height: parent.height; text: fact.value; color: Theme.text2 }
                }
            }
        }
    }
    Facts { facts: root.removal.data; title: qsTr("Data that dies") }
    Facts { facts: root.removal.kept; title: qsTr("Kept, and taken over by the next installation of this name") }
    Txt { visible: root.known && root.removal.data.count === 0; width: 560; text: qsTr("No data is deleted."); size: Theme.fontSmall; color: Theme.text2 }
    Column {
        visible: root.known
        width: 560
        spacing: 4
        Txt { text: qsTr("Back up before"); size: Theme.fontSmall; strong: true }
        CopyLine { visible: root.removal.backup !== ""; width: parent.width; text: root.removal.backup; onCopy: text => root.page.copy(text) }
        Txt { visible: root.removal.backup === ""; width: parent.width; text: qsTr("This installation has no backup of its own: copy its volumes by hand."); size: Theme.fontSmall; color: Theme.text2 }
    }
}
