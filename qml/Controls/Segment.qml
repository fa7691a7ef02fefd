import QtQuick

// One choice of a Segmented or a TabStrip.
QtObject {
    property string text
    property string iconName
    property int count: -1  // shown when it is not negative
    property int tone: -1   // a Tone, shown as an icon when it is not negative
}
