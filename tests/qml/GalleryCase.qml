import QtQuick
import ClearDeck.Controls
import ClearDeck.Tables
Rectangle {
  id: root
  required property LogModel log
  color: Theme.page
  Column {
    x: 20; y: 12; spacing: 12; width: 560
    PageHeader { width: parent.width; title: "Installations"; summary: "Two are well"; Button { kind: "primary"; text: "New" } Button { text: "Copy"; iconName: "copy"; shortcut: "C" } Button { kind: "danger"; text: "Remove"; enabled: false; disabledReason: "Nothing is chosen" } }
    Segmented { objectName: "seg"; Segment { text: "All"; count: 3 } Segment { text: "Problems"; count: 1 } }
    TabStrip { objectName: "tabs"; width: 300; Segment { text: "Details" } Segment { text: "Events"; count: 4 } }
    Row { spacing: 8; StatusPill { kind: Tone.Ok } StatusPill { kind: Tone.Warn } StatusPill { kind: Tone.Bad } StatusPill { kind: Tone.Busy } StatusPill { kind: Tone.Paused } StatusPill { kind: Tone.Stale } StatusPill { kind: Tone.Waiting } }
    Row { spacing: 12; ChainStrip { objectName: "chain"; links: [Tone.Ok, Tone.Ok, Tone.Warn, Tone.Ok, Tone.Bad, Tone.Waiting, Tone.Off, Tone.Stale] } Meter { value: 0.6; mark: 0.9 } UsageCell { width: 90; height: 20; value: 0.95; text: "950m" } Sparkline { values: [1, 3, 2, 5] } }
    Row { spacing: 8; Field { objectName: "field"; text: "8"; stepper: true; unit: "Gi" } Field { text: "hidden"; secret: true } Field { text: "bad"; invalid: true } SearchBox { shortcut: "/"; placeholderText: "Filter" } }
    Row { spacing: 12; Switch { text: "On"; checked: true } CheckBox { text: "Check" } Radio { checked: true } Tag { text: "kind"; removable: true } KeyCap { text: "Ctrl" } BrandMark { } }
    Banner { width: parent.width; kind: Tone.Warn; title: "Stale since 14:02"; detail: "Connection refused"; Button { text: "Retry" } }
    CopyLine { width: parent.width; text: "kubectl get pods --namespace clearml" }
    Panel { width: parent.width; height: 240; title: "Checks"; note: "two"
      Column { width: parent.width
        GuardRow { width: parent.width; kind: Tone.Ok; title: "Backup"; detail: "2 h old" }
        GuardRow { width: parent.width; kind: Tone.Bad; title: "Disk"; detail: "95 %"; action: "Grow" }
        DiffLine { width: parent.width; path: "apiserver.replicaCount"; before: "1"; after: "2" }
        FormRow { width: parent.width; path: "apiserver.replicaCount"; description: "How many"; defaultText: "1"; deployedText: "1"; rowState: "changed"; Field { width: 120; text: "2" } }
      }
    }
    Toast { kind: Tone.Bad; title: "Could not apply"; detail: "The API answered 403"; action: "Retry" }
  }
  Column {
    x: 610; y: 12; width: 610; spacing: 12
    CodeView { width: parent.width; height: 120; lines: CodeLines { text: "# why\na: 1\nb: \"x\"\nlist:\n  - name: y\n"; markedLine: 2 } }
    CodeView { width: parent.width; height: 90; lines: CodeLines { diff: true; text: "@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n" } }
    LogPanel { objectName: "log"; width: parent.width; height: 240; model: root.log }
    EmptyState { width: parent.width; iconName: "ship-wheel"; title: "No cluster found"; detail: "Open the sandbox." }
    TwoLines { width: 200; height: 44; first: "ml-platform"; second: "clearml"; firstStrong: true }
  }
  ActionMenu { id: menu; ActionItem { text: "Open"; iconName: "layers"; shortcut: "O" } ActionItem { text: "Delete"; enabled: false; disabledReason: "no right" } }
  ConfirmDialog { id: dialog; objectName: "dialog"; title: "Uninstall"; detail: "This cannot be undone."; word: "sandbox"; actionText: "Uninstall"
    losses: [ Loss { text: "data-mongodb-0"; note: "50Gi" } ] }
  function ask() { dialog.open() }
  function menu() { menu.popup() }
}