import re

import pytest

from lsparch.emit.notation_mermaid import mermaid_text
from lsparch.views.plan import Box, DiagramPlan, Flow
from tests.unit.draw.samples import SAMPLES, TINY
from tests.unit.draw.shipped import SYMBOLOGY

NODE = re.compile(
    r'^(b\d+)(?:\(\[|\[\(|\[\[|\(\(|\{\{|\[/|\[\\|\[|\(|>)"([^"]*)"(?:\]\)|\)\]|\]\]|\)\)|\}\}|/\]|\\\]|\]|\))$'
)
LINK = re.compile(r'^([bg]\d+) (-->|==>|-\.->)(?:\|"[^"]*"\|)? ([bg]\d+)$')


@pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)
def test_the_text_is_well_formed(plan: DiagramPlan) -> None:
    lines = [line.strip() for line in mermaid_text(plan, SYMBOLOGY).splitlines()]
    assert lines[0] == lines[2] == "---"
    assert lines[3] == f"flowchart {'LR' if plan.flow is Flow.RIGHT else 'TB'}"
    depth, nodes, links = 0, 0, 0
    for line in lines[4:]:
        if line.startswith("subgraph "):
            depth += 1
            assert re.fullmatch(r'subgraph g\d+\["[^"]*"\]', line)
        elif line == "end":
            depth -= 1
        elif LINK.match(line):
            links += 1
        elif NODE.match(line):
            nodes += 1
        else:
            assert re.match(r"(%% |classDef hue\d+ |class |style [bg]\d+ |linkStyle \d+ |$)", line), line
        assert depth >= 0
    assert (depth, nodes, links) == (0, len(plan.boxes), len(plan.arrows))


def test_signs_with_a_meaning_are_written_as_codes() -> None:
    plan = DiagramPlan("p", "t", "", Flow.DOWN, (), (Box("b", 'a"]|<b>#', "job"),))
    assert "<b>a#quot;#93;#124;#lt;b#gt;#35;</b>" in mermaid_text(plan, SYMBOLOGY)


def test_elements_are_named_in_comments() -> None:
    assert "%% b0 = a" in mermaid_text(TINY, SYMBOLOGY)
