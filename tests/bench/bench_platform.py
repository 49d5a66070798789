"""Time and memory of load, check, generate and drift, on the shipped platform and on larger ones.

Run ``python tests/bench/bench_platform.py [TIMES...]``; without arguments, the platform 1, 10 and 100 times.
Each size is measured in a process of its own. Seconds are CPU seconds, those of child processes included.
Pictures are drawn up to 10 times only; their last column but one is the ratio of the two sizes.
"""

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from lsparch.api.check import check_platform
from lsparch.api.drift import find_drift
from lsparch.api.generate import generate_files
from lsparch.api.platform import Platform
from lsparch.api.render import render_files
from lsparch.outside.files import Files
from tests.bench.multiply import multiplied

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 1)
SLOPE = 11.0
"""Most that (t100 - t10) / (t10 - t1) may be."""

MOST_DRAWN = 10
"""Largest size at which pictures are drawn."""

PAIR = ("commissioning", "science-validation")
"""Environments that are compared, in each clone."""


class LargerFiles(Files):
    """The files on disk, with a larger model."""

    def __init__(self, times: int) -> None:
        tree = {f"model/{name}": content for name, content in super().tree(ROOT / "model").items()}
        self._model = {name.removeprefix("model/"): data for name, data in multiplied(tree, times).items()}

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        return dict(self._model) if folder == ROOT / "model" else super().tree(folder, *suffixes)


def steps(times: int) -> Iterator[tuple[str, Callable[[], int]]]:
    """Iterate over what is measured; each step returns how many things it dealt with."""
    files = LargerFiles(times)
    platform = Platform(ROOT, files=files)
    suffixes = ["", *(f"-c{number}" for number in range(2, times + 1))]
    yield "load (elements)", lambda: len(platform.model.declared)
    yield "resolve (environments)", lambda: len([platform.graph(name) for name in platform.environments])
    yield (
        "build (objects)",
        lambda: sum(len(platform.manifests(name).objects) for name in platform.environments),
    )
    yield "rules (findings)", lambda: len(check_platform(platform, as_of=AS_OF).findings)
    yield "write (files)", lambda: len(generate_files(platform, platform.environments)[0])
    yield (
        "drift (comparisons)",
        lambda: len([find_drift(platform, PAIR[0] + end, PAIR[1] + end, AS_OF) for end in suffixes]),
    )

    if times <= MOST_DRAWN:
        yield "render (pictures)", lambda: len(render_files(platform))


def measure(times: int) -> dict[str, tuple[int, float]]:
    """Return count and CPU seconds of each step."""
    found = {}
    for name, step in steps(times):
        start = _cpu()
        count = step()
        found[name] = (count, _cpu() - start)
    found["peak memory (MiB)"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, 0.0)
    return found


def _cpu() -> float:
    """Return the CPU seconds of this process and of the children that have ended."""
    return sum(os.times()[:4])


def main() -> None:
    """Measure every size in a process of its own, and print a table with the slopes."""
    if sys.argv[1:2] == ["--one"]:
        gc.disable()  # as the command line does
        sys.stdout.write(json.dumps(measure(int(sys.argv[2]))))
        return
    sizes = [int(text) for text in sys.argv[1:]] or [1, 10, 100]
    results = {size: _in_a_process(size) for size in sizes}
    sys.stdout.write(
        f"{'step':24}" + "".join(f"{f'{size}x':>22}" for size in sizes) + f"{'slope':>9}{'each, last':>14}\n"
    )
    for step in results[sizes[0]]:
        row = f"{step:24}"
        measured = [results[size][step] for size in sizes if step in results[size]]
        for count, seconds in measured:
            row += f"{count:>10}" + (f"{seconds:>10.3f} s" if seconds else f"{'':12}")
        row += f"{'':22}" * (len(sizes) - len(measured))
        count, seconds = measured[-1]
        if seconds:
            row += f"{_slope([s for _, s in measured], sizes):>9.1f}{1000 * seconds / count:>11.3f} ms"
        sys.stdout.write(row + "\n")


def _in_a_process(size: int) -> dict[str, tuple[int, float]]:
    command = [sys.executable, str(Path(__file__)), "--one", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    return {name: (count, seconds) for name, (count, seconds) in json.loads(done.stdout).items()}


def _slope(seconds: list[float], sizes: list[int]) -> float:
    """Return by how much more the last step of growth costs than the one before; ``(t100 - t10) / (t10 - t1)``."""
    if len(sizes) < 3 or len(seconds) < 3:
        return seconds[-1] / seconds[0]
    return (seconds[-1] - seconds[-2]) / max(seconds[-2] - seconds[-3], 1e-9)


if __name__ == "__main__":
    main()
