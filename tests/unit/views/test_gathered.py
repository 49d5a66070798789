"""Patterns of manifests of anybody that would fill a picture: what is said once, and what is no connection at all."""

from pathlib import Path

from lsparch.graph import EdgeKind
from lsparch.views.plan import DiagramPlan
from lsparch.views.relations import find_node
from lsparch.views.seen import as_seen
from tests.unit.observe.manifests import observed
from tests.unit.views.shipped import box
from tests.unit.views.test_seen import drawn, workload

NAMES = ("a", "b", "c", "d")
OPEN = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: within, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}
"""


def shop(*texts: str) -> list[str]:
    """Return four workloads, the first of which names the second."""
    first = workload("a", env="{name: B, value: 'b:80'}", namespace="shop")
    return [first, *(workload(name, namespace="shop") for name in NAMES[1:]), *texts]


def connections(*texts: str) -> list[str]:
    return [f"{e.source} > {e.target} {e.detail}" for e in as_seen(observed(*texts)).edges(EdgeKind.CONNECTS)]


def test_what_is_open_to_a_whole_namespace_is_a_line_in_each_box(tmp_path: Path) -> None:
    plan = drawn(tmp_path, *shop(OPEN))["pods"]
    assert [(arrow.source, arrow.target, arrow.status) for arrow in plan.arrows] == [("shop/a", "shop/b", "known")]
    for name in NAMES:
        assert "open to pods of the namespace: 8080" in box(plan, f"shop/{name}").details


def test_a_policy_for_some_pods_of_a_namespace_is_an_arrow_each() -> None:
    some = OPEN.replace("from: [{podSelector: {}}]", "from: [{podSelector: {matchLabels: {app: c}}}]")
    assert connections(*shop(some)) == [f"shop/c > shop/{name} 8080/TCP" for name in NAMES]


LET_IN = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: db, namespace: data}}
spec:
  podSelector: {{matchLabels: {{app: {to}}}}}
  policyTypes: [Ingress]
  ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: shop}}}}}}]}}]
"""
SHOP = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"


def ends(plan: DiagramPlan) -> list[tuple[str, str]]:
    return [(arrow.source, arrow.target) for arrow in plan.arrows]


def test_what_is_open_to_all_pods_of_another_namespace_is_one_arrow_of_its_frame(tmp_path: Path) -> None:
    pods = (*(workload(name, namespace="shop") for name in NAMES), workload("db", namespace="data"))
    plans = drawn(tmp_path, SHOP, *pods, LET_IN.format(to="db"))
    for name in ("pods-data", "pods-shop"):
        assert ends(plans[name]) == [("shop", "data/db")]
        assert {found.id for found in plans[name].boxes} >= {f"shop/{pod}" for pod in NAMES}


def test_who_uses_what_is_open_to_all_keeps_an_arrow_of_its_own(tmp_path: Path) -> None:
    first = workload("a", env="{name: DB, value: 'db.data:80'}", namespace="shop")
    pods = [first, *(workload(name, namespace="shop") for name in NAMES[1:]), workload("db", namespace="data")]
    plans = drawn(tmp_path, SHOP, *pods, LET_IN.format(to="db"))
    assert set(ends(plans["pods-data"])) == {("shop", "data/db"), ("shop/a", "data/db")}


def test_some_pods_of_another_namespace_are_an_arrow_each(tmp_path: Path) -> None:
    both = "{podSelector: {matchLabels: {role: x}}, namespaceSelector"
    some = LET_IN.format(to="db").replace("{namespaceSelector", both)
    pods = [workload(name, namespace="shop") for name in NAMES]
    pods = [pods[0], *(one.replace("labels: {", "labels: {role: x, ") for one in pods[1:])]
    plans = drawn(tmp_path, SHOP, *pods, workload("db", namespace="data"), some)
    assert sorted(ends(plans["pods-data"])) == [(f"shop/{name}", "data/db") for name in NAMES[1:]]


def test_one_that_reaches_all_pods_of_a_namespace_has_one_arrow_to_its_frame(tmp_path: Path) -> None:
    namespace = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: watch}}}"
    scraped = OPEN.replace("from: [{podSelector: {}}]", f"from: [{namespace}]")
    watch = "apiVersion: v1\nkind: Namespace\nmetadata: {name: watch}\n"
    pods = [workload(name, namespace="shop") for name in NAMES]
    plans = drawn(tmp_path, watch, *pods, workload("prometheus", namespace="watch"), scraped)
    assert ends(plans["pods-watch"]) == [("watch/prometheus", "shop")]


def test_a_namespace_of_three_keeps_its_arrows() -> None:
    assert len(connections(*shop(OPEN)[:3], OPEN)) == 9


def test_hosts_that_the_same_pods_name_share_a_box(tmp_path: Path) -> None:
    hosts = [f"link{number}.example.org" for number in range(8)]
    variables = ", ".join(f"{{name: L{n}, value: 'https://{host}/'}}" for n, host in enumerate(hosts))
    other = workload("cart", env="{name: L, value: 'https://link7.example.org/'}")
    plan = drawn(tmp_path, workload("web", env=variables), other)["pods"]
    (together,) = [found for found in plan.boxes if found.label == "7 hosts outside"]
    assert together.details == (*hosts[:6], "1 more")
    assert box(plan, "address/link7.example.org").details == ()
    assert [(a.source, a.target) for a in plan.arrows] == [
        ("cart", "address/link7.example.org"),
        ("web", together.id),
        ("web", "address/link7.example.org"),
    ]
    graph = as_seen(observed(workload("web", env=variables), other))
    assert find_node(graph, "address/link3.example.org") == find_node(graph, "link3.example.org") == (together.id, "")


def test_address_ranges_share_a_box_and_looking_up_names_there_is_no_connection(tmp_path: Path) -> None:
    blocks = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    listed = ", ".join(f"{{ipBlock: {{cidr: {block}}}}}" for block in blocks)
    policy = f"""
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: private}}
spec:
  podSelector: {{matchLabels: {{app: web}}}}
  policyTypes: [Egress]
  egress:
  - {{to: [{listed}], ports: [{{port: 5432}}]}}
  - {{to: [{listed}, {{ipBlock: {{cidr: 169.254.20.10/32}}}}], ports: [{{port: 53}}, {{port: 53, protocol: UDP}}]}}
"""
    plan = drawn(tmp_path, workload("web"), policy)["pods"]
    (together,) = [found for found in plan.boxes if found.id != "web"]
    assert (together.label, together.details) == ("3 address ranges", blocks)
    assert [(arrow.target, arrow.label) for arrow in plan.arrows] == [(together.id, "tcp 5432")]


def test_pods_that_are_not_there_have_a_readable_name() -> None:
    def title(peer: str) -> str:
        policy = f"""
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: private}}
spec: {{podSelector: {{matchLabels: {{app: web}}}}, ingress: [{{from: [{peer}]}}]}}
"""
        graph = as_seen(observed(workload("web"), policy))
        (edge,) = graph.edges(EdgeKind.CONNECTS)
        return graph.node(edge.source).title

    assert title("{podSelector: {matchLabels: {app: hub, component: lab, release: x}}}") == "pods hub lab"
    assert title("{podSelector: {matchLabels: {example.org/ingress: 'true'}}}") == "pods ingress=true"
    only = "{matchLabels: {kubernetes.io/metadata.name: ingress}}"
    assert title(f"{{namespaceSelector: {only}}}") == "pods in ingress"
    assert title("{namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}}") == "pods elsewhere"


def test_pods_that_are_not_there_tell_their_namespace_where_no_frame_does(tmp_path: Path) -> None:
    policy = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: private, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{PLACEpodSelector: {matchLabels: {app: hub}}}], ports: [{port: 80}]}]}
"""
    away = "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: lab}}, "
    for place, told in (("", "not stated here"), (away, "in lab")):
        plan = drawn(tmp_path, workload("web", namespace="shop"), policy.replace("PLACE", place))["pods"]
        assert [(box.label, box.details) for box in plan.boxes if box.id != "shop/web"] == [("pods hub", (told,))]


def test_kinds_of_one_group_are_told_by_their_short_names(tmp_path: Path) -> None:
    def kind(name: str, group: str) -> str:
        return f"""
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {name}s.{group}}}
spec: {{group: {group}, names: {{kind: {name}, plural: {name}s}}}}
"""

    operator = """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: web}
rules:
- apiGroups: [bakery.example.org, kitchen.example.org, kitchen.example.com]
  resources: [breads, knifes, ovens]
  verbs: ["*"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {kind: ClusterRole, name: web}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
"""
    web = workload("web", namespace="shop")
    ovens = [kind("oven", "bakery.example.org"), kind("bread", "bakery.example.org")]
    (found,) = [b for b in drawn(tmp_path, web, operator, *ovens)["pods"].boxes if b.symbol == "custom-resource"]
    assert (found.label, found.details) == ("Added kind ×2", ("breads, ovens", "of bakery.example.org"))
    mixed = [*ovens, kind("knife", "kitchen.example.org")]
    (found,) = [b for b in drawn(tmp_path, web, operator, *mixed)["pods"].boxes if b.symbol == "custom-resource"]
    assert found.details == ("breads.bakery, knifes.kitchen,", "ovens.bakery", "of example.org")
    apart = [*ovens, kind("knife", "kitchen.example.com")]
    (found,) = [b for b in drawn(tmp_path, web, operator, *apart)["pods"].boxes if b.symbol == "custom-resource"]
    assert "breads.bakery.example.org," in found.details


def test_an_exposed_service_with_several_ports_tells_all_of_them(tmp_path: Path) -> None:
    front = """
apiVersion: v1
kind: Service
metadata: {name: front}
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]
"""
    plan = drawn(tmp_path, workload("web"), front)["pods"]
    assert [arrow.label for arrow in plan.arrows] == ["http 80, https 443", "http 8080; https 8443"]


def test_objects_of_one_operator_in_several_namespaces_share_a_box(tmp_path: Path) -> None:
    rights = """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: web}
rules: [{apiGroups: [bakery.example.org], resources: [ovens], verbs: [update]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {kind: ClusterRole, name: web}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
"""

    def oven(namespace: str, name: str) -> str:
        return f"""
apiVersion: bakery.example.org/v1
kind: Oven
metadata: {{name: {name}, namespace: {namespace}}}
"""

    namespaces = ("east", "north", "west")
    ovens = [oven(namespace, f"oven{number}") for namespace in namespaces for number in range(2)]
    operator = [workload("web", namespace="shop"), rights]
    plans = drawn(tmp_path, *operator, *ovens, oven("shop", "own"))
    assert [(b.label, b.details) for b in plans["pods-shop"].boxes if b.symbol == "custom-resource"] == [
        ("own", ("Oven",)),
        ("Oven ×6", ("in 3 other namespaces",)),
    ]
    assert [found.label for found in plans["pods-east"].boxes if found.symbol == "custom-resource"] == ["Oven ×2"]
    few = drawn(tmp_path, *operator, *ovens[:4])["pods-shop"]
    assert [found.label for found in few.boxes if found.symbol == "custom-resource"] == ["Oven ×2", "Oven ×2"]


def test_pods_that_an_operator_makes_are_one_box_whoever_names_them(tmp_path: Path) -> None:
    service = """
apiVersion: v1
kind: Service
metadata: {name: metrics-main, namespace: shop}
spec: {selector: {app: metrics, shard: main}, ports: [{name: http, port: 9090}]}
"""
    policy = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: scraped, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: metrics}}}], ports: [{port: 8080}]}]
"""
    asks = workload("board", env="{name: URL, value: 'http://metrics-main.shop.svc:9090/'}", namespace="shop")
    plan = drawn(tmp_path, workload("web", namespace="shop"), asks, service, policy)["pods"]
    (metrics,) = [found for found in plan.boxes if found.symbol == "pod"]
    assert metrics.label == "pods metrics"
    assert [(arrow.source, arrow.target, arrow.label, arrow.status) for arrow in plan.arrows] == [
        (metrics.id, "shop/web", "http 8080", "known"),
        ("shop/board", metrics.id, "http 9090", "assumed"),
    ]
