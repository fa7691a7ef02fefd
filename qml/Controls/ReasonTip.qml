pragma ComponentBehavior: Bound
import QtQuick

// The tooltip of the item it stands in. The bubble is made when it is first shown: a page has dozens of tips, and a
// person sees one at a time.
Loader {
    id: tip

    property bool shown
    property string text
    property string keys
    property bool beside: false  // right of the item instead of under it

    active: shown
    sourceComponent: TipBubble {
        parent: tip.parent
        visible: tip.shown
        text: tip.text
        keys: tip.keys
        x: tip.beside ? parent.width + 6 : Math.round((parent.width - width) / 2)
        y: tip.beside ? 0 : parent.height + 4
    }
}
