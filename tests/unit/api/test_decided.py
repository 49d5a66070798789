"""An undecided question of the shipped model, taken as decided."""

import pytest

from lsparch.api.decided import decided_platform
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.views.plan import DiagramPlan
from tests.unit.views.shipped import ROOT, has_arrow


def drawn(decided: str, view: str) -> DiagramPlan:
    (drawing,), _ = plan_drawings(decided_platform(Platform(ROOT), decided), ["usdac"], [view])
    assert drawing.name == f"{view}-usdac-{decided.replace('=', '-')}"
    assert isinstance(drawing.plan, DiagramPlan)
    return drawing.plan


def test_a_setting_of_the_environment_is_as_decided() -> None:
    plan = drawn("load-balancer=shared", "platform")
    assert plan.title == "LSST Science Platform, top level, if load-balancer is shared"
    balancers = [box for box in plan.boxes if box.symbol == "load-balancer"]
    assert [box.details for box in balancers] == [("api.usdac.lsst.org", "notebook.usdac.lsst.org", "usdac.lsst.org")]


def test_a_relation_is_there_as_decided_and_says_nothing_of_a_difference() -> None:
    plan = drawn("batch-by-uws=uws", "api-pods")
    arrow = has_arrow(plan, "api/tap", "external/htcondor")
    assert arrow is not None
    assert arrow.status == "known"
    assert not arrow.signs


def test_the_model_as_it_is_stays_as_it_is() -> None:
    platform = Platform(ROOT)
    decided_platform(platform, "load-balancer=shared").graph("usdac")
    assert len([box for box in _today(platform).boxes if box.symbol == "load-balancer"]) > 1


def _today(platform: Platform) -> DiagramPlan:
    plan = plan_drawings(platform, ["usdac"], ["platform"])[0][0].plan
    assert isinstance(plan, DiagramPlan)
    return plan


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        ("load-balance=shared", "no undecided question `load-balance`; did you mean `load-balancer`"),
        ("load-balancer", "`load-balancer` says no answer; write load-balancer=per-aspect or load-balancer=shared"),
        ("load-balancer=share", "load-balancer has no answer `share`; did you mean `shared`"),
        ("load-balancer=per-aspect", "is what the model follows today; leave --option out"),
        ("dc2-use=science", "changes nothing that views draw; --review says it in words"),
    ],
)
def test_what_cannot_be_drawn_is_refused(decided: str, told: str) -> None:
    with pytest.raises(LsparchError, match=told):
        decided_platform(Platform(ROOT), decided)
