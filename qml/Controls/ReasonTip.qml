import QtQuick

// The tooltip of the item it stands in, shown by the shell's TipBubble. For a disabled control it says why, and what
// would enable it.
Item {
    id: tip

    property bool shown
    property string text
    property string keys
    property bool beside: false  // right of the item instead of under it

    function tell() {
        if (tip.shown) {
            Tips.text = tip.text
            Tips.keys = tip.keys
            Tips.beside = tip.beside
            Tips.owner = tip.parent
        } else if (Tips.owner === tip.parent) {
            Tips.owner = null
        }
    }
    onShownChanged: tell()
    onTextChanged: if (tip.shown) tell()
    Component.onDestruction: {
        tip.shown = false
        tip.tell()
    }
}
