import QtQuick

// Placeholder for one text run while data loads. Pulses slowly; still with reduced motion.
Rectangle {
    id: bone
    implicitHeight: 10
    radius: 3
    color: Theme.bone
    SequentialAnimation on opacity {
        running: !Theme.reducedMotion && bone.visible
        loops: Animation.Infinite
        NumberAnimation { from: 1; to: 0.55; duration: 700; easing.type: Easing.InOutSine }
        NumberAnimation { from: 0.55; to: 1; duration: 700; easing.type: Easing.InOutSine }
    }
}
