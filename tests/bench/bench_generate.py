"""`lsparch generate` beside what peers need to make the same objects, at 40, 400, 4 000 and 40 000 objects.

Run ``python -m tests.bench.bench_generate [OBJECTS...]``. In one run, for each size, whole processes are measured:

- ``lsparch generate`` of the plain target, of the kustomize target and of the helm target, without the cache, into a
  new folder; and of the plain target into a folder in which one file differs;
- the plain target of a model that did not change, into a new folder and into the one that holds it already;
- ``kubectl kustomize`` of the kustomize target, ``helm template`` of the helm target;
- cdk8s, which is given the finished objects and only has to hold and print them.

A peer is stopped after 120 seconds and shown as "> limit"; at larger sizes it is not run again. Seconds are CPU seconds
of the process and its children, the least of three runs where one takes less than five. As after an installation, the
bytecode of modules is there. Nothing is removed before the end: on ext4 a file costs many times as much while as many
were removed in the last minutes, since their places are passed over one by one. What is not installed is shown as
absent; cdk8s is installed from PyPI into a folder of the cache, beside the programs of the end-to-end tests.
"""

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

from tests.e2e.programs import assets
from tests.support.models import BASE

LIMIT_SECONDS = 120
SIZES = (40, 400, 4000, 40000)
RUNS = 3
SHORT_SECONDS = 5

OBJECTS_PER_COMPONENT = 7.2
"""Its own six, and its share of those of its part."""

OBJECTS_OF_CLUSTER = 26
"""Those of logging and of the registry."""

COMPONENTS_PER_PART = 12
CDK8S = "cdk8s==2.*"

_CDK8S_PROGRAM = """\
import json, sys
from cdk8s import App, Chart, ApiObject, JsonPatch
app = App(outdir=sys.argv[2])
chart = Chart(app, "all", disable_resource_name_hashes=True)
for number, found in enumerate(json.load(open(sys.argv[1]))):
    version, kind, metadata = (found.pop(key) for key in ("apiVersion", "kind", "metadata"))
    made = ApiObject(chart, f"o{number}", api_version=version, kind=kind, metadata=metadata)
    for key, value in found.items():
        made.add_json_patch(JsonPatch.add("/" + key, value))
app.synth()
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one process took."""

    cpu: float
    """Seconds, with its children."""

    wall: float
    memory: int
    """Most resident memory of one process, in MiB."""

    stopped: bool = False
    refused: bool = False
    """Whether it says that it cannot do this."""

    @property
    def shown(self) -> str:
        """CPU seconds and memory."""
        if self.refused:
            return "refuses"
        return f"> {self.wall:.0f} s" if self.stopped else f"{self.cpu:8.2f} s {self.memory:5d} MiB"


def model_files(objects: int) -> dict[str, str]:
    """Return a model whose one environment has about so many objects."""
    components = max(1, int((objects - OBJECTS_OF_CLUSTER) / OBJECTS_PER_COMPONENT))
    parts = [f"a{number}" for number in range(-(-components // COMPONENTS_PER_PART))]
    files = dict(BASE)
    for number, part in enumerate(parts):
        first = number * COMPONENTS_PER_PART
        names = [f"c{i}" for i in range(min(COMPONENTS_PER_PART, components - first))]
        files[f"model/aspects/{part}.yaml"] = _aspect(part, names)
    files["model/environments/main.yaml"] = (
        "environment: main\ntitle: Everything\nowner: ldf\nsource: DOC\nkind: operational\ncluster: lab\n"
        f"domain: example.org\nexposure: internal\ninclude: [{', '.join(['logging', 'registry', *parts])}]\n"
    )
    return files


def _aspect(part: str, names: Sequence[str]) -> str:
    lines = [f"aspect: {part}", f"title: Part {part}", "owner: ldf", "source: DOC", f"domain: {part}", "components:"]
    for position, name in enumerate(names):
        lines += [
            f"  {name}:",
            "    image: web",
            "    replicas: 3",
            "    endpoints:",
            "      http: {port: 8080, health: /health, paths: [/app]}",
            "    env:",
            "      LEVEL: info",
            f"      SELF: {{url: {name}.http, path: /app}}",
            "    mounts:",
            "      /etc/web: {config: conf, read-only: true}",
            "    resources: {cpu: 0.25, memory: 256Mi, memory-limit: 512Mi}",
            "    logs: none",
            "    logs-because: a benchmark",
        ]
        if position:
            lines += [f"    uses: [{{to: {names[position - 1]}.http, for: data}}]"]
    lines += [
        "configs:",
        "  conf:",
        "    files:",
        "      web.ini: {format: ini, content: {main: {size: 10, name: web}}}",
    ]
    lines += ["routes:", *(f"  - {{path: /{part}/{name}, to: {name}.http, auth: none}}" for name in names)]
    return "\n".join(lines) + "\n"


def measure(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, limit: float = LIMIT_SECONDS
) -> Measure:
    """Run a command and measure it; it is stopped at the limit.

    Raises
    ------
    RuntimeError
        If it fails; the end of what it wrote is shown.
    """
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=log, env=environment)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            wall = time.perf_counter() - start
            if pid:
                break
            if wall > limit:
                child.kill()
                os.wait4(child.pid, 0)
                child.returncode = -9
                return Measure(wall, wall, 0, stopped=True)
            time.sleep(0.005)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            log.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command[:6]))}: {log.read()[-2000:].decode(errors='replace')}")
        return Measure(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss // 1024)


def least(
    command: Callable[[], Sequence[str]], folder: Path, environment: Mapping[str, str], limit: float = LIMIT_SECONDS
) -> Measure:
    """Measure a command several times, if it is short, and return the least.

    Parameters
    ----------
    command
        Prepares a run and returns the command.
    folder, environment
        Where, and with which variables, it runs.
    limit
        Seconds of real time after which it is stopped.
    """
    found: list[Measure] = []
    while not found or (len(found) < RUNS and found[0].cpu < SHORT_SECONDS):
        found.append(measure(command(), folder, environment, limit))
    return min(found, key=lambda one: one.cpu)


def of_peer(command: Sequence[str], folder: Path, limit: float = LIMIT_SECONDS) -> Measure:
    """Measure a program of others; what it says when it refuses is shown."""
    try:
        return least(lambda: command, folder, os.environ, limit)
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return Measure(0, 0, 0, refused=True)


def own(folder: Path) -> Iterator[tuple[str, Measure]]:
    """Measure lsparch on the model in a folder."""
    command = [sys.executable, "-m", "lsparch", "generate", "main", "--model", str(folder)]
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    here |= {"PYTHONPATH": str(Path(__file__).parents[2]), "XDG_CACHE_HOME": str(folder / "cache")}
    here |= {"LSPARCH_CACHE": "off"}

    def made(target: str) -> list[str]:
        return [*command, "--target", target, "--out", str(folder / target)]

    def anew(target: str) -> list[str]:
        (folder / target).rename(Path(tempfile.mkdtemp(dir=folder)) / target)
        return made(target)

    def edited() -> list[str]:
        (folder / "plain" / "images.txt").write_text("")
        return made("plain")

    for target in ("plain", "kustomize", "helm"):
        measure(made(target), folder, here)  # writes bytecode
        yield f"lsparch {target}", least(partial(anew, target), folder, here)
    yield "  after an edit", least(edited, folder, here)
    here["LSPARCH_CACHE"] = ""
    measure(made("plain"), folder, here)  # fills the cache
    yield "  from the cache", least(partial(anew, "plain"), folder, here)
    yield "  nothing to do", least(partial(made, "plain"), folder, here)


def rows(objects: int, folder: Path, over: frozenset[str]) -> tuple[int, dict[str, Measure | None]]:
    """Return the number of objects of one size, and what each program took; None where it is absent or over its limit.

    Parameters
    ----------
    objects
        Number of objects wanted.
    folder
        A folder of its own.
    over
        Programs that took too long at a smaller size.
    """
    for name, text in model_files(objects).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    found: dict[str, Measure | None] = dict(own(folder))
    written = sorted((folder / "plain").glob("*/*.yaml"))
    documents = [item for file in written for item in yaml.load_all(file.read_bytes(), yaml.CSafeLoader) if item]
    (folder / "objects.json").write_text(json.dumps(documents))
    (folder / "program.py").write_text(_CDK8S_PROGRAM)
    python = cdk8s_python()
    search = f"{assets()}{os.pathsep}{os.environ.get('PATH', '')}"
    kubectl, helm = shutil.which("kubectl", path=search), shutil.which("helm", path=search)
    peers: dict[str, Sequence[str] | None] = {
        "kubectl kustomize": kubectl and [kubectl, "kustomize", "kustomize/overlays/main"],
        "helm template": helm and [helm, "template", "main", "helm", "--values", "helm/values-main.yaml"],
        "cdk8s": python and [python, "program.py", "objects.json", "dist"],
    }
    for name, command in peers.items():
        if name in over:
            found[name] = Measure(LIMIT_SECONDS, LIMIT_SECONDS, 0, stopped=True)
        else:
            found[name] = of_peer(command, folder) if command else None
    return len(documents), found


def cdk8s_python() -> str:
    """Return a Python that has cdk8s; it is installed at the first call. Empty where that fails."""
    folder = assets().parent / "cdk8s"
    python = folder / "bin" / "python"
    if not (folder / ".installed").exists():
        venv.create(folder, clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", CDK8S]
        if subprocess.run(command, check=False).returncode:
            return ""
        (folder / ".installed").touch()
    return str(python)


def main() -> None:
    """Measure every size, and print a table with the ratios that matter."""
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    table: dict[int, dict[str, Measure | None]] = {}
    over: frozenset[str] = frozenset()
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            count, measured = rows(size, Path(folder) / str(size), over)
            table[count] = measured
            over |= {name for name, taken in measured.items() if taken is not None and taken.stopped}
    counts = list(table)
    sys.stdout.write(f"{'CPU seconds, memory':20}" + "".join(f"{f'{count} objects':>24}" for count in counts) + "\n")
    for name in table[counts[0]]:
        cells = [found.shown if (found := table[count][name]) is not None else "absent" for count in counts]
        sys.stdout.write(f"{name:20}" + "".join(f"{cell:>24}" for cell in cells) + "\n")
    sys.stdout.write(_verdicts(table))


def _verdicts(table: Mapping[int, Mapping[str, Measure | None]]) -> str:
    lines = [""]
    counts = list(table)
    for count in counts:
        cold, cached = table[count]["lsparch plain"], table[count]["  from the cache"]
        assert cold is not None
        assert cached is not None
        lines.append(f"{count} objects: {count / cold.cpu:.0f} objects per CPU second; {count / cached.cpu:.0f} cached")
        lines += [
            f"  {name} takes {'more than ' if peer.stopped else ''}{peer.cpu / cold.cpu:.1f} times as long, "
            f"{peer.cpu / cached.cpu:.1f} times where nothing changed"
            for name in ("kubectl kustomize", "helm template", "cdk8s")
            if (peer := table[count][name]) is not None and not peer.refused
        ]
    for small, large in itertools.pairwise(counts):
        for name in ("lsparch plain", "  from the cache", "  nothing to do", "helm template"):
            first, last = table[small][name], table[large][name]
            if first is not None and last is not None and not (last.stopped or last.refused):
                each = 1000 * (last.cpu - first.cpu) / (large - small)
                memory = 1024 * (last.memory - first.memory) / (large - small)
                lines.append(
                    f"{name.strip()}, from {small} to {large}: {each:.3f} ms and {memory:.1f} KiB for each object more"
                )
    times = [taken.cpu for count in counts if (taken := table[count]["lsparch plain"]) is not None]
    for at in range(2, len(times)):
        slope = (times[at] - times[at - 1]) / (times[at - 1] - times[at - 2])
        sizes = f"(t{counts[at]} - t{counts[at - 1]}) / (t{counts[at - 1]} - t{counts[at - 2]})"
        lines.append(f"lsparch plain: {sizes} = {slope:.1f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
