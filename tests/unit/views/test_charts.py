"""What the charts of the shipped platform must say."""

import pytest

from lsparch.api.check import check_platform
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.api.render import render_files
from lsparch.diagnostics import LsparchError
from lsparch.emit.drawing import DrawingFormat
from lsparch.views.chart_plan import BarChart, ChartPlan, LineChart, Tone
from tests.unit.views.shipped import ROOT


@pytest.fixture(scope="module")
def shipped() -> Platform:
    return Platform(ROOT)


def chart(platform: Platform, view: str, *environment: str) -> ChartPlan:
    (drawing,), _ = plan_drawings(platform, environment, [view])
    assert isinstance(drawing.plan, ChartPlan)
    return drawing.plan


def test_the_registry_would_fill_without_its_clean_up(shipped: Platform) -> None:
    (lines,) = chart(shipped, "registry-fill").charts
    assert isinstance(lines, LineChart)
    assert lines.limit == 500
    kept, everything = lines.courses
    assert (kept.points[0][1], kept.points[-1][1]) == (50, 50)
    assert everything.supposed
    assert everything.points[-1] == (112.5, 500)


def test_capacity_is_that_of_the_whole_cluster(shipped: Platform) -> None:
    plan = chart(shipped, "capacity", "usdac")
    assert any("science-validation" in note for note in plan.notes)
    assert any("several pools" in note for note in plan.notes)
    assert not any("several pools" in note for note in chart(shipped, "capacity", "portal-sandbox").notes)
    for bars in plan.charts:
        assert isinstance(bars, BarChart)
        pools = list(shipped.environment("usdac").cluster.pools)
        assert [bar.label for bar in bars.bars] == [*pools, "general or jupyter"]
        for bar in bars.bars:
            assert [segment.tone for segment in bar.segments] == [Tone.USED, Tone.MORE, Tone.FREE]
            assert sum(segment.value for segment in bar.segments) >= 99.999


def test_findings_are_those_of_the_check(shipped: Platform) -> None:
    found = check_platform(shipped, ["usdac"]).findings
    plan = chart(shipped, "findings", "usdac")
    counted = {
        bars.title: sum(bar.segments[0].value for bar in bars.bars)
        for bars in plan.charts
        if isinstance(bars, BarChart)
    }
    expected = {
        f"{name.capitalize()}s": sum(f.severity == name for f in found) for name in ("error", "warning", "note")
    }
    assert counted == expected


def test_what_takes_long_is_drawn_when_it_is_asked_for(shipped: Platform) -> None:
    names = {drawing.name for drawing in plan_drawings(shipped)[0]}
    assert "registry-fill" in names
    assert not names & {"capacity", "findings"}


def test_a_chart_is_a_picture_and_no_text(shipped: Platform) -> None:
    with pytest.raises(LsparchError, match="charts are pictures: they cannot be written as d2"):
        render_files(shipped, (), ["registry-fill"], [DrawingFormat.D2])
    files = render_files(shipped, (), ["registry-fill", "logging"], [DrawingFormat.D2])
    assert set(files) == {"logging.d2", "README.md"}
