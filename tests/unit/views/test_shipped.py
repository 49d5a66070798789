"""What the pictures of the shipped platform must show."""

from itertools import pairwise
from pathlib import Path

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.graph import EdgeKind
from lsparch.views.plan import DiagramPlan, SourceKind
from tests.unit.draw.shipped import SYMBOLOGY
from tests.unit.views.shipped import ROOT, box, changed_plans, has_arrow, plans, shipped_plans

SIDECAR = "sidecar-filebeat"
MOST_BOXES = 60
ASPECTS = ("api", "notebook", "portal")
ENVIRONMENTS = 9


def test_top_level_shows_the_local_registry_from_which_nodes_pull() -> None:
    plan = shipped_plans()["platform"]
    assert box(plan, "registry").symbol == "registry"
    arrow = has_arrow(plan, "nodes", "registry")
    assert arrow is not None
    assert arrow.style == "pulls"


def test_top_level_tells_of_every_connection_that_it_does_not_draw() -> None:
    (panel,) = shipped_plans()["platform"].panels
    assert ("api/tap", "to HTCondor", "open") in panel.rows
    assert ("portal/firefly", "to HTCondor", "open") in panel.rows
    graph = Platform(ROOT).graph("usdac")
    wished = {edge.source for edge in graph.edges(EdgeKind.CONNECTS) if edge.wished}
    inside = {"api/webserv"}  # to vospace, which is in the same box
    assert wished - inside == {row[0] for row in panel.rows}


@pytest.mark.parametrize(
    ("view", "shown", "labels"),
    [
        ("portal-pods", ("datasets",), {"portal/firefly": ""}),
        (
            "api-pods",
            ("datasets", "files"),
            {"api/webserv": "datasets", "api/imgserv": "datasets", "api/vospace": "files"},
        ),
        ("notebook-pods", ("datasets", "home", "project", "scratch"), {"notebook/lab": "", "notebook/dask-worker": ""}),
    ],
)
def test_a_box_of_volumes_tells_what_each_arrow_mounts(
    view: str, shown: tuple[str, ...], labels: dict[str, str]
) -> None:
    plan = shipped_plans()[view]
    assert box(plan, "workspace/volumes").details == shown
    found = {arrow.source: arrow.label for arrow in plan.arrows if arrow.target == "workspace/volumes"}
    assert found == labels


def test_top_level_tells_that_the_portal_mounts_datasets_alone() -> None:
    plan = shipped_plans()["platform"]
    labels = {a.source: a.label for a in plan.arrows if a.style == "mounts" and a.target == "workspace"}
    assert labels["portal/pods"] == "datasets"
    assert labels["notebook/pods"] == "all but files"


def test_top_level_shows_elk_with_its_owner() -> None:
    elk = box(shipped_plans()["platform"], "external/elk")
    assert elk.symbol == "elk"
    assert "owner ncsa" in elk.details


def test_top_level_shows_a_balancer_and_a_logstash_for_each_aspect() -> None:
    plan = shipped_plans()["platform"]
    balancers = {found.group: found.details for found in plan.boxes if found.symbol == "load-balancer"}
    assert balancers == {
        "portal": ("usdac.lsst.org",),
        "api": ("api.usdac.lsst.org",),
        "notebook": ("notebook.usdac.lsst.org",),
    }
    for aspect in ASPECTS:
        assert box(plan, f"{aspect}/logstash").group == aspect
        assert has_arrow(plan, f"{aspect}/pods", f"{aspect}/logstash")
        assert has_arrow(plan, f"{aspect}/logstash", "external/elk")


def test_top_level_shows_every_component_of_a_service_whatever_its_name() -> None:
    details = box(shipped_plans()["platform"], "logging").details
    graph = Platform(ROOT).graph("usdac")
    for member in graph.members("logging"):
        assert any(line.split()[0] == member.id.removeprefix("logging/") for line in details), member.id


def test_a_balancer_that_no_aspect_owns_is_shown_in_the_cluster() -> None:
    plan = plans(Platform(ROOT), ["portal-sandbox"], ["platform"])["platform-portal-sandbox"]
    balancer = next(found for found in plan.boxes if found.symbol == "load-balancer")
    assert balancer.group == "cluster/ipac"
    assert has_arrow(plan, "users", balancer.id)
    assert has_arrow(plan, balancer.id, "portal/pods")


def test_top_level_shows_filebeat_on_the_pods_of_each_aspect_and_of_qserv() -> None:
    plan = shipped_plans()["platform"]
    for identifier in (*(f"{aspect}/pods" for aspect in ASPECTS), "qserv", "identity"):
        assert SIDECAR in box(plan, identifier).badges, identifier


@pytest.mark.parametrize(
    "name", ["portal-pods", "notebook-pods", "api-pods", "qserv-pods", "aspects", "deployment-usdac"]
)
def test_pods_with_a_filebeat_show_it_wherever_they_are_drawn(name: str) -> None:
    shipped = {
        "portal/firefly",
        "portal/redis",
        "notebook/hub",
        "notebook/proxy",
        "api/webserv",
        "api/tap",
        "qserv/czar",
    }
    shown = [found for found in shipped_plans()[name].boxes if found.id in shipped]
    assert shown
    assert all(SIDECAR in found.badges for found in shown)


def test_labs_have_no_filebeat_of_their_own() -> None:
    assert box(shipped_plans()["notebook-pods"], "notebook/lab").badges == ()


def test_planned_components_are_drawn_as_planned() -> None:
    plan = shipped_plans()["portal-pods"]
    assert box(plan, "portal/plugin").status == "planned"
    arrow = has_arrow(plan, "portal/firefly", "portal/plugin")
    assert arrow is not None
    assert arrow.status == "planned"


def test_a_logical_service_is_a_line_in_the_box_of_what_runs_it() -> None:
    plan = shipped_plans()["api-pods"]
    assert "serves dbserv" in box(plan, "api/webserv").details
    assert "api/dbserv" not in {found.id for found in plan.boxes}


def test_arrows_between_the_same_boxes_are_one_with_all_ports() -> None:
    plan = shipped_plans()["qserv-pods"]
    arrows = [a for a in plan.arrows if (a.source, a.target) == ("qserv/repl-ctl", "qserv/worker")]
    assert [arrow.label for arrow in arrows] == ["mysql 3306; tcp 25000; http 5012"]


def test_there_is_one_deployment_picture_for_each_environment() -> None:
    names = [name for name in shipped_plans() if name.startswith("deployment-")]
    assert len(names) == ENVIRONMENTS
    pdac = shipped_plans()["deployment-pdac"]
    assert box(pdac, "qserv/worker").group == "cluster/pdac.qserv-workers"
    assert SIDECAR not in box(pdac, "qserv/worker").badges


def test_supply_chain_leads_from_pipelines_over_registries_to_pods() -> None:
    plan = shipped_plans()["supply-chain"]
    assert has_arrow(plan, "pipeline/firefly-ipac", "image/firefly")
    assert has_arrow(plan, "images", "external/dockerhub")
    copied = has_arrow(plan, "external/dockerhub", "registry/registry")
    assert copied is not None
    assert copied.status == "open"
    assert has_arrow(plan, "registry/registry", "portal")


def test_storage_shows_who_serves_the_volumes() -> None:
    plan = shipped_plans()["storage"]
    assert has_arrow(plan, "notebook/lab", "workspace/home")
    assert has_arrow(plan, "workspace/home", "external/nfs")


def test_datasets_show_holders_and_readers() -> None:
    plan = shipped_plans()["datasets"]
    assert has_arrow(plan, "environment/pdac", "dataset/wise")
    assert has_arrow(plan, "portal/firefly", "dataset/lsst-release")


def test_what_is_optional_among_pods_is_optional_in_the_picture_of_authentication() -> None:
    arrows = {(arrow.source, arrow.target): arrow.optional for arrow in shipped_plans()["authentication"].arrows}
    pods = {(arrow.source, arrow.target): arrow.optional for arrow in shipped_plans()["notebook-pods"].arrows}
    both = arrows.keys() & pods.keys()
    assert {arrows[pair] for pair in both} == {True, False}
    assert {pair: arrows[pair] for pair in both} == {pair: pods[pair] for pair in both}


def test_the_tables_of_secrets_name_every_secret_with_all_that_hold_it() -> None:
    panels = {panel.title: {row[0]: row[1] for row in panel.rows} for panel in shipped_plans()["authentication"].panels}
    graph = Platform(ROOT).graph("usdac")
    for edge in graph.edges(EdgeKind.NEEDS_SECRET):
        part, name = edge.source.split("/")
        if name == "logstash":
            continue
        secret = edge.target.rpartition("/")[2]
        key = secret if edge.detail.startswith("/") else f"{secret}.{edge.detail}"
        assert name in panels[f"Secrets of {part}"][key].split(", "), edge.id
    assert panels["Secrets of notebook"]["hub-keys.proxy-token"] == "hub, proxy"
    assert panels["Secrets of api"]["dax-db.uws-password"] == "tap, uws-db"
    assert "suit.admin-password" in panels["Secrets of portal"]


def test_authentication_shows_the_chain_from_user_to_directory() -> None:
    plan = shipped_plans()["authentication"]
    chain = ["users", "portal/balancer", "identity/oauth2-proxy", "external/cilogon", "external/ldap"]
    assert all(has_arrow(plan, one, other) for one, other in pairwise(chain))


def test_every_picture_fits_a_page_and_uses_the_symbology_only() -> None:
    for name, plan in shipped_plans().items():
        assert 0 < len(plan.boxes) <= MOST_BOXES, name
        assert {found.symbol for found in plan.boxes} <= set(SYMBOLOGY.symbols), name
        assert {group.symbol for group in plan.groups} <= set(SYMBOLOGY.groups), name
        assert {arrow.style for arrow in plan.arrows} <= set(SYMBOLOGY.arrows), name


def test_ids_are_unique_and_arrows_end_at_what_is_shown() -> None:
    for name, plan in shipped_plans().items():
        ids = [*(found.id for found in plan.boxes), *(group.id for group in plan.groups)]
        assert len(ids) == len(set(ids)), name
        assert len({arrow.id for arrow in plan.arrows}) == len(plan.arrows), name
        assert {end for arrow in plan.arrows for end in (arrow.source, arrow.target)} <= set(ids), name


def test_a_comment_in_the_model_changes_no_picture() -> None:
    changed = changed_plans("model/aspects/portal.yaml", "components:", "# a comment\ncomponents:")
    assert changed == shipped_plans()


def test_one_port_changes_only_the_pictures_that_show_it() -> None:
    changed = changed_plans(
        "model/services/identity.yaml", "{port: 6379, protocol: redis}", "{port: 6380, protocol: redis}"
    )
    differing = {name for name, plan in shipped_plans().items() if plan != changed[name]}
    showing = {name for name, plan in changed.items() if any("6380" in arrow.label for arrow in plan.arrows)}
    assert differing == showing


def test_only_what_has_no_model_is_laid_out_in_haste(tmp_path: Path) -> None:
    (tmp_path / "pod.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n")
    pod, platform = str(tmp_path / "pod.yaml"), Platform(ROOT)
    made = {
        "usdac": plan_drawings(platform, ["usdac"], ["platform"])[0],
        "from pdac → usdac": plan_drawings(platform, ["pdac", "usdac"], ["platform"], diff=True)[0],
        f"manifests {pod}": plan_drawings(platform, [pod], ["pods"])[0],
        f"from usdac → {pod}": plan_drawings(platform, ["usdac", pod], ["pods"], diff=True)[0],
    }
    plans = {name: found[0].plan for name, found in made.items()}
    told = {n: (plan.source, plan.quick) for n, plan in plans.items() if isinstance(plan, DiagramPlan)}
    assert told == {
        "usdac": (SourceKind.ENVIRONMENT, False),
        "from pdac → usdac": (SourceKind.DIFFERENCE, False),
        f"manifests {pod}": (SourceKind.MANIFESTS, True),
        f"from usdac → {pod}": (SourceKind.DIFFERENCE, True),
    }
