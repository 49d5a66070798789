"""Plain manifests: a folder for each namespace, a file for each object, in the order of application."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lsparch.emit.targets.charts import chart_files
from lsparch.manifests import ManifestSet, SecretNeed, object_path
from lsparch.yaml import emit, emit_each

__all__ = ["contract_files", "plain_files"]


def plain_files(manifests: ManifestSet) -> dict[str, str]:
    """Return the text of every file, by path, in the order of application.

    Objects of no namespace lie in ``cluster`` and come first, since namespaces are among them; those of a namespace lie
    in a folder of its name, and their files are numbered by kind. Beside them stand the files of `contract_files`.
    """
    found = sorted(
        ((bool(stored.namespace), object_path(stored), stored) for stored in manifests.objects), key=lambda row: row[:2]
    )
    texts = emit_each(stored.data for _, _, stored in found)
    files = {path: text for (_, path, _), text in zip(found, texts, strict=True)}
    return files | contract_files(manifests, {path: stored.element for _, path, stored in found})


def contract_files(manifests: ManifestSet, index: Mapping[str, str]) -> dict[str, str]:
    """Return the files that are no manifests: ``index.yaml``, ``secrets.yaml``, ``images.txt``, and those of charts.

    Parameters
    ----------
    manifests
        The configuration of an environment.
    index
        Model element of each object, by what names the object, in the order of application.
    """
    charts = {f"foreign/{chart.name}/values.yaml": chart.element for chart in manifests.charts}
    return {
        "index.yaml": emit(dict(index) | charts),
        "secrets.yaml": emit(dict(_contract(manifests))),
        "images.txt": "".join(f"{image}\n" for image in manifests.images),
        **chart_files(manifests),
    }


def _contract(manifests: ManifestSet) -> Iterator[tuple[str, Any]]:
    templated = {key for need in manifests.secrets for key in need.made_from}
    yield "secrets", [dict(_need(need, templated)) for need in manifests.secrets]
    if store := _store(manifests):
        yield "store", store


def _store(manifests: ManifestSet) -> list[dict[str, Any]]:
    """Return the entries that the store of secrets must have, with their keys and the Secrets made from them."""
    keys: dict[str, set[str]] = {}
    users: dict[str, set[str]] = {}
    for stored in manifests.objects:
        if stored.kind not in {"ClusterExternalSecret", "ExternalSecret"}:
            continue
        spec = stored.data["spec"]
        for item in spec.get("externalSecretSpec", spec)["data"]:
            entry = item["remoteRef"]["key"]
            keys.setdefault(entry, set()).add(item["remoteRef"]["property"])
            users.setdefault(entry, set()).add(f"{stored.namespace or 'cluster'}/{stored.name}")
    return [{"entry": name, "keys": sorted(keys[name]), "fills": sorted(users[name])} for name in sorted(keys)]


def _need(need: SecretNeed, templated: Collection[str]) -> Iterator[tuple[str, Any]]:
    yield "namespace", need.namespace
    yield "name", need.name
    yield "type", need.type
    yield "element", need.element
    yield "keys", list(need.keys)
    prefix = f"{need.element}."
    named = {key.removeprefix(prefix) for key in templated if key.startswith(prefix)}
    if beside := sorted(named - set(need.keys)):
        yield "keys-for-templates", beside
    yield "needed-by", list(need.needed_by)
    if need.of_users:
        yield "in-namespaces-of-users", True
    if need.provider:
        yield "provider", need.provider
    if need.made_from:
        yield "made-from", list(need.made_from)
    if need.templates:
        yield "templates", dict(need.templates)
