"""Layouts that are kept: the same as made anew, found only where nothing has changed, shared or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from lsparch.draw import LayoutBook, lock_text
from lsparch.draw.digest import plan_digest, plan_text
from lsparch.draw.kept import kept_layout, kept_text
from lsparch.outside.crew import ProcessCrew
from lsparch.views.plan import DiagramPlan, SourceKind
from tests.unit.draw.edits import longer_label, new_leaf
from tests.unit.draw.samples import ASPECT, DEPLOYMENT, PLATFORM
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

PLANS = (ASPECT, DEPLOYMENT, PLATFORM)


@dataclass
class Asked:
    """A layout engine that remembers what it was asked."""

    texts: list[str] = field(default_factory=list)

    def layout_many(self, dots: Sequence[str]) -> list[str]:
        """Return Graphviz's answers."""
        self.texts += dots
        return ENGINE.layout_many(dots)


class Memory(dict[str, bytes]):
    """A shelf."""

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a digest."""
        return self.get(key)

    def write_all(self, entries: Mapping[str, bytes]) -> None:
        """Keep something under each digest."""
        self.update(entries)


def test_only_the_plan_that_was_edited_is_laid_out_again() -> None:
    shelf, engine = Memory(), Asked()
    made = LayoutBook(engine, shelf=shelf).lay_out(PLANS, SYMBOLOGY)
    edited = new_leaf(ASPECT)
    engine.texts.clear()
    again = LayoutBook(engine, shelf=shelf).lay_out([edited, *PLANS[1:]], SYMBOLOGY)
    assert engine.texts == list(again[0].request.dots)
    assert [one.layout for one in again[1:]] == [one.layout for one in made[1:]]
    assert again[0].layout == LayoutBook(ENGINE).lay_out([edited], SYMBOLOGY)[0].layout


def test_a_layout_that_guides_itself_is_found_and_has_moved_nothing() -> None:
    shelf, engine = Memory(), Asked()
    before = LayoutBook(engine, shelf=shelf).lay_out([ASPECT], SYMBOLOGY)[0]
    text = lock_text(before.request, before.placement, before.detour)
    number = len(shelf)
    locks = {(ASPECT.id, ASPECT.environment): ("lock", text)}
    after = LayoutBook(engine, locks, shelf).lay_out([replace(ASPECT)], SYMBOLOGY)[0]
    assert len(shelf) == number
    assert after.layout == before.layout
    assert (after.before, after.moved, after.anew) == (len(ASPECT.boxes), 0, False)
    guided = LayoutBook(ENGINE, locks).lay_out([ASPECT], SYMBOLOGY)[0]
    assert kept_text(guided) == kept_text(after)


def test_a_layout_that_was_made_in_haste_is_no_other_picture_but_is_kept_apart() -> None:
    quick = replace(PLATFORM, quick=True)
    assert plan_digest(quick, SYMBOLOGY) == plan_digest(PLATFORM, SYMBOLOGY)
    assert plan_text(quick) != plan_text(PLATFORM)
    assert plan_digest(replace(PLATFORM, source=SourceKind.CLUSTER), SYMBOLOGY) != plan_digest(PLATFORM, SYMBOLOGY)


def test_another_symbology_has_layouts_of_its_own() -> None:
    shelf = Memory()
    LayoutBook(ENGINE, shelf=shelf).lay_out([ASPECT], SYMBOLOGY)
    number = len(shelf)
    other = SYMBOLOGY.model_copy(update={"optional": (9.0, 9.0)})
    LayoutBook(ENGINE, shelf=shelf).lay_out([ASPECT], other)
    assert len(shelf) == 2 * number


@pytest.mark.parametrize("guided", [False, True])
def test_layouts_are_the_same_however_many_processes_make_them(guided: bool) -> None:
    alone = LayoutBook(ENGINE).lay_out(PLANS, SYMBOLOGY)
    locks = {
        (plan.id, plan.environment): ("lock", lock_text(one.request, one.placement, one.detour))
        for plan, one in zip(PLANS, alone, strict=True)
    }
    plans = [longer_label(plan) for plan in PLANS]
    found = [
        list(map(kept_text, LayoutBook(ENGINE, locks if guided else {}, crew=crew).lay_out(plans, SYMBOLOGY)))
        for crew in (None, ProcessCrew(1), ProcessCrew(2, least=0), ProcessCrew(3, least=0))
    ]
    assert found == [found[0]] * 4


@pytest.mark.parametrize(
    "damaged", [b"", b"[]", b"{}\n{}", b"[1,2,false]", b"\xff\n[]", b"[1,2,false]\n[7,[{},{},{}],[1,2]]"]
)
def test_what_is_no_layout_is_none(damaged: bytes) -> None:
    made = LayoutBook(ENGINE).lay_out([ASPECT], SYMBOLOGY)[0]
    assert kept_layout(damaged, ASPECT, lambda: made.request) is None
    whole = kept_layout(kept_text(made), ASPECT, lambda: made.request)
    assert whole is not None
    assert (whole.layout, whole.placement) == (made.layout, made.placement)
    larger: DiagramPlan = new_leaf(ASPECT)
    assert kept_layout(kept_text(made), larger, lambda: made.request) is None
