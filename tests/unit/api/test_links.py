"""Tests of addresses of elements."""

import pytest

from lsparch.api.links import elements_of, links_to
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from tests.unit.draw.pictures import drawn_plans
from tests.unit.views.shipped import ROOT

MODEL = Platform(ROOT).model
BASE = "https://example.org/lsp/blob/main/"


def test_an_element_leads_to_the_file_in_which_it_is_declared() -> None:
    found = links_to(MODEL, ["api/tap", "external/cilogon", "users"], BASE + "{file}")
    assert found == {
        "api/tap": f"{BASE}model/aspects/api.yaml",
        "external/cilogon": f"{BASE}model/externals.yaml",
    }


def test_what_stands_for_an_element_leads_to_it() -> None:
    found = links_to(MODEL, ["portal/pods", "cluster/production.any"], "/show?id={element}")
    assert found == {"portal/pods": "/show?id=portal", "cluster/production.any": "/show?id=cluster%2Fproduction"}


def test_nothing_that_is_drawn_tells_a_line() -> None:
    found = links_to(MODEL, elements_of(drawn_plans()), BASE + "{file}")
    assert len(found) > 100
    assert all((ROOT / address.removeprefix(BASE)).is_file() for address in found.values())


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("https://example.org/", "needs {file} or {element}"),
        ("https://example.org/{line}", "not {line}"),
        ("javascript:alert('{file}')", "not javascript:"),
        ("data:text/html,{file}", "not data:"),
    ],
)
def test_a_template_that_is_no_address_is_refused(template: str, message: str) -> None:
    with pytest.raises(LsparchError, match=message):
        links_to(MODEL, ["api"], template)


def test_relative_addresses_are_fine() -> None:
    assert links_to(MODEL, ["api"], "../../{file}") == {"api": "../../model/aspects/api.yaml"}
