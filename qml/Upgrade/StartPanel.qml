import QtQuick
import ClearDeck.Controls
import ClearDeck.Upgrade.Models

// Why it cannot be started, or the start.
Panel {
    id: root

    required property UpgradeController page
    readonly property UpgradeStep step: page.step
    signal reviewed()
    signal saved()
    signal chosen()

    function headline(): string {
        if (root.page.work.busy) return root.page.work.title
        if (root.page.wanted === "") return qsTr("Nothing newer is offered")
        if (root.step.blocking > 0 && !root.page.looking) return root.step.blocking === 1 ? qsTr("1 guard blocks the start") : qsTr("%1 guards block the start").arg(root.step.blocking)
        return root.page.cannotStart === "" ? qsTr("Ready for the step to %1").arg(root.step.to) : root.page.cannotStart
    }
    function reason(): string {
        if (root.page.wanted === "") return qsTr("The newest version that %1 offers is deployed. Another source or version can be chosen.").arg(root.page.source)
        if (root.step.blocking > 0 && !root.page.looking) return qsTr("%1. %2").arg(root.step.blocker).arg(root.step.blockerWhy)
        return root.page.cannotStart === "" ? qsTr("One step is run, followed and verified. The next one waits for your word.") : ""
    }
    height: words.implicitHeight + 84
    Column {
        id: words
        x: 16
        y: 16
        width: parent.width - 32
        spacing: 6
        Txt { width: parent.width; text: root.headline(); strong: true; wrapMode: Text.Wrap; maximumLineCount: 2 }
        Txt { visible: text !== ""; width: parent.width; text: root.reason(); size: Theme.fontSmall; color: Theme.text2; wrapMode: Text.Wrap; maximumLineCount: 8 }
    }
    Row {
        x: 16
        anchors { bottom: parent.bottom; bottomMargin: 16 }
        spacing: 8
        Button {
            objectName: "review"
            visible: root.page.wanted !== ""
            kind: "primary"
            text: root.step.steps > 1 ? qsTr("Review the first step") : qsTr("Review the step")
            enabled: root.page.cannotStart === ""
            disabledReason: root.page.cannotStart
            onClicked: root.reviewed()
        }
        Button { visible: root.page.wanted === ""; kind: "primary"; text: qsTr("Choose version and source"); onClicked: root.chosen() }
        Button {
            visible: root.page.wanted !== ""
            text: qsTr("Save plan")
            iconName: "save"
            enabled: root.step.steps > 0 && !root.page.looking && !root.page.work.busy && !root.page.work.stopped && root.page.foreignRevision === 0 && root.step.overrides.undecided === 0
            disabledReason: root.step.overrides.undecided > 0 ? qsTr("Decide every conflict first") : root.page.cannotStart
            onClicked: root.saved()
        }
    }
}
