"""What the shipped model is not sure of."""

from lsparch.analysis.unsettled import unsettled_elements, unsettled_values
from lsparch.api.platform import Platform
from tests.unit.views.shipped import ROOT


def test_elements_are_told_with_status_source_and_place() -> None:
    found = {item.element: item for item in unsettled_elements(Platform(ROOT).model)}
    assert found["external/ldap"].status == "open"
    assert found["external/ldap"].source
    assert found["external/ldap"].place.line
    assert found["portal/plugin"].source == found["actor/visitor"].source  # its part's
    assert "portal/firefly" not in found


def test_questions_and_what_is_below_an_element_of_the_same_status_are_left_out() -> None:
    found = {item.element: item for item in unsettled_elements(Platform(ROOT).model)}
    assert not any(element.startswith("option/") for element in found)
    assert "external/ldap.ldaps" not in found
    assert found["api/vospace.http"].status == "open"  # that of its component is planned


def test_assumed_values_say_why() -> None:
    found = {item.element: item for item in unsettled_values(Platform(ROOT).model)}
    assert found["external/elk.amqp port"].why == "the standard port; none is stated"
