"""Charts of others: their values are written beside the objects, and are no objects."""

from typing import Any

import pytest

from lsparch.emit.targets import GeneratedTree, argocd_files, plain_files
from lsparch.k8s.documents import scan_objects
from lsparch.manifests import ManifestSet, build_manifests
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


def configuration(repository: str) -> ManifestSet:
    """Return the configuration with the cache as a chart from some repository."""
    foreign = CACHE_FOREIGN.replace(
        "manifests: cache", f"{repository}\n      values: {{host: {{from: {{host: db.mysql}}}}}}"
    )
    cache = CACHE.replace(CACHE_FOREIGN, foreign)
    return build_manifests(the_environment({_SKY: FILES[_SKY].replace("  once:", f"{cache}  once:")}))


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


@pytest.mark.parametrize("scheme", ["https://", "oci://"])
def test_argo_cd_installs_a_chart_whose_repository_and_version_are_known(scheme: str) -> None:
    made = configuration(f"repository: {scheme}charts.example.org/all")
    files = argocd_files([made], {"tiny": "lab"}, GeneratedTree("https://git.example.org/x.git"))
    repository = "https://charts.example.org/all" if scheme == "https://" else "charts.example.org/all"
    application = parsed(files["tiny/tiny-sky-cache.yaml"])
    assert application["spec"]["source"] == {
        "repoURL": repository,
        "chart": "cache",
        "targetRevision": "2.1.0",
        "helm": {"releaseName": "sky-cache", "valuesObject": {"host": "db.tiny-sky.svc.cluster.local"}},
    }
    assert application["spec"]["destination"] == {"name": "lab", "namespace": "caches"}
    project = parsed(files["tiny/project-foreign.yaml"])
    assert project["spec"]["sourceRepos"] == [repository]
    assert application["spec"]["project"] == project["metadata"]["name"] == "tiny-foreign"


def test_argo_cd_leaves_out_a_chart_that_it_could_not_fetch() -> None:
    made = configuration("repository: the project's own")
    files = argocd_files([made], {"tiny": "lab"}, GeneratedTree("https://git.example.org/x.git"))
    assert not any("cache" in name or "foreign" in name for name in files)


def test_they_are_not_taken_for_objects() -> None:
    found = scan_objects({f"out/{name}": text for name, text in written().items() if name.endswith(".yaml")})
    assert found.strangers == ()
    assert found.unreadable == ()
