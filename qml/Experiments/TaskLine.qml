pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Experiments.Models

// One task in the table.
DataRow {
    id: row

    required property string status
    required property int tone
    required property string icon
    required property string name
    required property list<string> tags
    required property string first
    required property string second
    required property string user
    required property string iteration
    required property string updated

    Accessible.name: qsTr("%1, %2, updated %3").arg(row.name).arg(row.status).arg(row.updated)

    StatusText {
        x: row.table.columns[TasksModel.Status].x
        width: row.table.columns[TasksModel.Status].span - 8
        anchors.verticalCenter: parent.verticalCenter
        kind: row.tone
        word: row.status
        iconName: row.icon === "" ? Theme.statusIcon(row.tone) : row.icon
        turning: false
    }
    Txt { x: row.table.columns[TasksModel.Name].x; width: row.table.columns[TasksModel.Name].span - 12; height: parent.height; text: row.name; size: Theme.fontSmall }
    Row {
        visible: row.table.columns[TasksModel.Tags].shown
        x: row.table.columns[TasksModel.Tags].x
        width: row.table.columns[TasksModel.Tags].span - 8
        height: parent.height
        spacing: 4
        clip: true
        Tag { visible: row.tags.length > 0; anchors.verticalCenter: parent.verticalCenter; text: row.tags.length > 0 ? row.tags[0] : "" }
        Txt { visible: row.tags.length > 1; height: parent.height; text: "+" + (row.tags.length - 1); size: Theme.fontCaption; color: Theme.text3 }
    }
    DataCell { at: row.table.columns[TasksModel.First]; text: row.first; color: row.first === "nan" ? Theme.bad : row.first === "\u2013" ? Theme.text3 : Theme.text }
    DataCell { at: row.table.columns[TasksModel.Second]; text: row.second; color: row.second === "nan" ? Theme.bad : row.second === "\u2013" ? Theme.text3 : Theme.text }
    Txt { visible: row.table.columns[TasksModel.User].shown; x: row.table.columns[TasksModel.User].x; width: row.table.columns[TasksModel.User].span - 12; height: parent.height; text: row.user; size: Theme.fontSmall; color: Theme.text2 }
    DataCell { at: row.table.columns[TasksModel.Iteration]; text: row.iteration; color: Theme.text2 }
    DataCell { at: row.table.columns[TasksModel.Updated]; text: row.updated; size: Theme.fontCaption; color: Theme.text2 }
}
