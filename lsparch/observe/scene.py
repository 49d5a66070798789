"""What is observed: pods and namespaces, those of users of a spawner too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lsparch.k8s.pod_labels import Made, labels_made, scaled_objects
from lsparch.k8s.selectors import selects
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.observe.reading import Path, Sheet, at, items, mapping, text, texts

__all__ = ["Pods", "Scene", "containers"]

_TEMPLATES: Mapping[str, tuple[str, Path]] = {
    "Deployment": ("deployment", ("spec", "template")),
    "StatefulSet": ("statefulset", ("spec", "template")),
    "DaemonSet": ("daemonset", ("spec", "template")),
    "ReplicaSet": ("replicaset", ("spec", "template")),
    "ReplicationController": ("replicationcontroller", ("spec", "template")),
    "CronJob": ("cronjob", ("spec", "jobTemplate", "spec", "template")),
    "Job": ("job", ("spec", "template")),
    "PodTemplate": ("spawned", ("template",)),
    "Pod": ("pod", ()),
}
"""Kinds that make pods: our word for them, and where their template stands."""

_TESTS = frozenset({"test", "test-failure", "test-success"})
"""Hooks of Helm by which it makes what tests a release."""


@dataclass(frozen=True)
class Pods:
    """Pods of one controller, or those that a spawner makes from one template."""

    id: str
    """Namespace and name; with the kind where another controller has the same name."""

    kind: str
    namespace: str
    """Namespace in which they live; ``NAMESPACE:users`` for those in namespaces of users."""

    name: str
    labels: Mapping[str, str]
    stored: StoredObject
    path: Path
    """Where their template stands."""

    sheet: Sheet = field(default_factory=Sheet)
    made: Made = field(default_factory=dict)
    """Labels that their controller sets."""

    def are_selected(self, selector: Any) -> bool:
        """Tell whether a selector takes them, or some of them."""
        return selects(selector, self.labels, self.made)

    @property
    def home(self) -> str:
        """Namespace of the controller."""
        return self.stored.namespace

    @property
    def spec(self) -> Mapping[str, Any]:
        """Specification of a pod."""
        return mapping(self.stored.data, *self.path, "spec")

    @property
    def on_hosts(self) -> bool:
        """Whether they have the addresses of their nodes, so that no policy is about them."""
        return self.spec.get("hostNetwork") is True

    @property
    def account(self) -> str:
        """Name of their service account."""
        return text(self.spec, "serviceAccountName") or text(self.spec, "serviceAccount") or "default"


@dataclass
class Scene:
    """All pods, and the labels of all namespaces."""

    store: ObjectStore
    users: Mapping[str, tuple[StoredObject, ...]]
    """What a spawner makes in the namespace of each user, by the namespace of the spawner."""

    user_labels: Mapping[str, Mapping[str, str]]
    """Labels of the namespaces of users, by the namespace of the spawner."""

    pods: dict[str, Pods] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._scaled = scaled_objects(self.store)
        for kind, (name, path) in _TEMPLATES.items():
            for stored in self.store.of_kind(kind):
                if not _is_made(stored) and not _is_test(stored):
                    self._add(stored, name, path)
        self.namespaces: dict[str, Mapping[str, str]] = {}
        for stored in self.store.of_kind("Namespace"):
            named = {"kubernetes.io/metadata.name": stored.name}
            self.namespaces[stored.name] = {**texts(stored.data, "metadata", "labels"), **named}
        for stored in self.store:
            if stored.namespace and stored.namespace not in self.namespaces:
                self.namespaces[stored.namespace] = {"kubernetes.io/metadata.name": stored.namespace}
        for namespace, labels in self.user_labels.items():
            self.namespaces[f"{namespace}:users"] = labels
        self._within: dict[tuple[str, str], list[StoredObject]] = {}
        self._named: dict[tuple[str, str, str], StoredObject] = {}
        for stored in self.store:
            self._within.setdefault((stored.kind, stored.namespace), []).append(stored)
            self._named.setdefault((stored.kind, stored.namespace, stored.name), stored)
        self._in: dict[str, list[Pods]] = {}
        for _, pods in sorted(self.pods.items()):
            self._in.setdefault(pods.namespace, []).append(pods)

    def _add(self, stored: StoredObject, kind: str, path: Path) -> None:
        namespace = stored.namespace
        identifier = f"{namespace}/{stored.name}"
        if identifier in self.pods:
            identifier += f":{kind}"
        accounts = {made.name for made in self.users.get(namespace, ()) if made.kind == "ServiceAccount"}
        account = text(stored.data, *path, "spec", "serviceAccountName")
        lives = f"{namespace}:users" if kind == "spawned" and account in accounts else namespace
        labels = texts(stored.data, *path, "metadata", "labels")
        made = labels_made(stored, scaled=(namespace, stored.kind, stored.name) in self._scaled)
        self.pods[identifier] = Pods(identifier, kind, lives, stored.name, labels, stored, path, made=made)

    def within(self, kind: str, namespace: str) -> list[StoredObject]:
        """Return the objects of a kind in a namespace."""
        return self._within.get((kind, namespace), [])

    def named(self, kind: str, namespace: str, name: str) -> StoredObject | None:
        """Return an object by kind, namespace and name, or None."""
        return self._named.get((kind, namespace, name))

    def living_in(self, namespace: str) -> list[Pods]:
        """Return the pods of a namespace, in the order of their ids."""
        return self._in.get(namespace, [])

    def objects(self, *kinds: str) -> Iterator[tuple[str, StoredObject]]:
        """Iterate over objects of some kinds, those in namespaces of users too: namespace and object."""
        for stored in self.store.of_kind(*kinds):
            yield stored.namespace, stored
        for namespace, made in self.users.items():
            yield from ((f"{namespace}:users", stored) for stored in made if stored.kind in kinds)


def containers(pods: Pods) -> Iterator[tuple[Mapping[str, Any], Path, bool]]:
    """Iterate over the containers of pods: container, path in the object, whether it ends before the others start."""
    for field_name in ("initContainers", "containers"):
        for position, container in items(pods.spec, field_name):
            sidecar = container.get("restartPolicy") == "Always"
            path = (*pods.path, "spec", field_name, position)
            yield container, path, field_name == "initContainers" and not sidecar


def _is_test(stored: StoredObject) -> bool:
    """Tell whether an object is made when somebody tests a release of Helm, and never deployed."""
    hooks = texts(stored.data, "metadata", "annotations").get("helm.sh/hook", "")
    return bool(hooks) and all(hook.strip() in _TESTS for hook in hooks.split(","))


def _is_made(stored: StoredObject) -> bool:
    """Tell whether an object is made from another one that is observed, or by a node, and says nothing of its own."""
    owners = at(stored.data, "metadata", "ownerReferences")
    return isinstance(owners, list) and any(
        at(owner, "controller") is True and text(owner, "kind") in {*_TEMPLATES, "Node"} for owner in owners
    )
