"""What is open, planned and assumed, at one glance: all of it is counted, whatever there is room to name."""

from collections import Counter

import pytest

from lsparch.analysis.unsettled import unsettled_elements, unsettled_values
from lsparch.api.glance import STATUSES, concerned, glance_of, holder_of
from lsparch.api.platform import Platform
from lsparch.emit.review import Glance, glance_cell
from tests.unit.views.shipped import ROOT

PLATFORM = Platform(ROOT)


@pytest.fixture(scope="module")
def shown() -> frozenset[str]:
    return concerned(PLATFORM, PLATFORM.environment("usdac"))


@pytest.fixture(scope="module")
def glance(shown: frozenset[str]) -> Glance:
    return glance_of(PLATFORM.model, shown)


def test_every_element_and_value_is_counted_once_and_in_its_column(glance: Glance) -> None:
    statuses = Counter(found.status for found in unsettled_elements(PLATFORM.model))
    values = len(list(unsettled_values(PLATFORM.model)))
    wanted = [*(statuses[status] for status in STATUSES), values]
    assert [column.count for column in glance.columns] == wanted
    for place, column in enumerate(glance.columns):
        counts = [row.cells[place].counts for row in glance.rows]
        assert sum(here for here, _ in counts) == column.here
        assert sum(elsewhere for _, elsewhere in counts) == column.count - column.here


def test_every_element_is_named_by_a_name_of_its_own(glance: Glance) -> None:
    for row in glance.rows:
        for cell in row.cells[: len(STATUSES)]:
            names = [name for name, _ in (*cell.here, *cell.elsewhere)]
            assert all(names)
            assert len(names) == len(set(names)), row.title


def test_what_the_environment_inherits_is_its_own_and_the_next_release_is_not(shown: frozenset[str]) -> None:
    assert {"environment/usdac", "profile/operational", "profile/common", "release/2026.4"} <= shown
    assert not {"release/2026.5", "environment/pdac", "profile/sandbox"} & shown


def test_the_holder_of_a_member_is_found_and_an_id_with_a_point_is_none() -> None:
    found = {holder_of(PLATFORM.model, one) for one in unsettled_elements(PLATFORM.model)}
    assert {"api/vospace", "release/2026.4", "cluster/production"} <= found
    assert all(holder in PLATFORM.model.declared for holder in found)


def test_a_cell_says_how_much_is_here_and_elsewhere(glance: Glance) -> None:
    cells = {row.title: [glance_cell(cell) for cell in row.cells] for row in glance.rows}
    assert cells["User workspace"][0] == ("1 SQL", "")
    here, elsewhere = cells["Datasets"][1]
    assert here == "1 Data release of LSST"
    assert elsewhere.startswith("elsewhere 4 Hyper Suprime-Cam, ")


def test_questions_are_told_by_who_decides(glance: Glance) -> None:
    assert sum(number for _, number in glance.asked) == len(PLATFORM.model.options)
    assert glance.asked[-1][0] == "nobody named"
