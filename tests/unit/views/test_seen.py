"""Pictures of manifests of anybody: what parts there are, what is inferred, and what stays absent."""

from pathlib import Path

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.graph import EdgeKind, NodeKind
from lsparch.views.asked import Asked
from lsparch.views.defaults import default_views
from lsparch.views.plan import DiagramPlan
from lsparch.views.seen import as_seen
from tests.unit.observe.manifests import observed
from tests.unit.views.shipped import ROOT, box, has_arrow


def workload(
    name: str, *, env: str = "", labels: str = "", image: str = "example.org/shop/{}:1", namespace: str = ""
) -> str:
    """Return a Deployment and its Service."""
    where = f"namespace: {namespace}" if namespace else "labels: {}"
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, {where}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}{labels}}}}}
    spec:
      containers:
      - {{name: server, image: "{image.format(name)}", env: [{env}], ports: [{{containerPort: 8080}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, {where}}}
spec: {{selector: {{app: {name}}}, ports: [{{name: http, port: 80, targetPort: 8080}}]}}
"""


SHOP = "---".join(
    (
        workload("web", env="{name: CART, value: 'cart:80'}"),
        workload("cart", env="{name: STORE, value: 'store:80'}"),
        workload("store", image="docker.io/library/redis:7"),
        """
apiVersion: v1
kind: Service
metadata: {name: front}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
""",
    )
)


def drawn(tmp_path: Path, *texts: str, views: tuple[str, ...] = ()) -> dict[str, DiagramPlan]:
    """Return the plans of manifests, by the names of the pictures."""
    file = tmp_path / "shop.yaml"
    file.write_text("---\n".join(texts))
    drawings, _ = plan_drawings(Platform(ROOT), [str(file)], views)
    return {found.name: found.plan for found in drawings if isinstance(found.plan, DiagramPlan)}


def test_manifests_without_namespaces_labels_and_policies_are_one_picture_of_pods(tmp_path: Path) -> None:
    plans = drawn(tmp_path, SHOP)
    assert list(plans) == ["pods", "exposure", "images"]
    plan = plans["pods"]
    assert {found.id: (found.symbol, found.group) for found in plan.boxes} == {
        "service/front": ("load-balancer", None),
        "cart": ("deployment", None),
        "store": ("cache", None),
        "web": ("deployment", None),
        "users": ("user", None),
    }
    assert [(a.source, a.target, a.label, a.status) for a in plan.arrows] == [
        ("users", "service/front", "http 80", "known"),
        ("service/front", "web", "http 8080", "known"),
        ("cart", "store", "http 8080", "assumed"),
        ("web", "cart", "http 8080", "assumed"),
    ]
    assert (plan.environment, plan.source) == ("shop.yaml", "manifests")


def test_a_connection_that_a_policy_allows_is_no_assumption() -> None:
    policy = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: s}
spec:
  podSelector: {matchLabels: {app: cart}}
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8080}]}]
"""
    graph = as_seen(observed(workload("web", namespace="s"), workload("cart", namespace="s"), policy))
    (edge,) = graph.edges(EdgeKind.CONNECTS)
    assert (edge.source, edge.target, edge.status) == ("s/web", "s/cart", "known")


def test_what_is_open_to_everybody_is_a_line_in_the_box() -> None:
    policy = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: s}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 8080}]}]
  egress: [{}]
"""
    graph = as_seen(observed(workload("web", namespace="s"), policy))
    assert not list(graph.edges(EdgeKind.CONNECTS))
    assert graph.node("s/web").labels["open.any pod"] == "8080"


def test_several_namespaces_have_an_overview_and_a_picture_each(tmp_path: Path) -> None:
    plans = drawn(
        tmp_path,
        workload("web", namespace="front", env="{name: DB, value: 'http://db.back:80'}"),
        workload("db", namespace="back"),
    )
    assert list(plans) == ["overview", "pods-back", "pods-front", "images"]
    assert [found.id for found in plans["overview"].boxes] == ["back", "front"]
    assert {found.symbol for found in plans["overview"].boxes} == {"namespace"}
    assert has_arrow(plans["overview"], "front", "back")
    assert box(plans["pods-front"], "back/db").group == "back"


def test_one_namespace_with_several_applications_is_framed_by_application() -> None:
    graph = as_seen(
        observed(
            workload("web", namespace="s", labels=", app.kubernetes.io/part-of: shop"),
            workload("mail", namespace="s", labels=", app.kubernetes.io/part-of: post"),
        )
    )
    assert [(part.id, part.labels["kind"]) for part in graph.nodes(NodeKind.PART)] == [
        ("post", "application"),
        ("shop", "application"),
    ]
    assert list(default_views(graph)) == ["overview", "pods-post", "pods-shop", "images"]


def test_objects_of_added_kinds_are_one_box_for_each_kind(tmp_path: Path) -> None:
    objects = [
        f"apiVersion: shop.example/v1\nkind: Offer\nmetadata: {{name: {name}, namespace: s}}\nspec: {{}}\n"
        for name in ("apples", "pears")
    ]
    rights = """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: seller}
rules: [{apiGroups: [shop.example], resources: [offers], verbs: [update]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: seller}
roleRef: {kind: ClusterRole, name: seller}
subjects: [{kind: ServiceAccount, name: default, namespace: s}]
"""
    plan = drawn(tmp_path, workload("seller", namespace="s"), *objects, rights)["pods"]
    offers = box(plan, "resource/s/Offer")
    assert (offers.label, offers.details, offers.symbol) == ("Offer ×2", ("apples, pears",), "custom-resource")
    arrow = has_arrow(plan, "s/seller", "resource/s/Offer")
    assert arrow is not None
    assert arrow.label == "acts on"


def test_workloads_of_operators_are_shown_and_pods_of_workloads_are_not() -> None:
    def owned(kind: str, name: str, by: str) -> str:
        text = workload(name, namespace="s").partition("---")[0]
        owner = f"ownerReferences: [{{kind: {by}, name: x, controller: true}}]"
        return text.replace("namespace: s}", f"namespace: s, {owner}}}", 1).replace("kind: Deployment", f"kind: {kind}")

    graph = observed(owned("StatefulSet", "made", "Prometheus"), owned("ReplicaSet", "inner", "Deployment"))
    assert [node.id for node in graph.nodes(NodeKind.COMPONENT)] == ["s/made"]


def test_views_of_the_platform_draw_manifests_when_asked(tmp_path: Path) -> None:
    plans = drawn(tmp_path, SHOP, views=("platform", "deployment"))
    assert {found.id for found in plans["deployment"].boxes} >= {"web", "cart", "store"}
    with pytest.raises(LsparchError, match="has no part portal; it has none"):
        drawn(tmp_path, SHOP, views=("portal-pods",))
    with pytest.raises(LsparchError, match="only a model tells"):
        drawn(tmp_path, SHOP, views=("datasets",))


def test_unknown_views_of_manifests_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LsparchError, match="did you mean `pods`"):
        drawn(tmp_path, SHOP, views=("podz",))


def test_two_sets_of_manifests_are_compared_in_one_picture(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(SHOP)
    new.write_text(SHOP.replace("value: 'store:80'", "value: 'elsewhere'").replace("redis:7", "redis:8"))
    drawings, _ = plan_drawings(Platform(ROOT), [str(old), str(new)], ["pods"], diff=True)
    plan = drawings[0].plan
    assert isinstance(plan, DiagramPlan)
    assert box(plan, "store").details == ("now redis:8", "was redis:7")
    arrow = has_arrow(plan, "cart", "store")
    assert arrow is not None
    assert arrow.signs == ("removed",)


def test_generated_configuration_is_compared_with_manifests_as_objects(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(workload("web", namespace="qserv-sandbox-qserv"))
    drawings, _ = plan_drawings(Platform(ROOT), ["qserv-sandbox", str(file)], diff=True)
    signs = {one.id: one.signs for found in drawings if isinstance(found.plan, DiagramPlan) for one in found.plan.boxes}
    assert signs["qserv-sandbox-qserv/web"] == ("added",)
    assert signs["qserv-sandbox-qserv/czar"] == ("removed",)


def test_objects_of_added_kinds_that_name_pods_point_at_them(tmp_path: Path) -> None:
    routes = [
        f"""
apiVersion: mesh.example/v1
kind: Way
metadata: {{name: {name}, namespace: s}}
spec: {{doors: [main], to: [{{destination: {{host: {name}}}}}]}}
"""
        for name in ("web", "cart")
    ]
    door = "apiVersion: mesh.example/v1\nkind: Door\nmetadata: {name: main, namespace: s}\nspec: {port: 80}\n"
    plan = drawn(tmp_path, workload("web", namespace="s"), workload("cart", namespace="s"), *routes, door)["pods"]
    assert [(a.source, a.target) for a in plan.arrows] == [
        ("resource/Way/s/cart", "resource/s/Door"),
        ("resource/Way/s/cart", "s/cart"),
        ("resource/Way/s/web", "resource/s/Door"),
        ("resource/Way/s/web", "s/web"),
    ]
    assert box(plan, "resource/s/Door").details == ("Door",)


def test_images_are_shown_with_the_registries_that_they_come_from(tmp_path: Path) -> None:
    plan = drawn(tmp_path, SHOP)["images"]
    assert [(found.id, found.details) for found in plan.boxes] == [
        ("registry/address/docker.io", ("1 image",)),
        ("registry/address/example.org", ("2 images",)),
        ("namespace-not-stated", ("cart:1", "redis:7", "web:1")),
    ]
    assert has_arrow(plan, "registry/address/docker.io", "namespace-not-stated")


def test_a_failure_of_manifests_says_that_all_connections_count(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP)
    (drawing,), _ = plan_drawings(Platform(ROOT), [str(file)], (), Asked(impact=["store"]))
    assert isinstance(drawing.plan, DiagramPlan)
    assert "Every connection counts as needed" in drawing.plan.description
    assert {found.id: found.signs for found in drawing.plan.boxes if found.signs} == {
        "store": ("down",),
        "cart": ("stops",),
        "web": ("stops",),
    }


def test_a_depth_without_a_question_is_refused() -> None:
    with pytest.raises(LsparchError, match="--depth is about --around and --reach"):
        plan_drawings(Platform(ROOT), ["usdac"], (), Asked(depth=2))


def test_what_is_asked_as_a_database_is_drawn_as_one(tmp_path: Path) -> None:
    texts = (
        workload("web", env="{name: DB, value: 'mysql://keep:80'}"),
        workload("keep").replace("name: http", "name: mysql"),
    )
    assert box(drawn(tmp_path, *texts)["pods"], "keep").symbol == "database"


def test_a_picture_without_arrows_says_why(tmp_path: Path) -> None:
    assert (
        "Neither policies nor configuration" in drawn(tmp_path, workload("web"), workload("cart"))["pods"].description
    )
    assert "Neither" not in drawn(tmp_path, SHOP)["pods"].description


def test_what_tests_a_release_is_not_deployed(tmp_path: Path) -> None:
    test = """
apiVersion: v1
kind: Pod
metadata: {name: web-test, annotations: {helm.sh/hook: "test, test-success"}, labels: {app: web}}
spec: {containers: [{name: ask, image: "ask:1"}]}
"""
    assert [found.id for found in drawn(tmp_path, workload("web"), test)["pods"].boxes] == ["web"]
    hook = test.replace("test, test-success", "pre-install")
    assert [found.id for found in drawn(tmp_path, workload("web"), hook)["pods"].boxes] == ["web", "web-test"]


PEERS = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: prometheus}}
    - {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: entry}}, podSelector: {matchLabels: {app: proxy}}}
    ports: [{port: 8080}]
"""


def test_pods_that_nothing_states_stand_in_their_namespace_where_it_is_shown(tmp_path: Path) -> None:
    web, other = workload("web", namespace="shop"), workload("mail", namespace="post")
    plan = drawn(tmp_path, web, PEERS)["pods"]
    here, away = box(plan, "shop/[app=prometheus]"), box(plan, "entry/[app=proxy]")
    assert (here.group, here.symbol, here.label) == ("shop", "pod", "pods prometheus")
    assert here.details == ("not stated here",)
    assert (away.group, away.details) == (None, ("in entry",))
    plans = drawn(tmp_path, web, PEERS, other)
    assert box(plans["pods-shop"], "shop/[app=prometheus]").group == "shop"
    assert "shop/[app=prometheus]" not in {found.id for found in plans["overview"].boxes}
    nowhere = (web.replace("namespace: shop", "labels: {}"), PEERS.replace(", namespace: shop", ""))
    assert box(drawn(tmp_path, *nowhere)["pods"], "[app=prometheus]").details == ("not stated here",)


def test_pods_that_nothing_states_have_a_frame_in_answers_too(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("---".join((workload("web", namespace="shop"), PEERS)), "utf-8")
    (drawing,), _ = plan_drawings(Platform(ROOT), [str(file)], (), Asked(around="shop/web"))
    assert isinstance(drawing.plan, DiagramPlan)
    assert box(drawing.plan, "shop/[app=prometheus]").group == "shop"
