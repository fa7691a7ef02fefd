pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// A kind cluster on this computer: name, data folder, three ports.
Column {
    id: root

    required property LocalForm form

    spacing: 16
    Row {
        width: parent.width
        spacing: 12
        FormField { objectName: "cluster"; width: 200; form: root.form; field: SetupForm.Cluster; label: qsTr("Cluster name"); iconName: "ship-wheel" }
        FormField { objectName: "dataFolder"; width: root.width - 212; form: root.form; field: SetupForm.DataFolder; label: qsTr("Data folder"); iconName: "folder" }
    }
    Panel {
        width: parent.width
        height: 36 + 28 + 3 * 36 + 1
        title: qsTr("Ports")
        note: qsTr("open on this computer only")
        Row {
            x: 12
            Repeater {
                model: [qsTr("Service"), qsTr("Port"), qsTr("State")]
                delegate: Txt { required property string modelData; required property int index; width: index === 2 ? 200 : 170; height: 28; text: modelData; size: Theme.fontCaption; font.weight: Font.Medium; color: Theme.text3 }
            }
        }
        Rule { y: 27; width: parent.width; color: Theme.border }
        Column {
            y: 28
            width: parent.width
            PortRow { objectName: "webPort"; field: SetupForm.WebPort; service: qsTr("Web") }
            PortRow { objectName: "apiPort"; field: SetupForm.ApiPort; service: qsTr("API") }
            PortRow { objectName: "filesPort"; field: SetupForm.FilesPort; service: qsTr("Files"); last: true }
        }
    }
    ChecksPanel { objectName: "checks"; width: parent.width; form: root.form }

    component PortRow: TableRow {
        id: row
        required property int field
        required property string service
        property int tone: Tone.Unknown
        property string other
        readonly property bool refused: root.form.problemField === row.field
        function look() {
            if (port.text !== root.form.text(row.field)) port.text = root.form.text(row.field)
            row.tone = root.form.portTone(row.field)
            row.other = row.tone === Tone.Warn || row.refused ? root.form.freePort(row.field) : ""
        }
        function word(): string {
            if (row.refused) return root.form.problem
            if (row.tone === Tone.Ok) return qsTr("Free")
            if (row.tone === Tone.Warn) return row.other === "" ? qsTr("In use") : qsTr("In use. %1 is free.").arg(row.other)
            return qsTr("Not looked at yet")
        }
        width: parent ? parent.width : 0
        implicitHeight: 36
        Component.onCompleted: row.look()
        Connections {
            target: root.form
            function onChanged() { row.look() }
        }
        Txt { x: 12; height: parent.height; text: row.service; size: Theme.fontSmall }
        Field {
            id: port
            x: 182
            width: 96
            anchors.verticalCenter: parent.verticalCenter
            stepper: true
            text: root.form.text(row.field)
            invalid: row.refused
            inputMethodHints: Qt.ImhDigitsOnly
            Accessible.name: qsTr("Port of %1").arg(row.service)
            onTextEdited: root.form.setText(row.field, port.text)
            onStepped: by => { port.text = String(Math.max(1, Number(port.text) + by)); root.form.setText(row.field, port.text) }
        }
        StatusText { x: 352; width: parent.width - 352 - (use.visible ? use.width + 24 : 12); anchors.verticalCenter: parent.verticalCenter; kind: row.tone; word: row.word(); ink: row.refused ? Theme.bad : row.tone === Tone.Warn ? Theme.warn : Theme.text2 }
        Button {
            id: use
            objectName: "use"
            visible: row.other !== ""
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            implicitHeight: 24
            text: qsTr("Use %1").arg(row.other)
            onClicked: { port.text = row.other; root.form.setText(row.field, port.text) }
        }
    }
}
