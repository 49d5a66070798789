"""What views need of the symbology: what it lacks is told where it is written, before anything is drawn."""

from dataclasses import replace
from pathlib import Path

import pytest

from lsparch.api.diagrams import diagram_findings
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.api.symbology_needs import lacking_findings
from lsparch.api.view_files import load_symbology
from lsparch.diagnostics import Finding, UnreadableInputError
from lsparch.draw.chart import compose_chart
from lsparch.models.symbology import Symbology
from lsparch.outside.files import Files
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.fans import FEWEST
from lsparch.views.needs import CHART_INKS, INKS, WORDS, needs_of, says_every_word
from tests.unit.views.shipped import ROOT
from tests.unit.views.test_fans import star

CHARTS = ["capacity", "findings", "registry-fill"]


@pytest.fixture(scope="module")
def symbology() -> Symbology:
    return load_symbology(Platform(ROOT))


class Without(Files):
    """The file system, with one text left out of the symbology."""

    def __init__(self, text: str) -> None:
        self.text = text

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder."""
        found = super().tree(folder, *suffixes)
        if "symbology.yaml" in found:
            assert self.text.encode() in found["symbology.yaml"]
            found["symbology.yaml"] = found["symbology.yaml"].replace(self.text.encode(), b"")
        return found


def told(finding: Finding) -> tuple[str, str, bool]:
    return finding.code, finding.message, bool(finding.help) and finding.place.line > 1


STARTS = "  stops: {title: Stops with it, word: stops, glyph: stopped, ink: bad}\n"
LACKS_STOPS = (
    "VIW004",
    "the symbology has no sign `stops`, which the view `impact-qserv-czar` needs for the box `api/tap`",
    True,
)


def test_what_views_lack_is_found_by_a_check_and_by_render_alike() -> None:
    platform = Platform(ROOT, files=Without(STARTS))
    assert [told(finding) for finding in diagram_findings(platform)] == [LACKS_STOPS]
    with pytest.raises(UnreadableInputError) as caught:
        plan_drawings(platform)
    assert [told(finding) for finding in caught.value.findings] == [LACKS_STOPS]


def test_a_view_that_needs_nothing_of_it_is_drawn() -> None:
    assert plan_drawings(Platform(ROOT, files=Without(STARTS)), [], ["context"])


ALIKE_FRAME = """  alike:
    title: "Alike: arrows at the frame are of each in it"
    glyph: replica-set
    corner: 6
    width: 1.0
"""


def test_what_a_star_of_many_boxes_lacks_is_told(symbology: Symbology) -> None:
    platform = Platform(ROOT, files=Without(ALIKE_FRAME))
    found = lacking_findings(platform, load_symbology(platform), [star(FEWEST)])
    assert found == []
    quick = replace(star(FEWEST), quick=True)
    found = lacking_findings(platform, load_symbology(platform), [quick])
    assert [told(finding) for finding in found] == [
        ("VIW004", "the symbology has no frame `alike`, which the view `star` needs for the frame `alike/h0`", True)
    ]
    assert lacking_findings(platform, symbology, [quick]) == []


def test_every_key_that_views_name_is_a_word(symbology: Symbology) -> None:
    drawings = [*plan_drawings(Platform(ROOT))[0], *plan_drawings(Platform(ROOT), ["usdac", "pdac"], diff=True)[0]]
    chosen = {choice.symbol for choice in symbology.choose}
    spoken = {key for key, style in symbology.arrows.items() if style.protocols}
    named = {
        (need.section, need.key)
        for drawing in drawings
        for need in needs_of(drawing.plan)
        if need.key not in (chosen if need.section == "symbols" else spoken)
    }
    assert {(section, key) for section, key in named if key not in WORDS[section]} == set()
    assert says_every_word(symbology)


def test_charts_need_no_other_inks(symbology: Symbology) -> None:
    themes = symbology.themes
    light = themes.light.model_copy(update={INKS: {ink: themes.light.inks[ink] for ink in CHART_INKS}})
    bare = symbology.model_copy(update={"themes": themes.model_copy(update={"light": light})})
    for drawing in plan_drawings(Platform(ROOT), [], CHARTS)[0]:
        assert isinstance(drawing.plan, ChartPlan)
        assert compose_chart(drawing.plan, bare).children
