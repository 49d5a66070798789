"""The graph as a whole: whatever is written, it is a graph; places are those of the manifests."""

from hypothesis import given
from hypothesis import strategies as st

from lsparch.diagnostics import Place
from lsparch.graph import deployed
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.observe import observe
from lsparch.observe.scene import Scene
from tests.unit.observe.manifests import deployment, observed, service

KINDS = (
    "ConfigMap", "CronJob", "CiliumNetworkPolicy", "DaemonSet", "Deployment", "Gateway", "HTTPRoute",
    "HorizontalPodAutoscaler", "Ingress", "Job", "Namespace", "NetworkPolicy", "PersistentVolume",
    "PersistentVolumeClaim", "Pod", "PodDisruptionBudget", "PodTemplate", "Role", "RoleBinding", "Secret",
    "SecurityPolicy", "Service", "StatefulSet",
)  # fmt: skip
WORDS = st.sampled_from(
    (
        "spec", "template", "containers", "name", "image", "ports", "port", "env", "value", "podSelector", "ready",
        "ingress", "egress", "from", "to", "rules", "http", "paths", "path", "backend", "metadata", "labels", "volumes",
        "configMap", "volumeMounts", "resources", "requests", "cpu", "selector", "policyTypes", "data", "subjects",
        "jobTemplate", "hostnames", "matches", "listeners", "parentRefs", "backendRefs", "accessModes",
    )
)  # fmt: skip
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 99) | st.text("ab./:", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.tuples(st.sampled_from(KINDS), TREES, TREES), max_size=4))
def test_no_content_of_objects_breaks_it(found: list[tuple[str, object, object]]) -> None:
    stored = [
        StoredObject(
            {
                "apiVersion": "v1",
                "kind": kind,
                "metadata": {"name": f"x{n}", "namespace": "y"},
                "spec": spec,
                "data": data,
            },
            Place("a.yaml"),
        )
        for n, (kind, spec, data) in enumerate(found)
    ]
    graph = observe(ObjectStore(stored))
    assert deployed(deployed(graph)).canonical() == deployed(graph).canonical()


def test_the_order_of_objects_does_not_matter() -> None:
    texts = [deployment("web", container="env: [{name: A, value: 'http://db:80'}]"), deployment("db"), service("db")]
    one, other = observed(*texts), observed(*reversed(texts))
    assert one.canonical() == other.canonical()
    assert [e.id for e in one.edges()] == [e.id for e in other.edges()]


def test_values_stand_at_their_places() -> None:
    graph = observed(deployment("web", spec="replicas: 3"))
    origin = graph.node("shop/web").leaves["replicas"].origin
    assert (origin.layer, str(origin.place)) == ("written", "all.yaml:6:13")


def test_a_scene_finds_objects_by_name() -> None:
    stored = StoredObject({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "b"}}, Place("x"))
    scene = Scene(ObjectStore([stored]), {}, {})
    assert scene.named("Pod", "b", "a") is stored
    assert scene.named("Pod", "b", "c") is None
    assert scene.within("Pod", "b") == [stored]
