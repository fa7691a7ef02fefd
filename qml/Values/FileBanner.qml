import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
import ClearDeck.Values.Models

// What is the matter with the user's file: written elsewhere, broken, gone, or different from the cluster.
Banner {
    id: root

    required property ValuesFile file
    readonly property bool behind: file.state === ValuesFile.Fine && file.drifted > 0
    signal differenceAsked()

    objectName: "fileBanner"
    visible: file.state !== ValuesFile.Fine || behind
    kind: file.state === ValuesFile.Broken || file.state === ValuesFile.Refused ? Tone.Bad : Tone.Warn
    title: {
        switch (file.state) {
        case ValuesFile.Changed: return qsTr("%1 was changed by another program").arg(file.name)
        case ValuesFile.Broken: return qsTr("%1 is no values file").arg(file.name)
        case ValuesFile.Gone: return qsTr("%1 is not there any more").arg(file.name)
        case ValuesFile.Refused: return qsTr("The file was not written")
        default: return file.drifted === 1 ? qsTr("%1 and the cluster differ in 1 value").arg(file.name) : qsTr("%1 and the cluster differ in %2 values").arg(file.name).arg(file.drifted)
        }
    }
    detail: {
        switch (file.state) {
        case ValuesFile.Changed: return qsTr("The draft has edits of its own. Nothing is overwritten before you decide.")
        case ValuesFile.Broken: return qsTr("%1. The last good values stay.").arg(file.problem)
        case ValuesFile.Gone: return qsTr("Save writes it again.")
        case ValuesFile.Refused: return file.problem
        default: return qsTr("The draft shows what is deployed.")
        }
    }
    Button { visible: root.file.state === ValuesFile.Changed || root.behind; implicitHeight: 28; kind: "ghost"; text: qsTr("Show difference"); onClicked: root.differenceAsked() }
    Button { objectName: "takeDisk"; visible: root.file.state === ValuesFile.Changed || root.file.state === ValuesFile.Broken; implicitHeight: 28; text: qsTr("Reload"); onClicked: root.file.takeDisk() }
    Button { objectName: "keepMine"; visible: root.file.state === ValuesFile.Changed; implicitHeight: 28; text: qsTr("Keep mine"); onClicked: root.file.keepMine() }
    Button { visible: root.file.state === ValuesFile.Gone; implicitHeight: 28; text: qsTr("Save"); onClicked: root.file.save() }
    Button { objectName: "takeFile"; visible: root.behind; implicitHeight: 28; text: qsTr("Use the file's values"); onClicked: root.file.takeDisk() }
    Button { objectName: "takeCluster"; visible: root.behind && root.file.own; implicitHeight: 28; text: qsTr("Bring the file to the cluster"); onClicked: root.file.takeCluster() }
}
