"""Objects of kinds that somebody has added to Kubernetes: what they are called, and which pods act on them."""

from collections.abc import Iterator

from lsparch.k8s.added import is_added
from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import text
from lsparch.observe.scene import Pods, Scene

__all__ = ["Operators", "added_objects", "resource_id"]

DEFINITION = "CustomResourceDefinition"
_READ = frozenset({"BackendTrafficPolicy", "CiliumNetworkPolicy", "SecurityPolicy"})
"""Added kinds whose meaning the graph has already, as connections and facts about routes."""

_REACHES = frozenset({"cluster", "namespace"})
_WRITES = frozenset({"*", "create", "patch", "update"})


def resource_id(stored: StoredObject) -> str:
    """Return the id of an object that has no pods of its own."""
    return f"resource/{stored.kind}/{stored.namespace}/{stored.name}"


def added_objects(scene: Scene) -> Iterator[StoredObject]:
    """Iterate over objects of added kinds, and over the definitions of such kinds."""
    for stored in scene.store:
        if stored.kind == DEFINITION or (is_added(stored) and stored.kind not in _READ):
            yield stored


class Operators:
    """Pods that may write objects of added kinds, by the rights that name their resource.

    Parameters
    ----------
    scene
        What is observed, with the rights of pods written down.
    """

    def __init__(self, scene: Scene) -> None:
        self._plurals: dict[tuple[str, str], str] = {}
        for definition in scene.store.of_kind(DEFINITION):
            group, kind, plural = _defined(definition)
            self._plurals[group, kind] = plural
        self._writers: dict[str, list[Pods]] = {}
        for _, pods in sorted(scene.pods.items()):
            for name, leaf in pods.sheet.leaves.items():
                head, _, resource = name.removeprefix("api.").partition(".")
                if name.startswith("api.") and head in _REACHES and _WRITES & set(str(leaf.value).split()):
                    self._writers.setdefault(resource, []).append(pods)

    def acting_on(self, stored: StoredObject) -> Iterator[Pods]:
        """Iterate over the pods that may write an object, or objects of the kind that it defines."""
        group, kind = text(stored.data, "apiVersion").rpartition("/")[0], stored.kind
        if stored.kind == DEFINITION:
            group, kind, _ = _defined(stored)
        plural = self._plurals.get((group, kind)) or _guessed(kind)
        seen = {pods.id: pods for pods in self._writers.get(f"{group}/{plural}", ())}
        yield from seen.values()


def _defined(definition: StoredObject) -> tuple[str, str, str]:
    spec = definition.data.get("spec")
    return text(spec, "group"), text(spec, "names", "kind"), text(spec, "names", "plural")


def _guessed(kind: str) -> str:
    word = kind.lower()
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
