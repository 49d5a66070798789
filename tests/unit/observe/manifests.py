"""Manifests as people write them, and the graph of them."""

from lsparch.graph import ArchGraph, EdgeKind
from lsparch.k8s.documents import scan_objects
from lsparch.k8s.store import ObjectStore
from lsparch.observe import observe

__all__ = ["arrows", "deployment", "observed", "policy", "service", "value"]


def observed(*texts: str) -> ArchGraph:
    """Return the graph of manifests."""
    read = scan_objects({"all.yaml": "\n---\n".join(texts)})
    assert (read.unreadable, read.strangers) == ((), ())
    return observe(ObjectStore(read.objects))


def value(graph: ArchGraph, node: str, name: str) -> object:
    """Return one value of a node; None if it has none."""
    leaf = graph.node(node).leaves.get(name)
    return None if leaf is None else leaf.value


def arrows(graph: ArchGraph) -> list[str]:
    """Return the connections: source, target and port."""
    return [f"{e.source} > {e.target} {e.detail}" for e in graph.edges(EdgeKind.CONNECTS)]


def deployment(name: str, namespace: str = "shop", *, pod: str = "", container: str = "", spec: str = "") -> str:
    """Return a Deployment with one container, port 80 and the label ``app``."""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  {spec}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      {pod}
      containers:
      - name: main
        image: nginx:1
        ports: [{{name: http, containerPort: 80}}]
        {container}
"""


def service(name: str, namespace: str = "shop", ports: str = "[{name: http, port: 80}]", spec: str = "") -> str:
    """Return a Service of the pods with the label ``app``."""
    return f"""\
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{app: {name}}}
  ports: {ports}
  {spec}
"""


def policy(name: str, spec: str, namespace: str = "shop") -> str:
    """Return a NetworkPolicy."""
    return f"""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: {name}, namespace: {namespace}}}
spec: {spec}
"""
