pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// Beside the form: the YAML, the manifest diff, or both.
Rectangle {
    id: root

    required property ValuesController page
    property string currentPath
    readonly property bool showsYaml: views.current !== 1
    readonly property bool showsDiff: views.current !== 0
    signal hidden()
    signal fileAsked(toSave: bool)

    function editYaml() {
        if (!showsYaml) views.choose(2)
        yaml.edit()
    }

    color: Theme.inset
    Rule { vertical: true; height: parent.height; color: Theme.border }
    Item {
        id: head
        x: 1
        width: parent.width - 1
        height: 48
        Segmented {
            id: views
            objectName: "views"
            x: 12
            anchors.verticalCenter: parent.verticalCenter
            current: 2
            Segment { text: qsTr("YAML") }
            Segment { text: qsTr("Manifest diff"); count: root.page.preview.objects.count > 0 ? root.page.preview.objects.count : -1 }
            Segment { text: qsTr("Both") }
        }
        Row {
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            IconButton { iconName: "copy"; text: qsTr("Copy YAML, secrets included"); onClicked: root.page.copySecret(root.page.draft.text) }
            IconButton { iconName: "panel-right-close"; text: qsTr("Hide panel"); onClicked: root.hidden() }
        }
        Rule { anchors.bottom: parent.bottom; width: parent.width }
    }
    YamlPane {
        id: yaml
        x: 1
        y: 48
        visible: root.showsYaml
        width: parent.width - 1
        height: !root.showsYaml ? 0 : root.showsDiff ? Math.round((parent.height - 48 - note.height) * 0.55) : parent.height - 48 - note.height
        draft: root.page.draft
        file: root.page.file
        currentPath: root.currentPath
        onFileAsked: toSave => root.fileAsked(toSave)
    }
    Rule { visible: root.showsYaml && root.showsDiff; anchors.top: yaml.bottom; width: parent.width; color: Theme.border }
    FieldNote {
        id: note
        x: 1
        anchors.bottom: parent.bottom
        width: parent.width - 1
        height: implicitHeight
        draft: root.page.draft
        path: root.currentPath
    }
    ManifestPane {
        visible: root.showsDiff
        anchors { top: yaml.bottom; topMargin: 1; bottom: note.top; left: parent.left; leftMargin: 1; right: parent.right }
        preview: root.page.preview
    }
}
