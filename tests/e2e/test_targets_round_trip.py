"""The round-trip law for the forms that other tools render: what Kustomize and Helm make is what the model says."""

import subprocess
from pathlib import Path

import pytest

from lsparch.emit.targets import helm_files, kustomize_files
from lsparch.graph import deployed
from lsparch.k8s.documents import scan_objects
from lsparch.observe import observe
from tests.e2e.programs import program
from tests.unit.test_round_trip import ENVIRONMENTS, PLATFORM, differences, strip_annotations

ALL = [PLATFORM.manifests(name) for name in ENVIRONMENTS]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a Kustomize tree and a Helm chart of all environments."""
    root = tmp_path_factory.mktemp("targets")
    for form, files in (("kustomize", kustomize_files(ALL)), ("helm", helm_files(ALL, "lsp"))):
        for name, text in files.items():
            path = root / form / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return root


def assert_law(name: str, rendered: str) -> None:
    read = scan_objects({"rendered.yaml": rendered})
    assert read.unreadable == ()
    back = deployed(observe(strip_annotations(read.objects)))
    assert differences(deployed(PLATFORM.graph(name)), back) == []


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_what_kustomize_renders_is_what_the_model_says(tree: Path, name: str) -> None:
    command = [program("kubectl"), "kustomize", str(tree / "kustomize" / "overlays" / name)]
    assert_law(name, subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_what_helm_renders_is_what_the_model_says(tree: Path, name: str) -> None:
    chart = next((tree / "helm").rglob("Chart.yaml")).parent
    values = next(chart.glob(f"values-{name}.yaml"))
    command = [program("helm"), "template", "lsp", str(chart), "--values", str(values)]
    assert_law(name, subprocess.run(command, check=True, capture_output=True, text=True).stdout)
