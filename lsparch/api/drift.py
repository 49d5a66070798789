"""Drift between two sources: environments of the model, at any revision, manifests and live clusters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from lsparch.api.platform import Platform
from lsparch.api.sources import (
    EnvironmentSource,
    GitSource,
    KubeSource,
    ManifestSource,
    Source,
    parse_sources,
    read_source_objects,
    with_environment,
)
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.drift import (
    Drift,
    DriftPolicy,
    EnvironmentSide,
    ObjectSide,
    compare_environments,
    compare_objects,
    load_drift_policy,
)
from lsparch.k8s.store import StoredObject
from lsparch.outside.memory import collection_paused

__all__ = ["drift_policy", "find_drift"]


@collection_paused()
def find_drift(
    platform: Platform, source: str, target: str, as_of: date, say: Callable[[str], None] = lambda _: None
) -> Drift:
    """Compare two sources.

    Two environments are compared element by element under the drift policy; where either side is manifests or a live
    cluster, both are compared object by object, and everything must match that the cluster did not choose by itself.

    Parameters
    ----------
    platform
        The platform.
    source, target
        Environments (``pdac``), revisions (``git:REV:pdac``), paths to manifests or live clusters
        (``kube:CONTEXT/NAMESPACE``); findings point into the target.
        A revision without environment means that of the other side.
    as_of
        Day on which declared divergences must not have ended.
    say
        Called with a line of progress.

    Raises
    ------
    LsparchError
        If a source does not exist, or a cluster cannot be read.
    UnreadableInputError
        If the model, the policy or a manifest cannot be read, or an environment cannot be generated.
    """
    one, other = parse_sources((source, target), platform)
    one, other = with_environment(one, other), with_environment(other, one)
    say(f"comparing {source} with {target}")
    if isinstance(one, KubeSource) or isinstance(other, KubeSource):
        return _with_cluster(platform, one, other)
    if isinstance(one, ManifestSource) or isinstance(other, ManifestSource):
        domain = platform.model.platform.pods.label_domain
        return compare_objects(_objects(platform, one, _named(other)), _objects(platform, other, _named(one)), domain)
    policy = drift_policy(platform)
    return compare_environments(_environment(platform, one), _environment(platform, other), policy, as_of)


def drift_policy(platform: Platform) -> DriftPolicy:
    """Return the policy of ``checks/drift.yaml``; without that file, everything must match.

    Raises
    ------
    UnreadableInputError
        If it is faulty.
    """
    files = platform.files("checks", ".yaml")
    name = next((n for n in files if n.endswith("checks/drift.yaml")), None)
    if name is None:
        return DriftPolicy()
    policy, findings = load_drift_policy(files[name], name)
    if policy is None:
        raise UnreadableInputError(findings)
    return policy


def _with_cluster(platform: Platform, one: Source, other: Source) -> Drift:
    from lsparch.api.live import compare_clusters, compare_with_cluster  # noqa: PLC0415

    match one, other:
        case KubeSource(_, source), KubeSource(_, target):
            return compare_clusters(platform, source, target)
        case KubeSource(_, context), (EnvironmentSource() | GitSource() | ManifestSource()) as stated:
            first = True
        case (EnvironmentSource() | GitSource() | ManifestSource()) as stated, KubeSource(_, context):
            first = False
        case _:
            raise LsparchError("one of the sources must be a live cluster")
    side = _objects(platform, stated)
    if isinstance(stated, ManifestSource):
        return compare_with_cluster(platform, side, context, live_first=first)
    wanted, others = _secrets(platform, stated)
    side = replace(side, objects=(*side.objects, *wanted))
    return compare_with_cluster(platform, side, context, others, live_first=first)


def _secrets(
    platform: Platform, source: EnvironmentSource | GitSource
) -> tuple[list[StoredObject], list[tuple[str, str]]]:
    """Return the Secrets that must be there, and namespace and name of those that an issuer makes when it can."""
    _, opened = _opened(platform, source)
    env = opened.environment(source.environment)
    wanted, issued = [], []
    for need in opened.manifests(source.environment).secrets:
        if need.issued or need.of_users:
            issued.append((need.namespace, need.name))
            continue
        found = env.elements.get(need.element)
        place = found.place() if found is not None else env.model.place(*need.element.split(".", 1))
        data = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": need.name, "namespace": need.namespace}}
        wanted.append(StoredObject(data, place, need.element))
    return wanted, issued


def _opened(platform: Platform, source: EnvironmentSource | GitSource) -> tuple[str, Platform]:
    if isinstance(source, EnvironmentSource):
        return source.environment, platform
    name = f"git:{source.revision}:{source.environment}"
    return name, Platform(platform.root, source.revision, platform.outside)


def _environment(platform: Platform, source: EnvironmentSource | GitSource) -> EnvironmentSide:
    name, opened = _opened(platform, source)
    environment = opened.environment(source.environment)
    return EnvironmentSide(name, environment, opened.graph(source.environment))


def _named(source: Source) -> str:
    """Return the environment that a source names, if it does."""
    return source.environment if isinstance(source, EnvironmentSource | GitSource) else ""


def _objects(
    platform: Platform, source: EnvironmentSource | GitSource | ManifestSource, wanted: str = ""
) -> ObjectSide:
    """Return the objects of a source; those of an environment, where a generated folder holds several."""
    if isinstance(source, ManifestSource):
        return ObjectSide(source.name, read_source_objects(source, platform.outside, wanted))
    name, opened = _opened(platform, source)
    environment = opened.environment(source.environment)
    made = opened.manifests(source.environment)
    faults = [f for f in (*environment.findings, *made.findings) if f.severity == "error"]
    if faults:
        raise UnreadableInputError(faults)
    return ObjectSide(name, tuple(made.objects), source.environment)
