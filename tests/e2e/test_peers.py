"""Other tools find nothing in any environment, but for what is declared to be right with the reason."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from lsparch.api.platform import Platform, open_platform
from lsparch.yaml import emit
from tests.e2e.deployment import SHIPPED
from tests.e2e.peer_findings import Objection, checkov, declared, kube_score, kubeconform, schema_folder

TOOLS = ("checkov", "kube-score", "kubeconform")


@pytest.fixture(scope="module")
def platform() -> Platform:
    """Return the shipped platform."""
    return open_platform(SHIPPED)


@pytest.fixture(scope="module")
def objects(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the objects of every environment into a folder each."""
    folder = tmp_path_factory.mktemp("objects")
    for name in platform.environments:
        (folder / name).mkdir()
        for number, stored in enumerate(platform.manifests(name).objects):
            (folder / name / f"{number:03}.yaml").write_text(emit(stored.data), encoding="utf-8")
    return folder


def undeclared(tool: str, found: Iterable[Objection]) -> list[Objection]:
    """Return what no exception declares; an exception without effect fails the test."""
    listed = sorted(set(found))
    known = declared(tool)
    idle = [f"{exception.check}: {pattern}" for exception in known for pattern in exception.without_effect(listed)]
    assert idle == [], "exceptions that nothing needs any more"
    return [objection for objection in listed if not any(exception.covers(objection) for exception in known)]


def test_kube_score_finds_nothing_else(platform: Platform, objects: Path) -> None:
    found = [
        o for name in platform.environments for o in kube_score(objects / name, platform.manifests(name).kubernetes)
    ]
    assert undeclared("kube-score", found) == []


def test_checkov_finds_nothing_else(objects: Path) -> None:
    assert undeclared("checkov", checkov(objects)) == []


def test_kubeconform_finds_nothing(platform: Platform, objects: Path, tmp_path: Path) -> None:
    (line,) = {platform.manifests(name).kubernetes for name in platform.environments}
    kinds = {stored.kind for name in platform.environments for stored in platform.manifests(name).objects}
    assert undeclared("kubeconform", kubeconform(objects, schema_folder(tmp_path, line, kinds))) == []


def test_a_tool_sees_a_fault(tmp_path: Path) -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bare"}, "spec": {"containers": [{"name": "a"}]}}
    faulty = {**pod, "spec": {"containers": [{"name": "a", "imagee": "misspelt"}]}}
    (tmp_path / "schemas").mkdir()
    (tmp_path / "objects").mkdir()
    (tmp_path / "objects" / "pod.yaml").write_text(emit(faulty), encoding="utf-8")
    schemas = schema_folder(tmp_path / "schemas", "1.36", ["Pod"])
    assert [o.check for o in kubeconform(tmp_path / "objects", schemas)] == ["statusInvalid"]
    assert "container-resources" in {o.check for o in kube_score(tmp_path / "objects", "1.36")}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_exception_has_a_reason(tool: str) -> None:
    assert [exception.check for exception in declared(tool) if len(exception.because.split()) < 5] == []
