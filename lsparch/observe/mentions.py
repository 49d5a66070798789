"""What objects of added kinds name in their specification: Services, and other objects of added kinds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import text
from lsparch.observe.services import Services

__all__ = ["mentioned"]

_HOSTS = frozenset({"address", "host", "hosts", "service", "serviceName", "services", "url"})
"""Keys under which a text may be the name of a Service."""


def mentioned(
    stored: StoredObject, services: Services, added: Mapping[tuple[str, str, str], StoredObject]
) -> Iterator[str | StoredObject]:
    """Iterate over what an object names: ids of pods behind Services, and other objects, as far as that can be told.

    Parameters
    ----------
    stored
        The object.
    services
        All Services.
    added
        Objects of added kinds, by kind in lower case, namespace and name.
    """
    for key, value, beside in _texts(stored.data.get("spec"), ""):
        kind = beside or key.removesuffix("Ref").removesuffix("s").lower()
        other = added.get((kind, stored.namespace, value))
        if other is not None and other is not stored:
            yield other
        elif key in _HOSTS or beside == "service":
            host = (value.partition("://")[2] or value).partition("/")[0].partition(":")[0]
            yield from (pods.id for pods in services.resolve(host, stored.namespace))


def _texts(node: Any, key: str) -> Iterator[tuple[str, str, str]]:
    """Iterate over key and text of every text, with the kind of object that a reference states beside its name."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            refers = name == "name" and isinstance(value, str)
            if refers and (text(node, "kind") or key.lower() in {"service", "services", "backendref", "backendrefs"}):
                yield key, value, (text(node, "kind") or "Service").lower()
            else:
                yield from _texts(value, str(name))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from _texts(value, key)
    elif isinstance(node, str):
        yield key, node, ""
