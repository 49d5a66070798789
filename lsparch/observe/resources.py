"""Objects of kinds that somebody has added to Kubernetes: what they are called, and which pods act on them."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import text
from lsparch.observe.scene import Pods, Scene

__all__ = ["actors_on", "added_objects", "resource_id"]

_OWN = ".k8s.io"
"""How groups of Kubernetes itself end; those of its early days have no dot."""

_DEFINITION = "CustomResourceDefinition"
_WRITES = frozenset({"*", "create", "patch", "update"})


def resource_id(stored: StoredObject) -> str:
    """Return the id of an object that has no pods of its own."""
    return f"resource/{stored.kind}/{stored.namespace}/{stored.name}"


def added_objects(scene: Scene) -> Iterator[StoredObject]:
    """Iterate over objects of added kinds, and over the definitions of such kinds."""
    for stored in scene.store:
        group = text(stored.data, "apiVersion").rpartition("/")[0]
        if stored.kind == _DEFINITION or ("." in group and not group.endswith(_OWN)):
            yield stored


def actors_on(scene: Scene, stored: StoredObject) -> Iterator[Pods]:
    """Iterate over the pods that may write objects of an added kind, by the rights that name its resource."""
    if stored.kind == _DEFINITION:
        group, plural = text(stored.data, "spec", "group"), text(stored.data, "spec", "names", "plural")
    else:
        group = text(stored.data, "apiVersion").rpartition("/")[0]
        plural = _plurals(scene).get((group, stored.kind)) or _guessed(stored.kind)
    for _, pods in sorted(scene.pods.items()):
        for reach in ("cluster", "namespace"):
            verbs = pods.sheet.text(f"api.{reach}.{group}/{plural}").split()
            if _WRITES & set(verbs):
                yield pods
                break


def _plurals(scene: Scene) -> dict[tuple[str, str], str]:
    """Return the names of resources by group and kind, as the definitions among the objects give them."""
    found = {}
    for definition in scene.store.of_kind(_DEFINITION):
        spec = definition.data.get("spec")
        group, kind = text(spec, "group"), text(spec, "names", "kind")
        found[group, kind] = text(spec, "names", "plural")
    return found


def _guessed(kind: str) -> str:
    word = kind.lower()
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
