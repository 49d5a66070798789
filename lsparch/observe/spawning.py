"""Which pods create others at run time."""

from collections.abc import Iterable, Iterator

from lsparch.graph import Edge
from lsparch.observe.scene import Pods, Scene

__all__ = ["spawners"]


def spawners(scene: Scene, connections: Iterable[Edge]) -> Iterator[tuple[str, str]]:
    """Iterate over templates of pods with those that create pods from them, as far as that can be told.

    Who may create pods there is a candidate; among several, those that are connected with the spawned pods.
    """
    connected = {frozenset((edge.source, edge.target)) for edge in connections}
    for spawned in (p for p in scene.pods.values() if p.kind == "spawned"):
        candidates = [p for p in scene.pods.values() if p is not spawned and _may_create(p, spawned)]
        near = [p for p in candidates if frozenset((p.id, spawned.id)) in connected]
        found = candidates if len(candidates) == 1 else near
        if len(found) == 1:
            yield spawned.id, found[0].id


def _may_create(pods: Pods, spawned: Pods) -> bool:
    reaches = ["cluster"]
    if pods.namespace == spawned.namespace:
        reaches.append("namespace")
    return any("create" in pods.sheet.text(f"api.{reach}.pods").split() for reach in reaches)
