import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lsparch.draw import draw_all, draw_png, draw_svg, plan_digest, svg_text
from lsparch.draw.compose import compose
from lsparch.draw.legend import legend_of
from lsparch.draw.look import look_of, parts_of
from lsparch.draw.nets import any_joined, nets_of
from lsparch.draw.structure import Structure
from lsparch.draw.svg import identifier
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.samples import ASPECT, PLATFORM, SAMPLES, TINY
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out

SVG = "{http://www.w3.org/2000/svg}"
every_sample = pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)


def drawn(plan: DiagramPlan) -> str:
    request, layout = laid_out(plan)
    return svg_text(compose(request, layout, SYMBOLOGY))


def elements(svg: str, kind: str) -> list[str]:
    root = ET.fromstring(svg)
    return [item.get("data-element", "") for item in root.iter(f"{SVG}g") if item.get("class") == kind]


@every_sample
def test_every_element_is_drawn_once_under_its_own_id(plan: DiagramPlan) -> None:
    svg = drawn(plan)
    assert elements(svg, "box") == [box.id for box in plan.boxes]
    assert sorted(elements(svg, "group")) == sorted(group.id for group in plan.groups)
    assert sorted(elements(svg, "arrow")) == sorted(arrow.id for arrow in plan.arrows)
    ids = [item.get("id") for item in ET.fromstring(svg).iter() if item.get("id")]
    assert len(ids) == len(set(ids))


@every_sample
def test_a_picture_needs_nothing_from_outside(plan: DiagramPlan) -> None:
    svg = drawn(plan).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "://" not in svg
    assert re.findall(r'href="([^#])', svg) == []
    assert set(re.findall(r"url\((.{15})", svg)) == {"data:font/woff2"}


@every_sample
def test_every_glyph_used_is_defined_and_every_definition_used(plan: DiagramPlan) -> None:
    root = ET.fromstring(drawn(plan))
    used = {str(item.get("href"))[1:] for item in root.iter(f"{SVG}use")}
    assert used == {str(item.get("id")) for item in root.iter(f"{SVG}symbol")}


@every_sample
def test_title_environment_and_digest_are_on_the_page(plan: DiagramPlan) -> None:
    words = [str(item.text) for item in ET.fromstring(drawn(plan)).iter(f"{SVG}text")]
    assert plan.title in words
    assert (f"environment {plan.environment}" if plan.environment else "whole model") in words
    assert f"digest {plan_digest(plan, SYMBOLOGY)}" in words


@every_sample
def test_the_legend_has_exactly_what_the_picture_uses(plan: DiagramPlan) -> None:
    look = look_of(plan, SYMBOLOGY)
    joined = any_joined(nets_of(Structure(plan)))
    found = legend_of(plan, look, joined=joined)
    sections = {section.title: {entry.key for entry in section.entries} for section in found}
    used = {box.symbol for box in plan.boxes} | {badge for box in plan.boxes for badge in box.badges}
    stacks = {"stack-3"} if any(box.replicas != 1 for box in plan.boxes) else set()
    assert sections["Elements"] == used | stacks
    assert sections.get("Whose", set()) == {f"hue-{part}" for part in parts_of(plan)}
    assert sections.get("Frames", set()) == {group.symbol for group in plan.groups}
    optional = {"optional"} if any(arrow.optional for arrow in plan.arrows) else set()
    proofs = {f"proof-{proof}" for arrow in plan.arrows for proof in arrow.auth}
    assert sections["Arrows"] == {arrow.style for arrow in plan.arrows} | optional | proofs | (
        {"joint"} if joined else set()
    )
    keys = [item for item in ET.fromstring(drawn(plan)).iter(f"{SVG}g") if item.get("class") == "key"]
    assert len(keys) == sum(map(len, sections.values()))


def test_words_for_assistive_technology_are_there() -> None:
    root = ET.fromstring(drawn(ASPECT))
    assert root.get("role") == "graphics-document document"
    named = {str(item.get("id")) for item in root if item.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert set(str(root.get("aria-labelledby")).split()) == named
    arrows = [item for item in root.iter(f"{SVG}g") if item.get("class") == "arrow"]
    titles = [arrow.findtext(f"{SVG}title") for arrow in arrows]
    assert "tap → czar (mysql 4040)" in titles


def test_text_is_escaped() -> None:
    assert "Two &lt;boxes&gt; &amp; an arrow" in drawn(TINY)


def test_ids_of_different_elements_differ() -> None:
    assert identifier("a/b") != identifier("a.b") != identifier("a_b")
    assert identifier("a_2f_b") != identifier("a/b")


def test_drawing_again_gives_the_same_bytes_in_another_locale_and_place(tmp_path: Path) -> None:
    code = (
        "from tests.unit.draw.samples import ASPECT\n"
        "from tests.unit.draw.shipped import ENGINE, SYMBOLOGY\n"
        "from lsparch.draw import draw_svg\n"
        "import sys\n"
        "sys.stdout.buffer.write(draw_svg(ASPECT, SYMBOLOGY, ENGINE).encode())\n"
    )
    root = Path(__file__).parents[3]
    found = {draw_svg(ASPECT, SYMBOLOGY, ENGINE).encode()}
    for seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(root),
            "LC_ALL": "tr_TR.UTF-8",
            "TZ": "Asia/Tokyo",
            "HOME": str(tmp_path),
            "FONTCONFIG_PATH": str(tmp_path),
        }
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_several_plans_at_once_give_the_same_as_one_by_one() -> None:
    assert draw_all([ASPECT, TINY, PLATFORM], SYMBOLOGY, ENGINE) == [
        draw_svg(plan, SYMBOLOGY, ENGINE) for plan in (ASPECT, TINY, PLATFORM)
    ]


def test_the_digest_changes_with_what_is_shown_and_with_nothing_else() -> None:
    assert plan_digest(ASPECT, SYMBOLOGY) == plan_digest(replace(ASPECT), SYMBOLOGY)
    assert plan_digest(ASPECT, SYMBOLOGY) != plan_digest(replace(ASPECT, environment="usdac"), SYMBOLOGY)
    assert re.fullmatch("[0-9a-f]{12}", plan_digest(ASPECT, SYMBOLOGY))


def test_a_png_is_made_of_the_svg_in_the_size_asked_for() -> None:
    svg = drawn(TINY)
    width, height = (int(number) for number in re.findall(r'<svg[^>]* width="(\d+)" height="(\d+)"', svg)[0])
    for scale in (1, 2):
        png = draw_png(svg, scale)
        assert png.startswith(b"\x89PNG")
        assert int.from_bytes(png[16:20]) == width * scale
        assert int.from_bytes(png[20:24]) == height * scale
    assert draw_png(svg) == draw_png(svg)


def test_a_png_has_the_letters_of_the_shipped_font() -> None:
    svg = drawn(TINY)
    assert len(draw_png(svg)) > len(draw_png(re.sub(r"<text.*?</text>", "", svg)))


def test_a_symbol_that_does_not_exist_is_an_error() -> None:
    wrong = replace(TINY, boxes=(replace(TINY.boxes[0], symbol="nothing"), TINY.boxes[1]))
    with pytest.raises(KeyError, match="nothing"):
        draw_svg(wrong, SYMBOLOGY, ENGINE)


def test_every_shape_has_the_digest_of_its_own_values_only() -> None:
    def digests(plan: DiagramPlan) -> dict[str, str]:
        root = ET.fromstring(drawn(plan))
        shapes = [item for item in root.iter(f"{SVG}g") if item.get("data-digest")]
        return {str(item.get("data-element")): str(item.get("data-digest")) for item in shapes}

    before = digests(TINY)
    after = digests(replace(TINY, boxes=(TINY.boxes[0], replace(TINY.boxes[1], details=("new",)))))
    assert {element for element in before if before[element] != after[element]} == {"b"}
    assert set(before) == {"a", "b", TINY.arrows[0].id}
