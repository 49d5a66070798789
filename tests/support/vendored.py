"""The output of a chart, as a model holds it, and a component that declares it."""

from functools import cache
from pathlib import Path

__all__ = ["CACHE", "CACHE_FOREIGN", "cache_files"]

_ROOT = Path(__file__).parent.parent / "data" / "vendored"

CACHE_FOREIGN = """\
      manifests: cache
      namespace: caches
      service: release-cache
      labels: {app.kubernetes.io/name: cache, app.kubernetes.io/instance: release}
"""
"""What a model says about the chart's output."""

CACHE = f"""\
  cache:
    title: A cache
    foreign:
      chart: cache
      version: 2.1.0
{CACHE_FOREIGN}    endpoints: {{redis: {{port: 6379, protocol: redis, exported: true}}}}
"""
"""A component that is the chart's output."""


@cache
def _texts() -> dict[str, str]:
    return {p.relative_to(_ROOT).as_posix(): p.read_text("utf-8") for p in sorted(_ROOT.rglob("*.yaml"))}


def cache_files(changes: dict[str, tuple[str, str]] | None = None, folder: str = "model/files") -> dict[str, str]:
    """Return the chart's output as files of a model, with texts replaced by file; each must occur.

    Parameters
    ----------
    changes
        Old and new text by file, such as ``cache/service.yaml``.
    folder
        Folder of text files.
    """
    texts = dict(_texts())
    for name, (old, new) in (changes or {}).items():
        assert old in texts[name], f"{old!r} does not occur in {name}"
        texts[name] = texts[name].replace(old, new)
    return {f"{folder}/{name}": text for name, text in texts.items()}
