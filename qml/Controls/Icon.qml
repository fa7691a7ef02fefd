import QtQuick

Text {
    id: icon

    property string name
    property int size: 16
    property bool spinning: false

    width: size
    height: size
    text: Icons.glyph(name)
    color: Theme.text2
    font.family: Icons.family
    font.pixelSize: size
    renderType: Text.QtRendering
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    Accessible.ignored: true

    RotationAnimator on rotation {
        running: icon.spinning && icon.visible && !Theme.reducedMotion
        onRunningChanged: if (!running) icon.rotation = 0
        from: 0
        to: 360
        duration: 1200
        loops: Animation.Infinite
    }
}
