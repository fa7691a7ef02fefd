import QtQuick
import ClearDeck.Controls

// One guard, with its whole reason as a tooltip.
GuardRow {
    id: line

    required property int index
    required property string key  // number of the guard
    required property string link
    required property int tone
    required detail
    required title
    signal wanted(what: string)

    // As installation::Guard numbers them.
    function act() {
        const what = ["", "backup", "override", "diff", "", "image", "", "", "health", ""][Number(line.key)]
        if (line.link !== "" && what !== "") line.wanted(what)
    }
    kind: line.tone
    action: line.link
    Accessible.name: qsTr("%1. %2").arg(line.title).arg(line.detail)
    onActed: line.act()
    HoverHandler { id: over }
    ReasonTip { shown: over.hovered; text: line.detail }
}
