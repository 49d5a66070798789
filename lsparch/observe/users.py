"""Objects that a spawner makes in the namespace of each user, from a ConfigMap that holds them as text."""

from collections.abc import Mapping
from typing import Any

from lsparch.k8s.identity import label_key_fault, label_value_fault
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.observe.reading import texts
from lsparch.yaml import Dialect, YamlMap, read

__all__ = ["user_objects"]


def user_objects(
    store: ObjectStore,
) -> tuple[dict[str, tuple[StoredObject, ...]], dict[str, Mapping[str, str]]]:
    """Return the objects that ConfigMaps hold for namespaces of users, and the labels of these namespaces.

    A ConfigMap does so if one of its texts holds Kubernetes objects without a namespace, a ServiceAccount among them;
    a further text that is a mapping of labels is about the namespaces themselves.

    Returns
    -------
    tuple
        Objects and labels, both by the namespace of the ConfigMap.
    """
    objects: dict[str, tuple[StoredObject, ...]] = {}
    labels: dict[str, Mapping[str, str]] = {}
    for stored in store.of_kind("ConfigMap"):
        files = texts(stored.data, "data")
        held = [item for content in files.values() if "apiVersion:" in content for item in _objects(content)]
        if not any(item.get("kind") == "ServiceAccount" for item in held):
            continue
        made = tuple(StoredObject(item, stored.place("data")) for item in held)
        objects[stored.namespace] = objects.get(stored.namespace, ()) + made
        found = labels.setdefault(stored.namespace, {})
        for content in files.values():
            if "apiVersion:" not in content:
                labels[stored.namespace] = {**found, **_labels(content)}
    return objects, labels


def _objects(content: str) -> list[dict[str, Any]]:
    roots = [document.root for document in read(content, "", Dialect.KUBECTL).documents]
    return [root for root in roots if isinstance(root, YamlMap) and _is_object(root)]


def _is_object(root: YamlMap) -> bool:
    metadata = root.get("metadata")
    named = isinstance(root.get("apiVersion"), str) and isinstance(root.get("kind"), str)
    return named and isinstance(metadata, YamlMap) and "namespace" not in metadata


def _labels(content: str) -> dict[str, str]:
    roots = [document.root for document in read(content, "", Dialect.KUBECTL).documents]
    found = {key: value for root in roots if isinstance(root, YamlMap) for key, value in root.items()}
    sound = all(
        isinstance(value, str) and label_key_fault(key) is None and label_value_fault(value) is None
        for key, value in found.items()
    )
    return found if sound else {}
