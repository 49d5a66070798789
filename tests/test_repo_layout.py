"""What holds for the repository as a whole."""

import re
import shutil
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "lsparch").rglob("*.py"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
HAND_WRITTEN_CHECKS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "checks").iterdir()
    if path.name != "catalogue"  # generated from the rules
)


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        output = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
        return [path for name in output.decode().split("\0") if name and (path := ROOT / name).is_file()]
    folders = ("lsparch", "model", "diagrams", "checks", "schemas", "tests", "docs")  # an unpacked source distribution
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def project_table(*keys: str) -> dict[str, object]:
    table = pyproject()
    for key in keys:
        inner = table[key]
        assert isinstance(inner, dict)
        table = inner
    return table


def texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [item for item in value if isinstance(item, str)]


def test_nothing_stands_at_the_top_that_has_no_place_there() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in tracked_files() if len(path.relative_to(ROOT).parts) > 1}
    assert {name for name in folders if not name.startswith(".")} == {
        *("lsparch", "model", "diagrams", "schemas", "checks", "tests", "docs", "viewer")
    }


@pytest.mark.parametrize("folder", ["model", "diagrams", "checks", "schemas"])
def test_folders_of_content_hold_no_python(folder: str) -> None:
    assert list((ROOT / folder).rglob("*.py")) == []


def test_the_diagrams_folder_does_not_shadow_the_diagrams_library() -> None:
    spec = find_spec("diagrams")
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).parent != ROOT / "diagrams"


def test_no_module_is_longer_than_500_lines_and_the_median_is_at_most_120() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path.name: length for path, length in lengths.items() if length > 500} == {}
    assert median(length for path, length in lengths.items() if path.name != "__init__.py") <= 120


def test_nothing_silences_the_type_checker() -> None:
    marker = re.compile(r"#\s*type:\s*ignore")
    assert [path for path in tracked_files() if path.suffix == ".py" and marker.search(read(path))] == []


def test_no_tracked_text_names_a_path_of_one_machine() -> None:
    path_of_one_machine = re.compile(r"(?<![\w.$}])/(?:work|root|farm)/")
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in tracked_files()
        if path.suffix != ".svg" and path != Path(__file__)
        for number, line in enumerate(read(path).splitlines(), start=1)
        if path_of_one_machine.search(line)
    ]
    assert found == []


def read(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", "replace")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_pin_by_hash_and_carry_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    for entry in re.split(r"\n(?! )", text.strip()):
        assert re.match(
            r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==[^\s;]+( ;[^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry
        ), entry


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_satisfy_what_pyproject_asks_for(name: str) -> None:
    pins = locked(name)
    wanted = texts(project_table("project")["dependencies"]) + texts(project_table("build-system")["requires"])
    if name == "requirements-dev.lock":
        wanted += texts(project_table("project", "optional-dependencies")["dev"])
    for text in wanted:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)], prereleases=True), text


def test_development_adds_to_the_run_time_pins_and_changes_none() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def locked(name: str) -> dict[str, str]:
    lines = re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in lines}


@pytest.mark.parametrize("source", [*HAND_WRITTEN_CHECKS, "model", "diagrams/symbology.yaml", "diagrams/views"])
def test_the_wheel_carries_what_people_wrote(source: str) -> None:
    included = project_table("tool", "hatch", "build", "targets", "wheel", "force-include")
    assert included[source] == f"lsparch/_platform/{source}"


def test_the_wheel_carries_nothing_that_is_not_there() -> None:
    included = project_table("tool", "hatch", "build", "targets", "wheel", "force-include")
    assert [source for source in included if not (ROOT / source).exists()] == []
