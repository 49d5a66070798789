"""Laws of the product, tested on the shipped platform: what a change may change, and what must never matter."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from lsparch.api.generate import generate_files
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.graph import EdgeKind, NodeKind
from lsparch.load.names import split_member
from lsparch.load.references import iter_references
from lsparch.outside.files import Files
from lsparch.views.plans import Plan

SHIPPED = Path(__file__).parents[2]
SMALL = SHIPPED / "tests" / "data" / "small"

Edit = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]


class FakeFiles(Files):
    """The files on disk, changed on the way."""

    def __init__(self, edit: Edit) -> None:
        self._edit = edit

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        return dict(self._edit(super().tree(folder, *suffixes)))


def edited(root: Path, edit: Edit) -> Platform:
    return Platform(root, files=FakeFiles(edit))


def generated(platform: Platform) -> dict[str, bytes]:
    return generate_files(platform, platform.environments)[0]


def pictures(platform: Platform) -> dict[str, Plan]:
    drawings, _ = plan_drawings(platform, platform.environments)
    return {drawing.name: drawing.plan for drawing in [*drawings, *plan_drawings(platform)[0]]}


def commented(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Put a comment and empty lines at the top and at the end of every model file."""
    return {
        name: b"# a comment\n\n\n" + content + b"\n# another\n" if name.endswith(".yaml") else content
        for name, content in files.items()
    }


@pytest.fixture(scope="module")
def shipped() -> Platform:
    return Platform(SHIPPED)


def test_a_comment_changes_no_object(shipped: Platform) -> None:
    assert generated(edited(SHIPPED, commented)) == generated(shipped)


def test_a_comment_changes_no_picture(shipped: Platform) -> None:
    before, after = pictures(shipped), pictures(edited(SHIPPED, commented))
    assert len(before) > len(shipped.environments)
    assert after == before


@pytest.mark.parametrize("order", [reversed, lambda items: sorted(items, key=lambda item: item[0][::-1])])
def test_the_order_of_files_changes_nothing(
    shipped: Platform, order: Callable[[list[tuple[str, bytes]]], Iterator[tuple[str, bytes]]]
) -> None:
    shuffled = edited(SHIPPED, lambda files: dict(order(list(files.items()))))
    assert generated(shuffled) == generated(shipped)
    assert pictures(shuffled) == pictures(shipped)


OLD, NEW = 61234, 61235
"""Port numbers that stand nowhere else."""


def with_port(root: Path, file: str, written: str, port: int) -> Platform:
    """Return the platform with one port changed; the text ``written`` must stand in one file, once."""

    def edit(files: Mapping[str, bytes]) -> dict[str, bytes]:
        changed = dict(files)
        if file in changed:
            text = changed[file].decode()
            assert text.count(written) == 1, (file, written)
            number = written.rpartition(" ")[2]
            changed[file] = text.replace(written, written.replace(number, str(port))).encode()
        return changed

    return edited(root, edit)


def dependents(platform: Platform, environment: str, endpoint: str) -> set[str]:
    """Return the elements that depend on an endpoint: found by following references, not by looking at objects."""
    env = platform.environment(environment)
    roles = {link.role for link in env.links if link.endpoint_id == endpoint and link.role}
    holder = split_member(endpoint)[0]
    found = {holder}
    for identifier, resolved in env.elements.items():
        for reference in iter_references(resolved.element):
            meant = platform.model.names.resolve(reference.text, reference.kinds, resolved.part)
            if meant == endpoint or meant in roles:
                found.add(identifier)
    graph = platform.graph(environment)
    for node in sorted(found):  # pods that mount or read what is made from the port
        if node in graph:
            found |= {edge.source for edge in graph.in_edges(node, EdgeKind.NEEDS_CONFIG)}
    found |= {
        route.id for route in graph.nodes(NodeKind.ROUTE) if holder in {e.target for e in graph.out_edges(route.id)}
    }
    return found


PORTS = [
    (SMALL, "aspects/web.yaml", "http: {port: 8080", "web/site.http"),
    (SMALL, "aspects/lab.yaml", "http: {port: 8000", "lab/hub.http"),
    (SMALL, "services/store.yaml", "mysql: {port: 3306", "store/db.mysql"),
]


@pytest.mark.parametrize(("root", "file", "written", "endpoint"), PORTS, ids=[row[3] for row in PORTS])
def test_a_port_changes_what_depends_on_it_and_nothing_else(root: Path, file: str, written: str, endpoint: str) -> None:
    one, other = with_port(root, file, written, OLD), with_port(root, file, written, NEW)
    for environment in one.environments:
        before = {found.key: found for found in one.manifests(environment).objects}
        after = {found.key: found for found in other.manifests(environment).objects}
        assert before.keys() == after.keys()
        changed = {key for key, found in before.items() if found.data != after[key].data}
        assert changed == {key for key, found in before.items() if str(OLD) in str(found.data)}
        if split_member(endpoint)[0] in one.environment(environment).states:
            assert {before[key].element for key in changed} == dependents(one, environment, endpoint)
        else:
            assert changed == set()


@pytest.mark.parametrize("row", [("aspects/api.yaml", "api"), ("services/qserv.yaml", "qserv")])
def test_a_port_of_the_shipped_platform_changes_only_what_depends_on_it(
    shipped: Platform, row: tuple[str, str]
) -> None:
    file, part = row
    declared = next(d for d in shipped.model.of_kind("endpoint") if d.part == part and "port" in d.raw)
    line = declared.place("port").line - 1

    def edit(port: int) -> Edit:
        def put(files: Mapping[str, bytes]) -> dict[str, bytes]:
            changed = dict(files)
            if file in changed:
                lines = changed[file].decode().splitlines(keepends=True)
                old = str(declared.raw["port"])
                assert lines[line].count(f"port: {old}") == 1
                lines[line] = lines[line].replace(f"port: {old}", f"port: {port}")
                changed[file] = "".join(lines).encode()
            return changed

        return put

    one, other = edited(SHIPPED, edit(OLD)), edited(SHIPPED, edit(NEW))
    before, after = generated(one), generated(other)
    changed = {name for name, content in before.items() if after.get(name) != content}
    assert changed
    rolled = {name for name in changed if only_the_digest_differs(before[name], after[name])}
    assert changed - rolled == {name for name, content in before.items() if str(OLD).encode() in content}
    drawn, redrawn = pictures(one), pictures(other)
    assert {name for name, plan in drawn.items() if redrawn[name] != plan} == {
        name for name, plan in drawn.items() if str(OLD) in repr(plan)
    }


def only_the_digest_differs(before: bytes, after: bytes) -> bool:
    """Tell whether two workloads differ in nothing but the digest of what their pods mount."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    differing = {one.split(b":")[0].strip() for one, other in pairs if one != other}
    return b"kind: Deployment" in before and differing == {b"lsparch.lsst.io/config", b"lsparch.lsst.io/digest"}


def lsparch(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "lsparch", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SHIPPED), **environment},
    )


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


SURROUNDINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"},
]


def test_surroundings_change_no_byte(tmp_path: Path) -> None:
    results = []
    for number, surroundings in enumerate(SURROUNDINGS):
        cwd = tmp_path / str(number)
        cwd.mkdir()
        model = ("--model", str(SHIPPED))
        done = [
            lsparch("generate", "pdac", "--out", "objects", *model, cwd=cwd, **surroundings),
            lsparch("render", "pdac", "--view", "platform", "--out", "pictures", *model, cwd=cwd, **surroundings),
            lsparch("check", "pdac", "--format", "json", "--as-of", "2026-11-01", *model, cwd=cwd, **surroundings),
        ]
        assert [run.returncode for run in done[:2]] == [0, 0], [run.stderr for run in done]
        results.append((written(cwd), done[2].stdout))
    assert results[0] == results[1]


def test_a_plugin_that_is_installed_for_others_takes_no_part(tmp_path: Path) -> None:
    (tmp_path / "other-1.dist-info").mkdir()
    (tmp_path / "other-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1\n")
    (tmp_path / "other-1.dist-info" / "entry_points.txt").write_text("[pydantic]\nother = other:plugin\n")
    (tmp_path / "other.py").write_text("raise RuntimeError('taken part')\n")
    path = f"{tmp_path}{os.pathsep}{SHIPPED}"
    done = lsparch("generate", "--out", "out", "--model", str(SMALL), cwd=tmp_path, PYTHONPATH=path)
    assert done.returncode == 0, done.stderr


HEAVY = ("diagrams", "jsonschema", "networkx", "pydantic", "pygraphviz", "ruamel", "lsparch.models", "lsparch.draw")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from lsparch.cli.app import run; code = run(['--help']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=SHIPPED)
    assert done.stderr == "[] 0\n"
    assert "check" in done.stdout


def test_generating_twice_gives_the_same_folder(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert lsparch("generate", "--out", out, "--model", str(SMALL), cwd=tmp_path).returncode == 0
    first = written(tmp_path / "out")
    assert lsparch("generate", "--out", out, "--model", str(SMALL), cwd=tmp_path).returncode == 0
    assert written(tmp_path / "out") == first
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failing_generate_leaves_the_old_output(tmp_path: Path) -> None:
    root, out = tmp_path / "small", tmp_path / "out"
    shutil.copytree(SMALL, root)
    assert lsparch("generate", "--out", str(out), "--model", str(root), cwd=tmp_path).returncode == 0
    before = written(out)
    file = root / "model" / "environments" / "sandbox.yaml"
    file.write_text(file.read_text("utf-8").replace("bind: {catalogue: external/sky.sql}", "bind: {}"), "utf-8")
    done = lsparch("generate", "--out", str(out), "--model", str(root), cwd=tmp_path)
    assert done.returncode == 1
    assert "ENV005" in done.stdout
    assert written(out) == before


WAYS = ("error", "kill")
CRASH = """
import os, sys
from pathlib import Path
from lsparch.outside.files import Files
left, way = int(sys.argv[2]), sys.argv[3]
STEPS = ("mkdir", "rename", "rmdir", "remove", "chmod", "link")

def stumble(event, _):
    global left
    if event == "open" or event in {f"os.{name}" for name in STEPS} or event == "ctypes.call_function":
        left -= 1
        if left == 0:
            if way == "kill":
                os._exit(9)
            raise OSError("no space left")

files = {f"{name}.yaml": b"new" for name in "abc"}
sys.addaudithook(stumble)
Files().replace_tree(Path(sys.argv[1]), files, "render")
os._exit(3 if left > 0 else 0)
"""


@pytest.mark.parametrize("way", WAYS)
def test_replacing_a_folder_leaves_the_old_or_the_new_one_whenever_it_is_stopped(tmp_path: Path, way: str) -> None:
    new = {f"{name}.yaml": b"new" for name in "abc"}
    old = {"a.yaml": b"old", "b.yaml": b"new", "z.yaml": b"old"}
    seen = set()
    for step in range(1, 60):
        folder = tmp_path / f"{step}" / "out"
        Files().replace_tree(folder, old, "render")
        code = subprocess.run(
            [sys.executable, "-c", CRASH, str(folder), str(step), way], check=False, cwd=SHIPPED, capture_output=True
        ).returncode
        there = {name: content for name, content in written(folder).items() if name != ".lsparch"}
        assert there in (old, new), step
        seen.add(there == new)
        if code == 3:  # it ran to its end without being stopped
            break
    else:
        raise AssertionError("the crashes never ended")
    assert seen == {True, False}
