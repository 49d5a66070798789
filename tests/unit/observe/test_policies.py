"""Connections that policies allow."""

from tests.unit.observe.manifests import arrows, deployment, observed, policy

WEB, DB = deployment("web"), deployment("db")
DENY = policy("deny", "{podSelector: {}, policyTypes: [Ingress, Egress]}")
TO_DB = policy(
    "web",
    "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], "
    "egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 80}]}]}",
)
FROM_WEB = policy(
    "db",
    "{podSelector: {matchLabels: {app: db}}, ingress: "
    "[{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: http}]}]}",
)


def egress(rule: str) -> str:
    return policy("web", f"{{podSelector: {{matchLabels: {{app: web}}}}, policyTypes: [Egress], egress: [{rule}]}}")


def test_both_ends_must_allow_a_connection() -> None:
    assert arrows(observed(WEB, DB, DENY, TO_DB)) == []
    assert arrows(observed(WEB, DB, DENY, FROM_WEB)) == []
    assert arrows(observed(WEB, DB, DENY, TO_DB, FROM_WEB)) == ["shop/web > shop/db 80/TCP"]


def test_one_end_is_enough_where_the_other_is_not_confined() -> None:
    assert arrows(observed(WEB, DB, TO_DB)) == ["shop/web > shop/db 80/TCP"]
    assert arrows(observed(WEB, DB, FROM_WEB)) == ["shop/web > shop/db 80/TCP"]


def test_policies_of_the_old_group_are_read() -> None:
    old = FROM_WEB.replace("networking.k8s.io/v1", "extensions/v1beta1")
    assert arrows(observed(WEB, DB, old)) == ["shop/web > shop/db 80/TCP"]


def test_namespaces_are_selected_by_their_labels() -> None:
    there = "apiVersion: v1\nkind: Namespace\nmetadata: {name: data, labels: {tier: back}}\n"
    rule = "{to: [{namespaceSelector: {matchExpressions: [{key: tier, operator: In, values: [back]}]}}]}"
    graph = observed(WEB, deployment("db", "data"), deployment("db", "other"), there, egress(rule))
    assert arrows(graph) == ["shop/web > data/db 80/TCP"]


def test_pods_that_are_not_there_are_named_by_their_labels() -> None:
    rule = (
        "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: logs}}, "
        "podSelector: {matchLabels: {app: sink}}}], ports: [{port: 5044}]}"
    )
    assert arrows(observed(WEB, egress(rule))) == ["shop/web > logs/[app=sink] 5044/TCP"]


def test_addresses_are_ends_too() -> None:
    block = "{to: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 53, protocol: UDP}]}"
    private = "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]"
    public = f"{{to: [{{ipBlock: {{cidr: 0.0.0.0/0, except: {private}}}}}], ports: [{{port: 443}}]}}"
    assert arrows(observed(WEB, egress(block), egress(public).replace("name: web,", "name: two,"))) == [
        "shop/web > address/192.0.2.0/24 53/UDP",
        "shop/web > address/public 443/TCP",
    ]


def test_looking_up_names_is_no_connection() -> None:
    rule = "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53}]}"
    assert arrows(observed(WEB, egress(rule))) == []


ROLE = (
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: look, namespace: shop}\n"
    'rules: [{apiGroups: [""], resources: [pods], verbs: [list]}]\n'
)
BINDING = (
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: look, namespace: shop}\n"
    "roleRef: {kind: Role, name: look, apiGroup: rbac.authorization.k8s.io}\n"
    "subjects: [{kind: ServiceAccount, name: default, namespace: shop}]\n"
)


def test_the_kubernetes_api_is_no_connection_for_pods_with_rights() -> None:
    rule = "{to: [{ipBlock: {cidr: 198.51.100.7/32}}], ports: [{port: 443}, {port: 6443}]}"
    assert len(arrows(observed(WEB, egress(rule)))) == 2
    assert arrows(observed(WEB, egress(rule), ROLE, BINDING)) == []


def entity(name: str, port: str = "6443") -> str:
    return f"""\
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {{name: web-api-server, namespace: shop}}
spec:
  endpointSelector: {{matchLabels: {{app: web}}}}
  egress: [{{toEntities: [{name}], toPorts: [{{ports: [{{port: "{port}", protocol: TCP}}]}}]}}]
"""


def test_the_api_server_by_name_is_no_connection_for_pods_with_rights_on_its_ports() -> None:
    assert arrows(observed(WEB, entity("kube-apiserver"), ROLE, BINDING)) == []
    assert arrows(observed(WEB, entity("kube-apiserver"))) == ["shop/web > address/kube-apiserver 6443/TCP"]
    assert arrows(observed(WEB, entity("kube-apiserver", "22"), ROLE, BINDING)) == [
        "shop/web > address/kube-apiserver 22/TCP"
    ]


def test_other_kinds_of_ends_are_connections() -> None:
    assert arrows(observed(WEB, entity("world"), ROLE, BINDING)) == ["shop/web > address/0.0.0.0/0 6443/TCP"]
    assert arrows(observed(WEB, entity("host"), ROLE, BINDING)) == ["shop/web > address/host 6443/TCP"]


def test_policies_are_not_about_pods_with_the_addresses_of_nodes() -> None:
    on_host = deployment("db", pod="hostNetwork: true")
    assert arrows(observed(WEB, on_host, TO_DB, FROM_WEB)) == []


def test_all_ports_are_those_that_the_target_has() -> None:
    everything = TO_DB.replace(", ports: [{port: 80}]", "")
    assert arrows(observed(WEB, DB, everything)) == ["shop/web > shop/db 80/TCP"]
    span = TO_DB.replace("{port: 80}", "{port: 70, endPort: 90}")
    assert arrows(observed(WEB, DB, span)) == ["shop/web > shop/db 80/TCP"]


def test_hosts_are_named_by_policies_of_cilium() -> None:
    named = """\
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  endpointSelector: {matchLabels: {"k8s:app": web}}
  egress:
  - toFQDNs: [{matchName: data.example.org}]
    toPorts: [{ports: [{port: "443", protocol: TCP}]}]
"""
    assert arrows(observed(WEB, DENY, named)) == ["shop/web > address/data.example.org 443/TCP"]
