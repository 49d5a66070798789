"""Whole folders of targets that other tools make into objects: check and drift call the real tools."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lsparch.emit.target import Target
from tests.e2e.deployment import SHIPPED
from tests.e2e.programs import assets, program


def lsparch(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the shipped platform, with the tools on the search path."""
    command = [sys.executable, "-m", "lsparch", *arguments, "--model", str(SHIPPED)]
    environment = {**os.environ, "PATH": f"{assets()}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize(("target", "tool"), [(Target.KUSTOMIZE, "kubectl"), (Target.HELM, "helm")])
def test_check_and_drift_take_a_whole_folder(target: Target, tool: str, tmp_path: Path) -> None:
    program(tool)
    folder = str(tmp_path / "out")
    made = lsparch("generate", "portal-sandbox", "pdac", "--target", target, "--out", folder)
    assert made.returncode == 0, made.stderr
    checked = lsparch("check", folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for environment in ("portal-sandbox", "pdac"):
        assert f"{environment}" in checked.stdout + checked.stderr
        compared = lsparch("drift", environment, folder)
        assert (compared.returncode, compared.stdout) == (0, ""), compared.stderr
    differing = lsparch("drift", "usdac", folder)
    assert (differing.returncode, "holds several environments" in differing.stderr) == (2, True)


def test_one_overlay_and_the_values_of_one_environment_are_sources(tmp_path: Path) -> None:
    program("helm")
    program("kubectl")
    for target in (Target.KUSTOMIZE, Target.HELM):
        lsparch("generate", "portal-sandbox", "pdac", "--target", target, "--out", str(tmp_path / target))
    overlay = tmp_path / "kustomize" / "overlays" / "pdac"
    compared = lsparch("drift", str(tmp_path / "helm" / "values-pdac.yaml"), str(overlay))
    assert (compared.returncode, compared.stdout) == (0, ""), compared.stderr
