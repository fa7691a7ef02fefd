import QtQuick

// A small curve in a cell. For many points, or more than about 40 at once, use a scene-graph item instead.
Canvas {
    id: root

    property list<real> values
    property color stroke: Theme.accent
    property bool filled: true
    property real maximum: 0

    implicitWidth: 96
    implicitHeight: 20
    onStrokeChanged: requestPaint()
    onValuesChanged: requestPaint()
    onPaint: {
        const c = getContext("2d")
        c.reset()
        if (values.length < 2) return
        let top = maximum
        for (let i = 0; maximum <= 0 && i < values.length; ++i) top = Math.max(top, values[i])
        if (top <= 0) top = 1
        const px = i => 1 + i * (width - 2) / (values.length - 1)
        const py = v => height - 2 - v / top * (height - 4)
        c.lineJoin = "round"
        c.beginPath()
        c.moveTo(px(0), py(values[0]))
        for (let i = 1; i < values.length; ++i) c.lineTo(px(i), py(values[i]))
        c.strokeStyle = stroke
        c.lineWidth = 1.5
        c.stroke()
        if (!filled) return
        c.lineTo(px(values.length - 1), height)
        c.lineTo(px(0), height)
        c.closePath()
        c.fillStyle = Qt.rgba(stroke.r, stroke.g, stroke.b, 0.12)
        c.fill()
    }
}
