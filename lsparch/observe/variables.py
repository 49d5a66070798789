"""Variables that a container receives: those that its pods state, and those that ConfigMaps hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Place
from lsparch.k8s.expansion import expand_references
from lsparch.observe.reading import Path, items, text, texts
from lsparch.observe.scene import Pods, Scene

__all__ = ["Variable", "expanded", "variables"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a container, with a value that objects state."""

    name: str
    value: str
    place: Place
    config: str = ""
    """Name of the ConfigMap that holds the value; empty where the pods state it."""


def variables(scene: Scene, pods: Pods, container: Mapping[str, Any], path: Path) -> dict[str, Variable]:
    """Return the variables of a container that have a value here, by name: of several of one name the one that counts.

    Values of Secrets, and what the cluster alone knows, are none.

    Parameters
    ----------
    scene, pods
        What is observed, and the pods.
    container, path
        The container, and where it stands.
    """
    found = {variable.name: variable for variable in _of_whole_configs(scene, pods, container)}
    for number, written in items(container, "env"):
        name = text(written, "name")
        key = text(written, "valueFrom", "configMapKeyRef", "key")
        config = scene.named("ConfigMap", pods.home, text(written, "valueFrom", "configMapKeyRef", "name"))
        found.pop(name, None)
        if "valueFrom" not in written:
            value = expanded(text(written, "value"), found)
            found[name] = Variable(name, value, pods.stored.place(*path, "env", number))
        elif config is not None and key in texts(config.data, "data"):
            found[name] = Variable(name, text(config.data, "data", key), config.place("data", key), config.name)
    return found


def expanded(written: str, known: Mapping[str, Variable]) -> str:
    """Return a text with the values of the variables that are known; references to others stay as they are."""
    return expand_references(written, {name: variable.value for name, variable in known.items()}) or written


def _of_whole_configs(scene: Scene, pods: Pods, container: Mapping[str, Any]) -> Iterator[Variable]:
    for _, source in items(container, "envFrom"):
        config = scene.named("ConfigMap", pods.home, text(source, "configMapRef", "name"))
        if config is None:
            continue
        for key, value in texts(config.data, "data").items():
            yield Variable(f"{text(source, 'prefix')}{key}", value, config.place("data", key), config.name)
