"""What generating an environment, and applying it, would change, and what that means."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lsparch.api.platform import Platform
from lsparch.api.sources import (
    EnvironmentSource,
    GitSource,
    KubeSource,
    ManifestSource,
    Source,
    parse_source,
    read_source_objects,
)
from lsparch.diagnostics import Finding, Severity, UnreadableInputError
from lsparch.drift.change import ChangeSet, Undo
from lsparch.drift.consequences import find_consequences
from lsparch.drift.manifests import ObjectSide
from lsparch.outside.memory import collection_paused

if TYPE_CHECKING:
    from lsparch.k8s.identity import ObjectKey
    from lsparch.k8s.store import StoredObject
    from lsparch.manifests import ManifestSet
    from lsparch.resolve import Environment

__all__ = ["find_changes", "roll_back_of"]

_KEEPERS = frozenset({"Namespace", "PersistentVolumeClaim", "StatefulSet"})
"""Kinds whose names decide which data somebody sees."""


@collection_paused()
def find_changes(
    platform: Platform,
    environment: str,
    against: str | Path,
    say: Callable[[str], None] = lambda _: None,
    *,
    kubernetes: str | None = None,
) -> ChangeSet:
    """Return what would change where an environment were applied, object by object, the gravest first.

    Parameters
    ----------
    platform
        The platform.
    environment
        The environment.
    against
        What there is now: a folder, which may not exist yet, or a source as `find_drift` takes it: manifests, a
        revision (``git:REV`` or ``git:REV:ENVIRONMENT``), another environment, a live cluster (``kube:CONTEXT``).
    say
        Called with a line of progress.
    kubernetes
        Version of Kubernetes for which to generate; that of the environment's cluster when None. A source that is
        generated too is made for the version that its own model states.

    Raises
    ------
    LsparchError
        If the source does not exist, or a cluster cannot be read.
    UnreadableInputError
        If the model or a manifest cannot be read, or an environment cannot be generated.
    """
    env = platform.environment(environment)
    made = _generated(platform, env.id, kubernetes)
    after = ObjectSide(env.id, tuple(made.objects), env.id)
    say(f"comparing {against} with {env.id}")
    if isinstance(against, Path) and not against.exists():
        return _told(platform, env, ObjectSide(str(against), ()), after)
    source = ManifestSource(str(against)) if isinstance(against, Path) else parse_source(against, platform)
    if isinstance(source, KubeSource):
        return _on_cluster(platform, env, source, after, made)
    return _told(platform, env, _side(platform, source, env.id), after)


def roll_back_of(env: "Environment", before: Iterable["StoredObject"], after: Iterable["StoredObject"]) -> Undo:
    """Return how to go back from one set of an environment's objects to an earlier one, without comparing a cluster.

    Parameters
    ----------
    env
        The environment.
    before, after
        Objects before and after the change.
    """
    old, new = ObjectSide("before", tuple(before)), ObjectSide("after", tuple(after))
    domain = env.model.platform.pods.label_domain
    return _undo(env, find_consequences(old, new, domain), (*new.objects, *old.objects))


def _unmatched(env: "Environment", before: ObjectSide, after: ObjectSide) -> Iterator[Finding]:
    """Iterate over elements that keep the name which they had, where nothing of that name is there."""
    there = {stored.key for stored in before.objects}
    kept: dict[str, list[StoredObject]] = {}
    for stored in after.objects:
        if stored.kind in _KEEPERS and stored.element in env.elements:
            kept.setdefault(stored.element, []).append(stored)
    for element, objects in sorted(kept.items()):
        resolved = env.elements[element]
        moved = getattr(resolved.element, "moved", ())
        if moved and there and not any(stored.key in there for stored in objects):
            names = ", ".join(str(stored.key) for stored in objects)
            message = f"{element} was renamed from {moved[0]}, but {before.name} has nothing of that name ({names})"
            advice = "correct `moved`, or leave it out where nothing was deployed before"
            place = resolved.place("moved", 0)
            yield Finding("DRF012", Severity.WARNING, place, message, advice, element=element, environment=env.id)


def _generated(platform: Platform, environment: str, kubernetes: str | None = None) -> "ManifestSet":
    """Return the objects of an environment.

    Raises
    ------
    UnreadableInputError
        If it cannot be generated.
    """
    env = platform.environment(environment)
    made = platform.manifests(env.id, kubernetes)
    faults = [f for f in (*env.findings, *made.findings) if f.severity == "error"]
    if faults:
        raise UnreadableInputError(faults)
    return made


def _side(platform: Platform, source: Source, environment: str) -> ObjectSide:
    """Return what there is now, each environment made for the version that its own model states."""
    match source:
        case GitSource(revision, named):
            opened = Platform(platform.root, revision, platform.outside)
            name = named or environment
            made = _generated(opened, name)
            return ObjectSide(f"git:{revision}:{name}", tuple(made.objects), name)
        case EnvironmentSource(name):
            return ObjectSide(name, tuple(_generated(platform, name).objects), name)
        case ManifestSource(name):
            return ObjectSide(name, read_source_objects(source, platform.outside, environment))
        case KubeSource(name):
            return ObjectSide(name, ())


def _told(platform: Platform, env: "Environment", before: ObjectSide, after: ObjectSide) -> ChangeSet:
    domain = platform.model.platform.pods.label_domain
    found = find_consequences(
        before, after, domain, daemons=_daemons(env, (*before.objects, *after.objects)), expandable=_expandable(env)
    )
    notices = tuple(_unmatched(env, before, after))
    return replace(found, undo=_undo(env, found, (*after.objects, *before.objects)), notices=notices)


def _on_cluster(
    platform: Platform, env: "Environment", source: KubeSource, after: ObjectSide, made: "ManifestSet"
) -> ChangeSet:
    from lsparch.api.live import cluster_side  # noqa: PLC0415

    secrets = [(need.namespace, need.name) for need in made.secrets]
    sides = cluster_side(platform, after, source.context, secrets)
    domain = platform.model.platform.pods.label_domain
    found = find_consequences(
        sides.live, sides.stated, domain, settle=sides.settlement,
        daemons=_daemons(env, (*sides.live.objects, *after.objects)), expandable=_expandable(env),
    )  # fmt: skip
    undo = _undo(env, found, (*after.objects, *sides.live.objects))
    notices = (*sides.notices, *_unmatched(env, sides.live, after))
    return replace(found, source=source.name, undo=undo, notices=notices)


def _undo(env: "Environment", found: ChangeSet, objects: Iterable["StoredObject"]) -> Undo:
    from lsparch.analysis.rollout import Stage, back_order, removal_order, rollout_stages  # noqa: PLC0415
    from lsparch.drift.roll_back import roll_back  # noqa: PLC0415

    known = {stored.key: stored for stored in objects}
    stages = rollout_stages(env, (known[one.key] for one in sorted(found.objects, key=lambda one: one.key)))

    def keys_of(stage: Stage) -> tuple[str, list["ObjectKey"]]:
        title = f"{stage.phase.value} of {stage.part}" if stage.part else stage.phase.value
        return title, [stored.key for stored in stage.objects]

    back, gone = map(keys_of, back_order(stages)), map(keys_of, removal_order(stages))
    return roll_back(found, list(back), list(gone))


def _daemons(env: "Environment", objects: Iterable["StoredObject"]) -> dict[str, int]:
    return dict(_running_everywhere(env, objects))


def _running_everywhere(env: "Environment", objects: Iterable["StoredObject"]) -> Iterator[tuple[str, int]]:
    """Iterate over DaemonSets: namespace and name, number of nodes of the cluster that take a pod."""
    from lsparch.analysis.capacity import node_shapes  # noqa: PLC0415
    from lsparch.analysis.placement import admits  # noqa: PLC0415
    from lsparch.analysis.pods import pod_groups  # noqa: PLC0415

    nodes = node_shapes(env.cluster.pools)
    for group in pod_groups(stored for stored in objects if stored.kind == "DaemonSet"):
        yield group.shape.name, sum(node.count for node in nodes if admits(node, group.shape))


def _expandable(env: "Environment") -> list[str]:
    """Return the names of classes whose claims can grow; an empty one where claims without a class can."""
    found = [one for one in env.cluster.storage_classes.values() if one.expandable]
    return [one.name for one in found] + [""] * any(one.default for one in found)
