"""Sides of comparisons: environments of the small platform, and of the shipped one."""

from functools import cache
from pathlib import Path

from lsparch.api.drift import drift_policy
from lsparch.api.platform import Platform
from lsparch.drift import Drift, DriftPolicy, EnvironmentSide, compare_environments
from lsparch.resolve import environment_graph, resolve
from tests.support.small import small_files, small_model
from tests.unit.drift.mutations import AS_OF

__all__ = ["PRODUCTION", "ROOT", "SANDBOX", "WEB", "codes", "compared", "policy", "shipped", "side"]

ROOT = Path(__file__).parents[3]

SANDBOX = "model/environments/sandbox.yaml"
PRODUCTION = "model/environments/production.yaml"
WEB = "model/aspects/web.yaml"


@cache
def shipped() -> Platform:
    """Return the shipped platform, under names that do not depend on the working directory."""
    return Platform(ROOT)


@cache
def policy() -> DriftPolicy:
    """Return the shipped drift policy."""
    return drift_policy(shipped())


def side(name: str, *edits: tuple[str, str, str], label: str = "") -> EnvironmentSide:
    """Return an environment of the small platform, with texts replaced; an empty text stands for the end."""
    files = small_files()
    for file, old, new in edits:
        text = files[file].decode()
        assert not old or text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
        files[file] = (text.replace(old, new) if old else text + new).encode()
    environment = resolve(small_model(files), name)
    assert environment.findings == ()
    return EnvironmentSide(label or name, environment, environment_graph(environment))


def compared(*edits: tuple[str, str, str], source: str = "production", target: str = "sandbox") -> Drift:
    """Compare two environments of the small platform, both with the same texts replaced."""
    return compare_environments(side(source, *edits), side(target, *edits), policy(), AS_OF)


def codes(drift: Drift) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in drift.findings]
