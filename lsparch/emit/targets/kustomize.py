"""Kustomize: what environments share as a base, and an overlay for each environment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsparch.emit.targets.families import Family, Group, groups_of
from lsparch.emit.targets.images import ImageReference, images_in, renamable_images, with_images
from lsparch.emit.targets.overlap import common_part, patch
from lsparch.emit.targets.plain import contract_files
from lsparch.k8s.identity import apply_rank, group_of
from lsparch.k8s.store import StoredObject
from lsparch.manifests import CLUSTER, ManifestSet, file_name
from lsparch.yaml import emit, emit_all

__all__ = ["kustomize_files"]

_HEAD = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}


@dataclass(frozen=True, slots=True)
class _Base:
    """What the environments that have a group of objects share."""

    group: Group
    objects: Mapping[Family, dict[str, Any]]
    """Common part of each family that at least half of these environments have."""

    images: frozenset[str]
    """Repositories that stand for images whose registry and tag an overlay gives."""


def kustomize_files(sets: Sequence[ManifestSet]) -> dict[str, str]:
    """Return the text of every file of a Kustomize tree for some environments, by path.

    ``base/GROUP`` holds the objects of a namespace, or of the cluster, as most environments have them and without
    what most do not agree upon; ``overlays/ENVIRONMENT/GROUP`` makes the objects of an environment out of them, and
    ``overlays/ENVIRONMENT`` gathers its groups in the order of application. Beside each lie the files of
    `contract_files`.
    """
    bases = [_base(group) for group in groups_of(sets)]
    files: dict[str, str] = {}
    for base in bases:
        files.update(_base_files(base))
    for made in sets:
        folder = f"overlays/{made.environment}"
        present = [base for base in bases if made.environment in base.group.namespaces]
        for base in present:
            files.update(_overlay_files(base, made.environment, f"{folder}/{base.group.name}"))
        kinds = dict.fromkeys(stored.kind for stored in made.objects)
        files[f"{folder}/kustomization.yaml"] = emit(_gathered([base.group.name for base in present], kinds))
        index = {str(stored.key): stored.element for stored in made.objects}
        files.update({f"{folder}/{name}": text for name, text in contract_files(made, index).items()})
    return files


def _gathered(groups: Sequence[str], kinds: Mapping[str, None]) -> dict[str, Any]:
    first = sorted(kinds, key=lambda kind: (apply_rank(kind), kind))
    options = {"order": "legacy", "legacySortOptions": {"orderFirst": first, "orderLast": []}}
    return {**_HEAD, "resources": list(groups), "sortOptions": options}


def _base(group: Group) -> _Base:
    shared = [family for family in group.families if 2 * len(family.members) >= len(group.namespaces)]
    images = renamable_images(group.families)
    objects = {}
    for family in shared:
        members = [with_images(stored.data, images) for stored in family.members.values()]
        found = common_part([{key: _placed(key, value) for key, value in data.items()} for data in members])
        found["metadata"] = {"name": family.name, **found.get("metadata", {})} | {"name": family.name}
        head = {"apiVersion": family.api_version, "kind": family.kind}
        objects[family] = head | {key: value for key, value in found.items() if key not in head}
    return _Base(group, objects, images)


def _placed(key: str, value: Any) -> Any:
    """Return the metadata without name and namespace, anything else as it is."""
    if key != "metadata":
        return value
    return {name: inner for name, inner in value.items() if name not in {"name", "namespace"}}


def _base_files(base: _Base) -> Iterator[tuple[str, str]]:
    if not base.objects:
        return
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for family, data in base.objects.items():
        by_kind.setdefault(file_name(family.kind), []).append(data)
    folder = f"base/{base.group.name}"
    for name, objects in by_kind.items():
        yield f"{folder}/{name}", emit_all(objects)
    yield f"{folder}/kustomization.yaml", emit({**_HEAD, "resources": list(by_kind)})


def _overlay_files(base: _Base, environment: str, folder: str) -> Iterator[tuple[str, str]]:
    group = base.group
    own = [f.members[environment].data for f in group.families if environment in f.members and f not in base.objects]
    kustomization: dict[str, Any] = dict(_HEAD)
    kustomization["resources"] = [f"../../../base/{group.name}"] if base.objects else []
    if own:
        kustomization["resources"].append("resources.yaml")
        yield f"{folder}/resources.yaml", emit_all(own)
    if group.namespaces[environment]:
        kustomization["namespace"] = group.namespaces[environment]
    labels = _labels(base, environment)
    if labels:
        kustomization["labels"] = [{"pairs": labels}]
    images = _images(base, environment)
    if images:
        kustomization["images"] = [image.renaming() for image in images]
    patches = [found for family in base.objects for found in _patches(base, family, environment, labels)]
    if patches:
        kustomization["patches"] = patches
    yield f"{folder}/kustomization.yaml", emit(kustomization)


def _labels(base: _Base, environment: str) -> dict[str, str]:
    """Return the labels that all objects of an environment's group have, and the base does not."""
    members = [f.members[environment] for f in base.group.families if environment in f.members]
    first, *others = [_labels_of(stored.data) for stored in members]
    shared = {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}
    known = [_labels_of(data) for data in base.objects.values()]
    return {key: value for key, value in shared.items() if any(labels.get(key) != value for labels in known)}


def _labels_of(data: Mapping[str, Any]) -> dict[str, str]:
    labels: dict[str, str] = data["metadata"].get("labels") or {}
    return labels


def _images(base: _Base, environment: str) -> list[ImageReference]:
    found = {
        image.repository: image
        for family in base.objects
        if environment in family.members
        for image in images_in(family.members[environment].data)
        if image.repository in base.images
    }
    return [found[name] for name in sorted(found)]


def _patches(base: _Base, family: Family, environment: str, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Return the patch that makes an environment's object out of the base's, or takes it away."""
    target = {"group": group_of(family.api_version), "version": family.api_version.rpartition("/")[2]}
    target = {key: text for key, text in target.items() if text} | {
        "kind": family.kind,
        "name": family.name.replace(".", r"\."),
    }
    stored = family.members.get(environment)
    if stored is None:
        removed = {"apiVersion": family.api_version, "kind": family.kind, "metadata": {"name": family.name}}
        yield {"patch": emit({**removed, "$patch": "delete"})}
        return
    operations = list(patch(_labelled(base.objects[family], labels), _wanted(stored, base)))
    if not operations:
        return
    found: dict[str, Any] = {"target": target, "patch": _patch_text(operations)}
    if stored.name != family.name:
        found["options"] = {"allowNameChange": True}
    yield found


def _patch_text(operations: list[dict[str, Any]]) -> str:
    """Write a patch; where it would end in a text of several lines, the path comes last: Kustomize trims its end."""
    *others, last = operations
    if _ends_in_lines(last.get("value")):
        last = {key: last[key] for key in ("op", "value", "path")}
    return emit([*others, last])


def _ends_in_lines(value: Any) -> bool:
    while isinstance(value, dict | list) and value:
        value = list(value.values() if isinstance(value, dict) else value)[-1]
    return isinstance(value, str) and "\n" in value


def _labelled(data: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """Return an object with labels that are set after patching, unless it has no labels to which a patch could add."""
    metadata = data["metadata"]
    if "labels" not in metadata:
        return dict(data)
    return {**data, "metadata": {**metadata, "labels": {**metadata["labels"], **labels}}}


def _wanted(stored: StoredObject, base: _Base) -> dict[str, Any]:
    data = dict(with_images(stored.data, base.images))
    if base.group.name != CLUSTER:
        data["metadata"] = {key: value for key, value in data["metadata"].items() if key != "namespace"}
    return data
