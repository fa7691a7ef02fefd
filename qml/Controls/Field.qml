import QtQuick
import QtQuick.Templates as T

// One-line editor. unit shows a suffix segment, secret masks the text, choice adds a chevron.
T.TextField {
    id: field

    property string unit
    property bool unitMenu: false
    property bool secret: false
    property bool choice: false
    property bool stepper: false
    property bool mono: true
    property bool invalid: false
    property bool changed: false
    property bool forceFocusRing: false
    property string iconName

    implicitWidth: 200
    implicitHeight: Theme.controlHeight
    leftPadding: iconName === "" ? 8 : 28
    rightPadding: trail.width + 8
    verticalAlignment: TextInput.AlignVCenter
    echoMode: secret && !revealed ? TextInput.Password : TextInput.Normal
    passwordCharacter: "\u2022"
    color: Theme.text
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentText
    font.family: mono ? Theme.mono : Theme.sans
    font.pixelSize: Theme.fontSmall
    clip: true
    selectByMouse: true
    property bool revealed: false
    signal stepped(by: int)
    signal menuRequested()
    Keys.onUpPressed: event => { event.accepted = stepper; if (stepper) stepped(1) }
    Keys.onDownPressed: event => { event.accepted = stepper; if (stepper) stepped(-1) }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.inset
        border.width: 1
        border.color: field.invalid ? Theme.bad : Theme.borderStrong
        opacity: field.enabled ? 1 : 0.6
        Icon { visible: field.iconName !== ""; x: 8; anchors.verticalCenter: parent.verticalCenter; name: field.iconName; size: 14; color: Theme.text3 }
        Txt { visible: field.text === "" && field.placeholderText !== ""; x: field.leftPadding; width: parent.width - 40; height: parent.height; text: field.placeholderText; size: Theme.fontSmall; color: Theme.text3; font.family: field.font.family }
        Row {
            id: trail
            anchors { right: parent.right; rightMargin: 1 }
            height: parent.height
            Item {
                visible: field.unit !== ""
                TapHandler { enabled: field.unitMenu; onTapped: field.menuRequested() }
                width: unitRow.implicitWidth + 16
                height: parent.height
                Rectangle { width: 1; height: parent.height - 2; y: 1; color: Theme.border }
                Row {
                    id: unitRow
                    anchors.centerIn: parent
                    spacing: 4
                    Mono { text: field.unit; color: Theme.text2; anchors.verticalCenter: parent.verticalCenter }
                    Icon { visible: field.unitMenu; name: "chevron-down"; size: 12; color: Theme.text3; anchors.verticalCenter: parent.verticalCenter }
                }
            }
            Item {
                visible: field.stepper
                width: 20
                height: parent.height
                Rectangle { width: 1; height: parent.height - 2; y: 1; color: Theme.border }
                Icon { x: 4; y: 2; name: "chevron-up"; size: 12; color: Theme.text3; TapHandler { onTapped: field.stepped(1) } }
                Icon { x: 4; y: 13; name: "chevron-down"; size: 12; color: Theme.text3; TapHandler { onTapped: field.stepped(-1) } }
            }
            Item {
                visible: field.choice
                width: 24
                height: parent.height
                Icon { anchors.centerIn: parent; name: "chevrons-up-down"; size: 13; color: Theme.text3 }
                TapHandler { onTapped: field.menuRequested() }
            }
            Item {
                visible: field.secret
                width: 26
                height: parent.height
                Icon { anchors.centerIn: parent; name: field.revealed ? "eye-off" : "eye"; size: 14; color: Theme.text2 }
                TapHandler { onTapped: field.revealed = !field.revealed }
            }
        }
        FocusRing { shown: field.activeFocus || field.forceFocusRing; inset: 0; radius: Theme.radius; border.color: field.invalid ? Theme.bad : Theme.ring }
    }
}
