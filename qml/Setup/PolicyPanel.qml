import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models

// The watchdog of silent tasks, and databases that run elsewhere.
Column {
    id: root

    required property ProductionForm form

    spacing: 12
    Row {
        width: parent.width
        spacing: 12
        Column {
            spacing: 6
            Txt { text: qsTr("Watchdog, stops tasks that fell silent"); size: Theme.fontSmall; color: Theme.text2 }
            Segmented {
                objectName: "watchdog"
                current: root.form.watchdog
                onChosen: index => root.form.watchdog = index
                Segment { text: qsTr("As the chart has it") }
                Segment { text: qsTr("On") }
                Segment { text: qsTr("Off") }
            }
        }
        FormField { visible: root.form.watchdog === ProductionForm.On; width: 140; form: root.form; field: SetupForm.Watchdog; label: qsTr("after"); unit: "s" }
    }
    CheckBox { objectName: "external"; text: qsTr("Databases run elsewhere"); checked: root.form.external; onToggled: root.form.external = checked }
    Flow {
        visible: root.form.external
        width: parent.width
        spacing: 12
        FormField { width: 200; form: root.form; field: SetupForm.ExternalSecret; label: qsTr("Secret with their passwords"); iconName: "lock" }
        FormField { width: root.width - 212; form: root.form; field: SetupForm.ExternalElasticsearch; label: qsTr("Elasticsearch"); placeholder: "https://es-1.example.com:9200, …" }
        FormField { width: 200; form: root.form; field: SetupForm.ElasticsearchUser; label: qsTr("Elasticsearch user"); placeholder: qsTr("nobody") }
        FormField { width: root.width - 212; form: root.form; field: SetupForm.ExternalRedis; label: qsTr("Redis"); placeholder: "redis://redis.example.com:6379" }
        CheckBox { text: qsTr("MongoDB, as the Secret says"); checked: root.form.externalMongodb; onToggled: root.form.externalMongodb = checked }
        CheckBox { text: qsTr("Redis asks for a password"); checked: root.form.redisPassword; onToggled: root.form.redisPassword = checked }
    }
}
