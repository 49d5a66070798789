"""Structurizr reads the workspace of all views, and finds in each view what the plan shows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import open_platform
from lsparch.emit.notation_words import names_of
from lsparch.emit.structurizr.deployments import is_deployment
from lsparch.emit.structurizr.elements import ASIDE
from lsparch.emit.structurizr.words import shown
from lsparch.emit.structurizr.workspace import workspace_text
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.sequence_plan import SequencePlan
from tests.e2e.notations import structurizr_read
from tests.support.hostile import HOSTILE
from tests.support.hostile_plans import HOSTILE_TO_NOTATIONS, hostile_plan, hostile_sequence
from tests.unit.draw.samples import SAMPLES
from tests.unit.draw.shipped import SYMBOLOGY

Plans = list[DiagramPlan | SequencePlan]
VIEWS = (
    "customViews", "systemLandscapeViews", "containerViews", "componentViews", "dynamicViews", "deploymentViews",
)  # fmt: skip


def _shipped() -> Plans:
    drawings, _ = plan_drawings(open_platform(Path(__file__).parents[2] / "model"))
    return [drawing.plan for drawing in drawings if not isinstance(drawing.plan, ChartPlan)]


def _hostile() -> Plans:
    texts = (*HOSTILE, *HOSTILE_TO_NOTATIONS)
    return [hostile_plan(*texts), hostile_sequence(*texts)]


@pytest.mark.parametrize("plans", [_shipped(), list(SAMPLES), _hostile()], ids=["shipped", "samples", "hostile"])
def test_each_view_shows_what_the_plan_shows(plans: Plans, tmp_path: Path) -> None:
    file = tmp_path / "workspace.dsl"
    file.write_text(workspace_text(plans, SYMBOLOGY))
    (workspace,) = structurizr_read([file])
    known = {item["id"]: item for item in _all(workspace["model"]) if "id" in item}
    views = {view["key"]: view for kind in VIEWS for view in workspace["views"].get(kind, ())}
    assert set(views) == set(names_of(plans))
    for key, plan in zip(names_of(plans), plans, strict=True):
        elements = [known[item["id"]] for item in views[key]["elements"]]
        relations = [known[item["id"]] for item in views[key].get("relationships", ())]
        if isinstance(plan, SequencePlan):
            assert len(elements) == len(plan.participants)
            steps = sorted(views[key]["relationships"], key=lambda step: int(step["order"]))
            assert [step["description"] for step in steps] == [
                shown(f"{message.number} {message.does}") for message in plan.messages
            ]
        elif is_deployment(plan):
            _assert_deployed(plan, elements, relations)
        else:
            ids = {item["properties"]["lsparch.element"] for item in elements}
            assert {shown(box.id) for box in plan.boxes} <= ids
            assert sorted(item.get("technology", "") for item in relations) == sorted(
                shown(arrow.label) for arrow in plan.arrows
            )


def _assert_deployed(plan: DiagramPlan, elements: list[dict[str, Any]], relations: list[dict[str, Any]]) -> None:
    names = [item["name"] for item in elements if "name" in item]
    assert {group.label for group in plan.groups} <= set(names)
    assert len([item for item in elements if "instanceId" in item]) == len(
        [box for box in plan.boxes if box.group and box.part and box.symbol not in ASIDE]
    )
    counts = {item["name"]: item["instances"] for item in elements if "instances" in item}
    for box in plan.boxes:
        if box.label in counts:
            assert counts[box.label] == ("0..N" if box.replicas == 0 else str(box.replicas))
    assert len(relations) >= len(plan.arrows)


def _all(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _all(value)
    elif isinstance(node, list):
        for value in node:
            yield from _all(value)


def test_the_platform_is_people_systems_containers_components_and_environments(tmp_path: Path) -> None:
    file = tmp_path / "workspace.dsl"
    file.write_text(workspace_text(_shipped(), SYMBOLOGY))
    (workspace,) = structurizr_read([file])
    model = workspace["model"]
    systems = {system["properties"]["lsparch.element"]: system for system in model["softwareSystems"]}
    assert {"portal", "notebook", "api", "qserv", "external/cilogon"} <= set(systems)
    containers = {item["properties"]["lsparch.element"]: item for item in systems["portal"]["containers"]}
    components = {item["properties"]["lsparch.element"] for item in containers["portal/firefly"]["components"]}
    assert components == {"portal/firefly#firefly", "portal/firefly#shipper"}
    assert "actor/scientist" in {person["properties"]["lsparch.element"] for person in model["people"]}
    environments = {node["environment"] for node in model["deploymentNodes"]}
    assert {"pdac", "usdac", "portal-sandbox"} <= environments
    tags = {tag for item in _all(model) for tag in str(item.get("tags", "")).split(",")}
    styled = {
        item["tag"]
        for kind in ("elements", "relationships")
        for item in workspace["views"]["configuration"]["styles"][kind]
    }
    assert {tag for tag in tags if tag.startswith(("symbol ", "part ", "line ", "status "))} <= styled
