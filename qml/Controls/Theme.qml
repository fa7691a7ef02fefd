pragma Singleton
import QtQuick
import ClearDeck.Tables

// Design tokens. Every colour, size and duration in the application comes from here.
QtObject {
    property bool dark: true

    readonly property color canvas: dark ? "#0C0E11" : "#F1F3F5"  // Window, navigation rail, status bar
    readonly property color page: dark ? "#111417" : "#FAFBFC"  // Page background
    readonly property color panel: dark ? "#16191E" : "#FFFFFF"  // Panels, tables, cards
    readonly property color overlay: dark ? "#1C2026" : "#FFFFFF"  // Menus, palette, dialogs
    readonly property color inset: dark ? "#0E1013" : "#F6F7F9"  // Wells: code, logs, inputs
    readonly property color control: dark ? "#1D2127" : "#FFFFFF"  // Secondary buttons
    readonly property color borderSubtle: dark ? "#21262C" : "#E7EAEE"  // Row separators
    readonly property color border: dark ? "#2B3139" : "#D5DAE0"  // Panel outlines
    readonly property color borderStrong: dark ? "#646F7D" : "#868F9B"  // Input outlines, 3:1 against their fill
    readonly property color text: dark ? "#E7EAEE" : "#191D23"  // Primary text
    readonly property color text2: dark ? "#B0B8C2" : "#454E5A"  // Secondary text
    readonly property color text3: dark ? "#909AA6" : "#5C6672"  // Tertiary text, still 4.5:1
    readonly property color accent: dark ? "#5AA2F0" : "#1F66BD"  // Selection, focus, progress
    readonly property color accentFill: dark ? "#2668B8" : "#1F66BD"  // Primary button fill
    readonly property color accentText: dark ? "#FFFFFF" : "#FFFFFF"  // Text on accentFill and badFill
    readonly property color link: dark ? "#74B3F7" : "#1A5DB0"  // Links
    readonly property color ring: dark ? "#5AA2F0" : "#1F66BD"  // Focus ring
    readonly property color ok: dark ? "#56C48B" : "#146C43"
    readonly property color warn: dark ? "#E2B14C" : "#835400"
    readonly property color bad: dark ? "#F28079" : "#B3261E"
    readonly property color busy: dark ? "#74B3F7" : "#1A5DB0"
    readonly property color off: dark ? "#97A1AD" : "#566070"
    readonly property color warnFill: dark ? "#E2B14C" : "#AD7112"  // Bars and outlines, 3:1 against panel
    readonly property color badFill: dark ? "#B3372F" : "#B3261E"  // Dangerous button fill
    readonly property color syntaxKey: dark ? "#8FBDF2" : "#0B4F9E"
    readonly property color syntaxString: dark ? "#9CCB95" : "#1D6B3A"
    readonly property color syntaxNumber: dark ? "#E3B27A" : "#8A4B08"
    readonly property color syntaxComment: dark ? "#909AA6" : "#5C6672"
    readonly property color addText: dark ? "#7FD9A8" : "#0F5E38"
    readonly property color delText: dark ? "#F59C96" : "#9C1F18"

    readonly property color track: dark ? "#2A3038" : "#E1E5EA"  // Behind meters
    readonly property color bone: dark ? "#262B32" : "#E4E8EC"  // Skeletons
    readonly property color thumb: dark ? "#2A3038" : "#FFFFFF"  // Chosen segment
    readonly property color node: dark ? "#1B1F25" : "#FFFFFF"  // Map node
    readonly property color nodeOutline: dark ? "#3A424C" : "#CBD1D9"
    readonly property color edge: dark ? "#4A545F" : "#AEB6C0"  // Map edge

    readonly property color hover: Qt.rgba(ink.r, ink.g, ink.b, dark ? 0.045 : 0.04)
    readonly property color groupFill: Qt.rgba(ink.r, ink.g, ink.b, 0.018)
    readonly property color capOnFill: Qt.rgba(1, 1, 1, 0.14)
    readonly property color pressed: Qt.rgba(ink.r, ink.g, ink.b, dark ? 0.08 : 0.08)
    readonly property color selected: Qt.rgba(accent.r, accent.g, accent.b, dark ? 0.16 : 0.11)
    readonly property color scrim: Qt.rgba(0, 0, 0, dark ? 0.55 : 0.28)
    readonly property color shadow: Qt.rgba(0, 0, 0, dark ? 0.5 : 0.14)
    readonly property color addTint: Qt.rgba(ok.r, ok.g, ok.b, dark ? 0.14 : 0.12)
    readonly property color delTint: Qt.rgba(bad.r, bad.g, bad.b, dark ? 0.14 : 0.12)
    readonly property color ink: dark ? "#FFFFFF" : "#0B1320"

    // Chart and log series, in the order they are handed out. All 4.5:1 on panel.
    readonly property list<color> series: dark
        ? ["#5AA2F0", "#E0A43E", "#4FBF98", "#E07FA6", "#A596F2", "#C0C34F", "#4FC1D9", "#EA8A5A"]
        : ["#1F66BD", "#996000", "#0F7553", "#B83A73", "#6A4FC4", "#686B00", "#0A7590", "#AD4810"]

    readonly property string sans: "Inter"
    readonly property string mono: "JetBrains Mono"
    readonly property int fontTitle: 16
    readonly property int fontHeading: 13
    readonly property int fontBody: 13
    readonly property int fontSmall: 12
    readonly property int fontCaption: 11

    readonly property int gap1: 4
    readonly property int gap2: 8
    readonly property int gap3: 12
    readonly property int gap4: 16
    readonly property int gap6: 24
    readonly property int gap8: 32

    readonly property int radiusSmall: 4
    readonly property int radius: 6
    readonly property int radiusLarge: 8

    readonly property int controlHeight: 28
    readonly property int rowHeight: 32
    readonly property int rowTall: 44
    readonly property int barHeight: 48
    readonly property int railWide: 216
    readonly property int railNarrow: 52

    readonly property int fast: reducedMotion ? 0 : 80     // hover, press
    readonly property int normal: reducedMotion ? 0 : 120  // drawers, switches, toasts
    readonly property int slow: reducedMotion ? 0 : 150    // palette, dialogs; nothing is longer

    property bool reducedMotion: false

    // A tone (what models expose) as colour, tint, icon and its default word.
    function status(tone: int): color {
        switch (tone) {
        case Tone.Ok: case Tone.Live: return ok
        case Tone.Warn: case Tone.Waiting: return warn
        case Tone.Bad: return bad
        case Tone.Busy: return busy
        default: return off
        }
    }
    function tint(tone: int): color {
        const amber = tone === Tone.Warn || tone === Tone.Waiting
        const c = amber ? warnFill : status(tone)
        return Qt.rgba(c.r, c.g, c.b, dark ? 0.13 : amber ? 0.16 : 0.10)
    }
    function statusIcon(tone: int): string {
        switch (tone) {
        case Tone.Ok: return "circle-check"
        case Tone.Live: return "radio"
        case Tone.Warn: return "triangle-alert"
        case Tone.Bad: return "octagon-x"
        case Tone.Busy: return "loader-circle"
        case Tone.Stale: return "cloud-off"
        case Tone.Paused: return "circle-pause"
        case Tone.Waiting: return "hourglass"
        default: return "circle-dashed"
        }
    }
    function statusWord(tone: int): string {
        switch (tone) {
        case Tone.Ok: return qsTr("Healthy")
        case Tone.Live: return qsTr("Live")
        case Tone.Warn: return qsTr("Degraded")
        case Tone.Bad: return qsTr("Broken")
        case Tone.Busy: return qsTr("Updating")
        case Tone.Stale: return qsTr("Stale")
        case Tone.Paused: return qsTr("Paused")
        case Tone.Waiting: return qsTr("Waiting for pod")
        default: return qsTr("Unknown")
        }
    }
}
