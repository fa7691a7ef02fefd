pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables

// The ClearML dependency chain. Positions are fixed so that the eye learns them; rows of `parts` are in chain order.
Item {
    id: root

    required property FactsModel parts
    property int brokenFrom: -1
    property int brokenTo: -1
    property bool compact: false
    signal chosen(part: string)

    // ingress, webserver, apiserver, fileserver, mongodb, elasticsearch, redis, async-delete
    readonly property list<real> columns: [0, 1, 1, 1, 3, 3, 3, 2]
    readonly property list<real> rows: [1, 0, 1, 2, 0, 1, 2, 2.5]
    readonly property list<int> edges: [0, 1, 0, 2, 0, 3, 1, 2, 2, 4, 2, 5, 2, 6, 7, 4, 7, 6, 3, 7]
    readonly property int nodeWidth: compact ? 128 : 168
    readonly property int nodeHeight: 56
    readonly property real stepX: (width - 32 - nodeWidth) / 3
    readonly property real stepY: (height - 40 - nodeHeight) / 2.5
    property int brokenTone: Tone.Warn

    function px(i: int): real { return 16 + columns[i] * stepX }
    function py(i: int): real { return 20 + rows[i] * stepY }

    Canvas {
        id: canvas
        anchors.fill: parent
        readonly property string watched: `${root.width} ${root.height} ${Theme.dark} ${root.brokenFrom} ${root.brokenTo} ${root.brokenTone}`
        onWatchedChanged: requestPaint()
        onPaint: {
            const c = getContext("2d")
            c.reset()
            c.lineJoin = "round"
            for (let pass = 0; pass < 2; ++pass)
                for (let e = 0; e < root.edges.length; e += 2) {
                    const broken = root.edges[e] === root.brokenFrom && root.edges[e + 1] === root.brokenTo
                    if (broken === (pass === 1)) edge(c, root.edges[e], root.edges[e + 1], broken)
                }
        }
        function edge(c: var, a: int, b: int, broken: bool) {
            c.strokeStyle = broken ? (root.brokenTone === Tone.Bad ? Theme.bad : Theme.warnFill) : Theme.edge
            c.lineWidth = broken ? 2 : 1.25
            c.fillStyle = c.strokeStyle
            c.beginPath()
            if (root.columns[a] === root.columns[b]) return down(c, root.px(a) + root.nodeWidth / 2, root.py(a) + root.nodeHeight, root.py(b) - 1)
            const toMongo = a === 7 && b === 4
            const sx = root.px(a) + root.nodeWidth, sy = root.py(a) + root.nodeHeight / 2
            const ex = root.px(b) - 1, ey = root.py(b) + root.nodeHeight / 2 + (a === 7 ? 10 : 0)
            const mx = toMongo || a === 7 ? ex - 20 : ex - (ex - sx) / 2
            const r = Math.min(8, Math.abs(ey - sy) / 2), s = ey > sy ? 1 : -1
            c.moveTo(sx, sy)
            if (Math.abs(ey - sy) >= 1) {
                c.lineTo(mx - r, sy)
                c.quadraticCurveTo(mx, sy, mx, sy + s * r)
                c.lineTo(mx, ey - s * r)
                c.quadraticCurveTo(mx, ey, mx + r, ey)
            }
            c.lineTo(ex - 5, ey)
            c.stroke()
            c.beginPath()
            c.moveTo(ex, ey); c.lineTo(ex - 6, ey - 3.5); c.lineTo(ex - 6, ey + 3.5)
            c.closePath()
            c.fill()
        }
        function down(c: var, x: real, from: real, to: real) {
            c.moveTo(x, from)
            c.lineTo(x, to - 5)
            c.stroke()
            c.beginPath()
            c.moveTo(x, to); c.lineTo(x - 3.5, to - 6); c.lineTo(x + 3.5, to - 6)
            c.closePath()
            c.fill()
        }
    }
    Repeater {
        model: root.parts
        delegate: Rectangle {
            id: node
            required property int index
            required property string title
            required property string detail
            required property string link
            required property string iconName
            required property int tone
            readonly property bool fine: node.tone === Tone.Ok || node.tone === Tone.Off || node.tone === Tone.Unknown
            readonly property bool end: node.index === root.brokenTo
            onEndChanged: if (end) root.brokenTone = node.tone
            onToneChanged: if (end) root.brokenTone = node.tone
            x: root.px(node.index)
            y: root.py(node.index)
            width: root.nodeWidth
            height: root.nodeHeight
            radius: Theme.radius
            color: Theme.node
            opacity: node.tone === Tone.Off ? 0.7 : 1
            border.width: node.end || !node.fine ? 2 : 1
            border.color: node.fine ? Theme.nodeOutline : node.tone === Tone.Warn ? Theme.warnFill : Theme.status(node.tone)
            activeFocusOnTab: true
            Accessible.role: Accessible.Button
            Accessible.name: node.title + ", " + Theme.statusWord(node.tone) + ", " + node.detail
            Accessible.onPressAction: root.chosen(node.title)
            Keys.onReturnPressed: root.chosen(node.title)
            Keys.onSpacePressed: root.chosen(node.title)
            Icon { visible: !root.compact; x: 10; y: 10; name: node.iconName; size: 14 }
            Mono { x: root.compact ? 8 : 32; y: 9; width: parent.width - x - 26; text: node.title; size: root.compact ? Theme.fontCaption : Theme.fontSmall; font.weight: Font.Medium }
            Icon { anchors { right: parent.right; rightMargin: 9 } y: 10; name: Theme.statusIcon(node.tone); size: 14; color: Theme.status(node.tone) }
            Txt { x: root.compact ? 8 : 32; y: 30; width: parent.width - x - 8; text: node.detail; size: Theme.fontCaption; color: node.fine ? Theme.text2 : Theme.status(node.tone) }
            FocusRing { shown: node.activeFocus }
            HoverHandler { id: hover; cursorShape: Qt.PointingHandCursor }
            ReasonTip { shown: hover.hovered && node.link !== ""; text: node.link }
            TapHandler { onTapped: root.chosen(node.title) }
        }
    }
    Rectangle {
        visible: !root.compact && root.brokenFrom >= 0 && root.brokenTo >= 0 && root.rows[root.brokenFrom] === root.rows[root.brokenTo]
        x: visible ? (root.px(root.brokenFrom) + root.nodeWidth + root.px(root.brokenTo)) / 2 - width / 2 : 0
        y: visible ? root.py(root.brokenFrom) + root.nodeHeight / 2 - height / 2 : 0
        width: answer.implicitWidth + 34
        height: 22
        radius: Theme.radiusSmall
        color: Theme.panel
        border.width: 1
        border.color: Theme.status(root.brokenTone)
        Icon { x: 7; anchors.verticalCenter: parent.verticalCenter; name: Theme.statusIcon(root.brokenTone); size: 12; color: Theme.status(root.brokenTone) }
        Mono { id: answer; x: 25; height: parent.height; text: qsTr("first broken link"); size: Theme.fontCaption; color: Theme.status(root.brokenTone) }
    }
}
