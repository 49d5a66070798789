"""Helm: one chart for all environments, with values for each of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lsparch.emit.targets.families import Family, Group, groups_of
from lsparch.emit.targets.helm_template import TemplateWriter, quoted, unused_word
from lsparch.emit.targets.helm_values import ValueTable
from lsparch.emit.targets.images import images_in, renamable_images
from lsparch.emit.targets.plain import contract_files
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests import ManifestSet, file_name
from lsparch.yaml import emit

__all__ = ["helm_files"]

_VERSION = "0.1.0"
"""Version of the chart: what it deploys is said by its values, whose version is that of the model."""

_TOP = ("enabled", "images", "parts", "digests")
"""What stands at the top of the values, after the environment."""

_HELPERS = """\
{{/* Reference of an image, of which the values hold registry, repository, tag and digest. */}}
{{- define "image" -}}
{{ with .registry }}{{ . }}/{{ end }}{{ .repository -}}
{{ with .tag }}:{{ . }}{{ end }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
"""

_DEFAULTS = """\
Values that most environments share; values-ENVIRONMENT.yaml gives the others and must be given too.
enabled: what an environment has, by part, name and kind. images: registry, tag and digest of each image.
parts: settings by part, name and kind of object. digests: what lsparch made each object from."""


def helm_files(sets: Sequence[ManifestSet], name: str) -> dict[str, str]:
    """Return the text of every file of a Helm chart for some environments, by path.

    There is a template for each object, in which what the environments differ in is a value; ``values.yaml`` holds
    what most environments share, ``values-ENVIRONMENT.yaml`` the rest, and ``values.schema.json`` refuses unknown
    keys and wrong types. The files of `contract_files` lie in ``contract/ENVIRONMENT``.

    Parameters
    ----------
    sets
        The configuration of each environment.
    name
        Name of the chart.
    """
    environments = [made.environment for made in sets]
    groups = groups_of(sets)
    families = [family for group in groups for family in group.families]
    values = ValueTable(environments)
    images = renamable_images(families)
    _claim_images(values, families, images)
    texts = json.dumps([dict(stored.data) for made in sets for stored in made.objects], ensure_ascii=False)
    writer = TemplateWriter(values, unused_word(texts), images)
    files = {"Chart.yaml": emit(_chart(sets, name)), "templates/_helpers.tpl": _HELPERS}
    for group in groups:
        files.update(_templates(writer, group, environments))
    values.claim([("environment",)], {environment: environment for environment in environments})
    values.mark_optional(("environment",))
    files["values.yaml"] = emit({**{key: {} for key in _TOP}, **_ordered(values.defaults())}, comment=_DEFAULTS)
    for made in sets:
        files[f"values-{made.environment}.yaml"] = emit(_ordered(values.of(made.environment)))
        index = {str(stored.key): stored.element for stored in made.objects}
        folder = f"contract/{made.environment}"
        files.update({f"{folder}/{file}": text for file, text in contract_files(made, index).items()})
    files["values.schema.json"] = json.dumps(_schema(values), indent=1, ensure_ascii=False) + "\n"
    return files


def _chart(sets: Sequence[ManifestSet], name: str) -> dict[str, Any]:
    oldest = min(KubernetesVersion.parse(made.kubernetes) for made in sets)
    return {
        "apiVersion": "v2",
        "name": name,
        "description": f"Kubernetes configuration of {', '.join(made.environment for made in sets)}",
        "type": "application",
        "version": _VERSION,
        "kubeVersion": f">={oldest.line}.0-0",
    }


def _templates(writer: TemplateWriter, group: Group, environments: Sequence[str]) -> dict[str, str]:
    values = writer.values
    values.claim([("enabled", group.name)], {name: name in group.namespaces for name in environments})
    kinds = _kinds(group.families)
    having: dict[str, set[str]] = {}
    for family in group.families:
        having.setdefault(family.name, set()).update(family.members)
    files: dict[str, str] = {}
    for name, owners in having.items():
        values.claim([("enabled", f"{group.name}/{name}")], {e: e in owners for e in group.namespaces})
    for family in group.families:
        kind = kinds[family]
        keys = [group.name, f"{group.name}/{family.name}"]
        if family.members.keys() != having[family.name]:
            keys.append(f"{group.name}/{family.name}/{kind}")
            there = {e: e in family.members for e in group.namespaces if e in having[family.name]}
            values.claim([("enabled", keys[-1])], there)
        flags = " ".join(f"(index .Values.enabled {quoted(key)})" for key in keys)
        path = f"templates/{group.name}/{file_name(family.kind, family.name)}"
        if path in files:
            path = f"{path.removesuffix('.yaml')}-{family.api_version.replace('/', '-')}.yaml"
        files[path] = writer.text(family, ("parts", group.name, family.name, kind), f"and {flags}")
    return files


def _kinds(families: Sequence[Family]) -> dict[Family, str]:
    """Return the key of each family's values: its kind, with the version where one name and kind has several."""
    seen: dict[tuple[str, str], int] = {}
    for family in families:
        seen[family.name, family.kind] = seen.get((family.name, family.kind), 0) + 1
    return {
        family: f"{family.kind[0].lower()}{family.kind[1:]}"
        + (f" {family.api_version}" if seen[family.name, family.kind] > 1 else "")
        for family in families
    }


def _claim_images(values: ValueTable, families: Sequence[Family], names: frozenset[str]) -> None:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for family in families:
        for environment, stored in family.members.items():
            for image in images_in(stored.data):
                if image.repository in names:
                    fields = {"registry": image.registry, "repository": image.repository, "tag": image.tag}
                    found.setdefault(image.repository, {})[environment] = {**fields, "digest": image.digest}
    for name in sorted(found):
        for part in ("registry", "repository", "tag", "digest"):
            values.claim([("images", name, part)], {e: fields[part] for e, fields in found[name].items()})


def _ordered(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return values in the order in which they are best read."""
    return {key: tree[key] for key in ("environment", *_TOP) if tree.get(key)}


def _schema(values: ValueTable) -> dict[str, Any]:
    schema = values.schema()
    schema["properties"]["environment"]["pattern"] = "^[a-z]([a-z0-9-]*[a-z0-9])?$"
    none = {"type": "object", "additionalProperties": False}
    schema["properties"] |= {key: none for key in _TOP if key not in schema["properties"]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Values of the chart",
        **schema,
        "required": ["environment"],
    }
