pragma ComponentBehavior: Bound
import QtQuick
import ClearDeck.Controls
import ClearDeck.Setup.Models
import ClearDeck.Tables

// How people reach it: exposure, domain, certificate, and the three hosts.
Column {
    id: root

    required property ProductionForm form
    readonly property bool hosted: form.exposure === ProductionForm.Ingress || form.exposure === ProductionForm.GatewayApi
    readonly property bool gateway: form.exposure === ProductionForm.GatewayApi
    // The choices of the certificate that this exposure allows.
    readonly property list<int> certificates: gateway ? [ProductionForm.Elsewhere, ProductionForm.NoTls]
                                                      : [ProductionForm.FromSecret, ProductionForm.FromIssuer, ProductionForm.Elsewhere, ProductionForm.NoTls]

    function certificate(tls: int): int {
        for (let i = 0; i < certificates.length; ++i)
            if (certificates[i] === tls) return i
        return 0
    }
    function explained(): string {
        if (form.exposure === ProductionForm.NodePort) return qsTr("Three ports of every node; plain http, for closed networks.")
        if (form.exposure === ProductionForm.PortForward) return qsTr("Nothing is reachable but by a forward, such as the Connect page's.")
        return qsTr("The domain stands behind app., api. and files.")
    }

    spacing: 12
    Item {
        width: parent.width
        height: 28
        Txt { height: parent.height; text: qsTr("Addresses"); strong: true; size: Theme.fontSmall }
        Segmented {
            objectName: "exposure"
            anchors.right: parent.right
            current: root.form.exposure
            onChosen: index => root.form.exposure = index
            Segment { text: qsTr("Ingress") }
            Segment { text: qsTr("Gateway") }
            Segment { text: qsTr("Node ports") }
            Segment { text: qsTr("Forwards only") }
        }
    }
    Txt { width: parent.width; text: root.explained(); size: Theme.fontSmall; color: Theme.text2 }
    Row {
        visible: root.hosted
        width: parent.width
        spacing: 12
        FormField { objectName: "domain"; width: root.width - 212; form: root.form; field: SetupForm.Domain; label: qsTr("Domain"); placeholder: "clearml.example.com" }
        FormField { visible: !root.gateway; width: 200; form: root.form; field: SetupForm.IngressClass; label: qsTr("Ingress class"); options: root.form.ingressClasses; placeholder: qsTr("the cluster's default") }
        FormField { visible: root.gateway; width: 200; form: root.form; field: SetupForm.Gateway; label: qsTr("Gateway"); placeholder: qsTr("namespace/name") }
    }
    Row {
        visible: root.hosted
        width: parent.width
        spacing: 12
        Column {
            spacing: 6
            Txt { text: qsTr("TLS certificate"); size: Theme.fontSmall; color: Theme.text2 }
            Segmented {
                visible: !root.gateway
                current: root.certificate(root.form.tls)
                onChosen: index => root.form.tls = root.certificates[index]
                Segment { text: qsTr("Secret") }
                Segment { text: qsTr("cert-manager") }
                Segment { text: qsTr("Elsewhere") }
                Segment { text: qsTr("None") }
            }
            Segmented {
                visible: root.gateway
                current: root.certificate(root.form.tls)
                onChosen: index => root.form.tls = root.certificates[index]
                Segment { text: qsTr("The Gateway's") }
                Segment { text: qsTr("None") }
            }
        }
        FormField { visible: !root.gateway && root.form.tls === ProductionForm.FromSecret; width: 200; form: root.form; field: SetupForm.TlsSecret; label: qsTr("TLS Secret"); iconName: "lock" }
        FormField { visible: !root.gateway && root.form.tls === ProductionForm.FromIssuer; width: 200; form: root.form; field: SetupForm.ClusterIssuer; label: qsTr("Cluster issuer") }
    }
    Panel {
        visible: root.hosted && root.form.hosts.count > 0
        width: parent.width
        height: root.form.hosts.count * 32 + 1
        Column {
            width: parent.width
            Repeater {
                model: root.form.hosts
                delegate: TableRow {
                    id: host
                    required property int index
                    required property string title
                    required property string detail
                    required property string value
                    required property int tone
                    width: parent ? parent.width : 0
                    last: host.index === root.form.hosts.count - 1
                    Mono { x: 12; width: parent.width * 0.42 - 12; height: parent.height; text: host.title; elide: Text.ElideMiddle }
                    StatusText { x: parent.width * 0.42; width: parent.width * 0.58 - 12; anchors.verticalCenter: parent.verticalCenter; kind: host.tone; word: host.value !== "" ? host.value : qsTr("must lead to %1").arg(host.detail); ink: Theme.text2 }
                }
            }
        }
    }
}
