pragma Singleton
import QtQuick

// The tooltip that is shown. A page has dozens of them and a person sees one at a time, so there is one bubble: the
// shell's.
QtObject {
    property Item owner: null  // what it is of; null: none is shown
    property string text
    property string keys
    property bool beside
}
