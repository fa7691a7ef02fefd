pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models

// A server for a team on a cluster that is there.
Column {
    id: root

    required property SetupModel page
    readonly property ProductionForm form: page.production
    readonly property int third: (width - 24) / 3
    readonly property int quarter: (width - 48) / 5

    // The part of a step of StepList, and where typing goes in it.
    function part(key: string): Item {
        switch (key) {
        case "addresses": return addresses
        case "storage": return volumes
        case "users": return users
        case "policy": return policy
        case "preflight": return preflight
        default: return cluster
        }
    }
    spacing: 16
    Row {
        id: cluster
        width: parent.width
        spacing: 12
        Column {
            spacing: 6
            Txt { text: qsTr("Context"); size: Theme.fontSmall; color: Theme.text2 }
            Field {
                id: context
                objectName: "context"
                width: root.third
                readOnly: true
                choice: true
                iconName: "ship-wheel"
                text: root.form.context
                Accessible.name: qsTr("Context")
                onMenuRequested: menu.popup(context, 0, context.height)
                Keys.onDownPressed: menu.popup(context, 0, context.height)
            }
        }
        FormField { objectName: "namespace"; width: root.third; form: root.form; field: SetupForm.Namespace; label: qsTr("Namespace") }
        FormField { width: root.third; form: root.form; field: SetupForm.Release; label: qsTr("Name of the installation") }
    }
    Rule { width: parent.width }
    AddressPanel { id: addresses; width: parent.width; form: root.form }
    Rule { width: parent.width }
    Column {
        id: volumes
        width: parent.width
        spacing: 12
        Item {
            width: parent.width
            height: 20
            Txt { id: storage; height: parent.height; text: qsTr("Size and storage"); strong: true; size: Theme.fontSmall }
            Txt { anchors { left: storage.right; leftMargin: 12; right: parent.right } height: parent.height; horizontalAlignment: Text.AlignRight; text: root.form.size; size: Theme.fontSmall; color: Theme.text2 }
        }
        Row {
            spacing: 12
            FormField { objectName: "people"; width: root.quarter; form: root.form; field: SetupForm.People; label: qsTr("People"); iconName: "users" }
            SizeField { field: SetupForm.ElasticsearchSize; label: "elasticsearch" }
            SizeField { objectName: "fileserverSize"; field: SetupForm.FileserverSize; label: "fileserver" }
            SizeField { field: SetupForm.MongodbSize; label: "mongodb" }
            SizeField { field: SetupForm.RedisSize; label: "redis" }
        }
        Row {
            spacing: 12
            Txt { width: root.quarter; height: 28; text: qsTr("Storage class"); size: Theme.fontSmall; color: Theme.text2 }
            ClassField { field: SetupForm.ElasticsearchClass; label: ""; name: qsTr("Storage class of %1").arg("elasticsearch") }
            ClassField { field: SetupForm.FileserverClass; label: ""; name: qsTr("Storage class of %1").arg("fileserver") }
            ClassField { field: SetupForm.MongodbClass; label: ""; name: qsTr("Storage class of %1").arg("mongodb") }
            ClassField { field: SetupForm.RedisClass; label: ""; name: qsTr("Storage class of %1").arg("redis") }
        }
    }
    Rule { width: parent.width }
    UsersPanel { id: users; width: parent.width; form: root.form; onCopied: text => root.page.copySecret(text) }
    Rule { width: parent.width }
    PolicyPanel { id: policy; width: parent.width; form: root.form }
    ChecksPanel { id: preflight; objectName: "productionChecks"; width: parent.width; form: root.form }

    ActionMenu {
        id: menu
        Instantiator {
            model: root.page.contexts
            delegate: ActionItem {
                required property string modelData
                text: modelData
                iconName: root.form.context === modelData ? "check" : ""
                onTriggered: root.form.context = modelData
            }
            onObjectAdded: (index, object) => menu.insertItem(index, object as ActionItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ActionItem)
        }
    }
    component SizeField: FormField {
        id: size
        function look() { size.placeholder = root.form.usualSize(size.field) }
        width: root.quarter
        form: root.form
        Component.onCompleted: size.look()
        Connections {
            target: root.form
            function onChanged() { size.look() }
        }
    }
    component ClassField: FormField {
        width: root.quarter
        form: root.form
        options: root.form.storageClasses
        placeholder: root.form.usualStorage === "" ? qsTr("default class") : root.form.usualStorage
    }
}
