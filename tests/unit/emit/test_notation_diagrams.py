import subprocess
import sys
from pathlib import Path

import pytest

from lsparch.emit.notation_diagrams import diagrams_script
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.samples import ASPECT, SAMPLES
from tests.unit.draw.shipped import SYMBOLOGY

RUNNER = """
import pathlib, sys
import graphviz, pygraphviz

def render(self, **options):
    pathlib.Path("picture.dot").write_text(self.source)
    pathlib.Path(self.filename).write_text(self.source)
    pygraphviz.AGraph(string=self.source).draw("picture.svg", prog="dot")

graphviz.Digraph.render = render
exec(compile(pathlib.Path(sys.argv[1]).read_text(), sys.argv[1], "exec"))
"""


def run(plan: DiagramPlan, folder: Path) -> str:
    """Run the script of a plan, with the Graphviz of the pygraphviz wheel, and return the DOT text it made."""
    script = folder / "script.py"
    script.write_text(diagrams_script(plan, SYMBOLOGY))
    subprocess.run([sys.executable, "-c", RUNNER, str(script)], cwd=folder, capture_output=True, check=True)
    assert (folder / "picture.svg").read_text().rstrip().endswith("</svg>")
    return (folder / "picture.dot").read_text()


@pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)
def test_the_script_runs_and_draws_every_box(plan: DiagramPlan, tmp_path: Path) -> None:
    dot = run(plan, tmp_path)
    for box in plan.boxes:
        assert box.id in dot
    assert dot.count(" -> ") == len(plan.arrows)


def test_running_twice_gives_the_same_text(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert run(ASPECT, first) == run(ASPECT, second)


def test_a_title_cannot_break_out_of_its_string() -> None:
    plan = DiagramPlan("p", '"""\nimport os\\', "", ASPECT.flow)
    compile(diagrams_script(plan, SYMBOLOGY), "script", "exec")
