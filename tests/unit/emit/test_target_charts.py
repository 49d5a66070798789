"""Charts of others: their values are written beside the objects, and are no objects."""

from typing import Any

from lsparch.emit.targets import plain_files
from lsparch.k8s.documents import scan_objects
from lsparch.manifests import build_manifests
from lsparch.yaml import Dialect, read
from tests.support.vendored import CACHE, CACHE_FOREIGN
from tests.unit.manifests.example import FILES, the_environment

_SKY = "model/aspects/sky.yaml"
_FOREIGN = CACHE_FOREIGN.replace(
    "manifests: cache",
    "repository: 'the \"project\": {{ a }}'\n      values: {host: {from: {host: db.mysql}}, text: '{{ .Release }}'}",
)


def written() -> dict[str, str]:
    cache = CACHE.replace(CACHE_FOREIGN, _FOREIGN)
    return plain_files(build_manifests(the_environment({_SKY: FILES[_SKY].replace("  once:", f"{cache}  once:")})))


def parsed(text: str) -> Any:
    return read(text.encode(), "x.yaml", Dialect.KUBECTL).documents[0].root


def test_the_values_of_a_chart_and_what_is_known_of_it_are_written() -> None:
    files = written()
    assert parsed(files["foreign/sky-cache/values.yaml"]) == {
        "host": "db.tiny-sky.svc.cluster.local", "text": "{{ .Release }}",
    }  # fmt: skip
    assert parsed(files["foreign/sky-cache/chart.yaml"]) == {
        "release": "sky-cache",
        "chart": "cache",
        "repository": 'the "project": {{ a }}',
        "version": "2.1.0",
        "namespace": "caches",
    }
    assert parsed(files["index.yaml"])["foreign/sky-cache/values.yaml"] == "sky/cache"


def test_they_are_not_taken_for_objects() -> None:
    found = scan_objects({f"out/{name}": text for name, text in written().items() if name.endswith(".yaml")})
    assert found.strangers == ()
    assert found.unreadable == ()
