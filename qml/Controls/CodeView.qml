pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ClearDeck.Tables

// Read-only text or diff with line numbers. Give it CodeLines; it scrolls when its text is higher or wider.
FocusScope {
    id: root

    required property CodeLines lines
    property string language: "yaml"  // yaml, shell, plain
    property bool numbers: true
    property int lineHeight: 20
    property int gutter: numbers ? 40 : 12
    property alias contentY: list.contentY

    implicitHeight: lines.count * lineHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: root.lines.text

    function markup(s: string): string {
        return s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/ /g, "&nbsp;")
    }
    function paint(t: string, color: color): string {
        return t === "" ? "" : "<font color=\"" + color + "\">" + markup(t) + "</font>"
    }
    function scalar(v: string): string {
        return paint(v, /^\s*(-?\d[\w.]*|true|false|null|~)\s*$/.test(v) ? Theme.syntaxNumber : Theme.syntaxString)
    }
    function yaml(t: string): string {
        const hash = t.search(/(^|\s)#/)
        const body = hash < 0 ? t : t.substring(0, hash)
        const comment = paint(hash < 0 ? "" : t.substring(hash), Theme.syntaxComment)
        const m = body.match(/^(\s*(?:- )*)([\w."'$\/{}-]+)(:)(\s.*|)$/)
        if (!m) return scalar(body) + comment
        return markup(m[1]) + paint(m[2], Theme.syntaxKey) + paint(m[3], Theme.text3) + scalar(m[4]) + comment
    }
    function rich(t: string): string {
        if (language === "plain") return paint(t, Theme.text)
        if (language !== "shell") return yaml(t)
        if (t.startsWith("#")) return paint(t, Theme.syntaxComment)
        return t.split(/(\s+)/).map(w => paint(w, w.startsWith("-") ? Theme.syntaxKey : Theme.text)).join("")
    }

    ListView {
        id: list
        anchors.fill: parent
        focus: true
        clip: true
        model: root.lines
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        contentWidth: Math.max(list.width, root.gutter + root.lines.longest * sample.advanceWidth + 16)
        flickableDirection: Flickable.AutoFlickIfNeeded
        T.ScrollBar.vertical: ThinScrollBar { }
        T.ScrollBar.horizontal: ThinScrollBar { }
        TextMetrics { id: sample; font.family: Theme.mono; font.pixelSize: Theme.fontSmall; text: "0" }
        Keys.onLeftPressed: list.contentX = Math.max(0, list.contentX - 8 * sample.advanceWidth)
        Keys.onRightPressed: list.contentX = Math.max(0, Math.min(list.contentWidth - list.width, list.contentX + 8 * sample.advanceWidth))
        Keys.onUpPressed: list.contentY = Math.max(list.originY, list.contentY - 3 * root.lineHeight)
        Keys.onDownPressed: list.contentY = Math.max(list.originY, Math.min(list.originY + list.contentHeight - list.height, list.contentY + 3 * root.lineHeight))
        delegate: Rectangle {
            id: line
            required property string number
            required property string line
            required property int mark
            readonly property bool added: line.mark === CodeLines.Added
            readonly property bool removed: line.mark === CodeLines.Removed
            readonly property bool marked: line.mark === CodeLines.Marked || line.mark === CodeLines.Invalid
            width: list.contentWidth
            height: root.lineHeight
            color: line.added ? Theme.addTint : line.removed || line.mark === CodeLines.Invalid ? Theme.delTint : line.mark === CodeLines.Marked ? Theme.selected : "transparent"
            Rectangle { visible: line.marked; width: 2; height: parent.height; color: line.mark === CodeLines.Invalid ? Theme.bad : Theme.accent }
            Mono { visible: root.numbers; width: root.gutter - 16; height: parent.height; horizontalAlignment: Text.AlignRight; text: line.number; size: Theme.fontCaption; color: Theme.text3 }
            Mono { visible: line.added || line.removed; x: root.gutter - 12; height: parent.height; text: line.added ? "+" : "\u2212"; color: line.added ? Theme.addText : Theme.delText }
            Text {
                x: root.gutter
                width: parent.width - x - 8
                height: parent.height
                clip: true
                text: line.mark === CodeLines.Folded ? root.paint(line.line, Theme.text3) : root.rich(line.line)
                textFormat: Text.StyledText
                wrapMode: Text.NoWrap
                color: Theme.text
                font.family: Theme.mono
                font.pixelSize: Theme.fontSmall
                font.preferShaping: false
                verticalAlignment: Text.AlignVCenter
            }
        }
    }
}
