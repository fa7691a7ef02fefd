import QtQuick
import QtQuick.Templates as T

// What palettes and dialogs are made of: a modal popup over a scrim; focus moves in and returns when it closes.
T.Popup {
    id: root

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.max(24, (parent.height - height) / 3)) : 0
    modal: true
    focus: true
    padding: 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    T.Overlay.modal: Rectangle { color: Theme.scrim }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.slow; easing.type: Easing.OutCubic } }
    background: Rectangle { radius: 10; color: Theme.overlay; border.width: 1; border.color: Theme.border }
}
