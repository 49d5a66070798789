"""Plain manifests: a folder for each namespace, a file for each object, in the order of application."""

from collections.abc import Iterator, Mapping
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
        "secrets.yaml": emit({"secrets": [dict(_need(need)) for need in manifests.secrets]}),
        "images.txt": "".join(f"{image}\n" for image in manifests.images),
        **chart_files(manifests),
    }


def _need(need: SecretNeed) -> Iterator[tuple[str, Any]]:
    yield "namespace", need.namespace
    yield "name", need.name
    yield "type", need.type
    yield "element", need.element
    yield "keys", list(need.keys)
    yield "needed-by", list(need.needed_by)
    if need.of_users:
        yield "in-namespaces-of-users", True
    if need.provider:
        yield "provider", need.provider
    if need.made_from:
        yield "made-from", list(need.made_from)
    if need.templates:
        yield "templates", dict(need.templates)
