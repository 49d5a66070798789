"""The architecture graph of any source: an environment, manifests of anybody, a live cluster."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from lsparch.api.platform import Platform
from lsparch.api.sources import (
    EnvironmentSource,
    GitSource,
    KubeSource,
    ManifestSource,
    parse_source,
    read_source_objects,
)
from lsparch.diagnostics import Finding, LsparchError
from lsparch.graph import ArchGraph
from lsparch.outside.memory import collection_paused

if TYPE_CHECKING:
    from lsparch.k8s.store import StoredObject

__all__ = ["Observed", "graph_of", "graph_of_objects", "observed_source", "platform_of"]


@dataclass(frozen=True, slots=True)
class Observed:
    """What is seen of the Kubernetes objects of a source."""

    graph: ArchGraph

    lacks: tuple[Finding, ...] = ()
    """What of a cluster could not be read, though pictures show it."""

    unread: tuple[str, ...] = ()
    """Kinds of these objects."""

    objects: tuple["StoredObject", ...] = ()
    """What it is seen of."""


@collection_paused()
def graph_of(platform: Platform, source: str) -> ArchGraph:
    """Return the architecture graph of a source; `lsparch.graph.deployed` makes graphs of any two comparable.

    Parameters
    ----------
    platform
        The platform, for environments of the model.
    source
        Environment (``pdac``), revision with environment (``git:REV:pdac``), path to manifests, ``-`` for standard
        input, or live cluster (``kube:CONTEXT``).

    Raises
    ------
    LsparchError
        If there is no such source, or a revision comes without an environment.
    UnreadableInputError
        If the model or a manifest cannot be read.
    """
    found = parse_source(source, platform)
    match found:
        case EnvironmentSource(environment) | GitSource(_, environment):
            return platform_of(found, platform).graph(environment)
        case ManifestSource() | KubeSource():
            return graph_of_objects(platform, source)
        case _:
            assert_never(found)


def graph_of_objects(platform: Platform, source: str) -> ArchGraph:
    """Return the graph of the Kubernetes objects of a source: of those that are generated, for an environment.

    Parameters
    ----------
    platform, source
        As for `graph_of`.

    Raises
    ------
    LsparchError
        If there is no such source, or a revision comes without an environment.
    UnreadableInputError
        If the model or a manifest cannot be read.
    """
    return observed_source(platform, source).graph


@collection_paused()
def observed_source(platform: Platform, source: str) -> Observed:
    """Return what `graph_of_objects` does, with what could not be read."""
    from lsparch.k8s.store import ObjectStore  # noqa: PLC0415
    from lsparch.observe import observe  # noqa: PLC0415

    found = parse_source(source, platform)
    match found:
        case EnvironmentSource(environment) | GitSource(_, environment):
            generated = platform_of(found, platform).manifests(environment)
            return Observed(observe(ObjectStore(generated.objects)), objects=tuple(generated.objects))
        case ManifestSource():
            objects = read_source_objects(found, platform.outside)
            return Observed(observe(ObjectStore(objects)), objects=objects)
        case KubeSource():
            from lsparch.api.live import read_live  # noqa: PLC0415

            live = read_live(found.context, made=True)
            return Observed(observe(ObjectStore(live.objects)), live.findings, live.unread, live.objects)
        case _:
            assert_never(found)


def platform_of(found: EnvironmentSource | GitSource, platform: Platform) -> Platform:
    """Return the platform of which a source names an environment: as it is, or as it was.

    Raises
    ------
    LsparchError
        If a revision comes without an environment.
    """
    if isinstance(found, EnvironmentSource):
        return platform
    if not found.environment:
        raise LsparchError(f"git:{found.revision}: which environment? write `git:{found.revision}:ENVIRONMENT`")
    return Platform(platform.root, found.revision, platform.outside)
