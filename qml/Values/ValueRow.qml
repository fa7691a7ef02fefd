import QtQuick
import ClearDeck.Controls
import ClearDeck.Values.Models

// One line of the form: a group's heading, or a value.
FocusScope {
    id: root

    required property string heading
    required property string path
    required property string label
    required property string description
    required property string fallback
    required property string deployed
    required property string current
    required property string problem
    required property int fieldState
    required property int editor
    required property list<string> allowed
    required property int standing
    required property string unit
    required property list<string> cells
    required property bool isOverridden
    required property bool isChanged
    required property string fix
    required property bool published
    property ValuesDraft draft
    property bool selected: false
    property int keyWidth: 252
    property int oldWidth: 92
    readonly property bool isHeading: heading !== ""
    signal entered(path: string)
    signal yamlRequested(path: string)
    signal menuRequested(field: Item)
    signal described(on: bool)

    implicitHeight: isHeading ? 32 : row.implicitHeight
    onActiveFocusChanged: if (activeFocus && !isHeading) entered(path)

    function stateName(): string {
        switch (fieldState) {
        case FieldInfo.Overridden: return "overridden"
        case FieldInfo.Changed: return "changed"
        case FieldInfo.Warning: return "unknown"
        case FieldInfo.Invalid: return "invalid"
        default: return "inherited"
        }
    }
    function badge(): string {
        if (fieldState === FieldInfo.Invalid) return qsTr("Invalid")
        if (published) return qsTr("Public")
        switch (standing) {
        case FieldInfo.Dangling: return qsTr("Unknown key")
        case FieldInfo.Deleted: return qsTr("Deleted")
        case FieldInfo.Shared: return qsTr("Shared")
        }
        if (fieldState === FieldInfo.Warning) return qsTr("Check")
        if (standing === FieldInfo.Redundant) return qsTr("As default")
        return fieldState === FieldInfo.Changed ? qsTr("Changed") : ""
    }

    Txt { visible: root.isHeading; x: 16; width: parent.width - 32; height: 34; text: root.heading; size: Theme.fontSmall; strong: true }
    Rule { visible: root.isHeading; y: 31; width: parent.width }
    FormRow {
        id: row
        visible: !root.isHeading
        width: parent.width
        height: implicitHeight
        path: root.label
        description: root.description
        defaultText: root.fallback
        deployedText: root.deployed
        rowState: root.stateName()
        badge: root.badge()
        message: root.problem
        selectedRow: root.selected
        wKey: root.keyWidth
        wOld: root.oldWidth
        Accessible.role: Accessible.Row
        Accessible.name: qsTr("%1, %2, default %3, deployed %4").arg(root.path).arg(row.badge).arg(root.fallback).arg(root.deployed)
        onUndone: root.draft.takeBack(root.path)
        ValueEditor {
            id: editing
            focus: true
            width: parent.width - (mend.visible ? mend.width + 8 : 0)
            height: implicitHeight
            draft: root.draft
            path: root.path
            current: root.current
            unit: root.unit
            cells: root.cells
            editor: root.editor
            allowed: root.allowed
            inherited: !root.isOverridden && !root.isChanged
            invalid: root.fieldState === FieldInfo.Invalid
            onYamlRequested: root.yamlRequested(root.path)
            onMenuRequested: field => root.menuRequested(field)
        }
        Loader {
            id: mend
            active: root.fix !== ""
            visible: active
            x: Math.min(parent.width - width, editing.lineEnd + 8)
            sourceComponent: mending
        }
    }
    HoverHandler { id: over; enabled: !root.isHeading }
    readonly property bool asked: over.hovered && over.point.position.x < keyWidth  // the pointer rests on its words
    onAskedChanged: described(asked)
    // qmllint disable unqualified
    Component {
        id: mending
        Button { objectName: "fix"; text: root.fix; onClicked: root.draft.applyFix(root.path) }
    }
    // qmllint enable unqualified
}
