import QtQuick
import ClearDeck.Shell.Models
import ClearDeck.Tables
import ClearDeck.Workspace

// The word in the top bar: of the installation's data on its pages, of all contexts on the others.
QtObject {
    id: root

    required property Shell shell
    readonly property Workspace workspace: shell.workspace
    readonly property LiveStatus live: shell.ofInstallation && workspace.current ? workspace.current.live : workspace.installations.live
    readonly property int all: workspace.contexts.total
    readonly property int tone: live.tone
    readonly property string word: workspace.empty ? ""
        : shell.ofInstallation || workspace.contexts.answered === all ? live.word
        : live.state === LiveStatus.Live ? qsTr("Live, %1 of %2 contexts").arg(workspace.contexts.answered).arg(all) : live.word
}
