"""Questions about manifests say what is known to be used, and what is merely not forbidden."""

from pathlib import Path

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.views.asked import Asked, Shape
from lsparch.views.plan import DiagramPlan
from tests.unit.observe.manifests import deployment, policy, service
from tests.unit.views.shipped import ROOT

SHOP = (
    deployment("web", container="env: [{name: DB, value: 'http://api:80'}]"),
    deployment("api", container="env: [{name: DB, value: 'http://db:80'}]"),
    deployment("db"),
    service("web", spec="type: LoadBalancer"),
    service("api"),
    service("db", ports="[{name: http, port: 8080, targetPort: 80}]"),
)
FENCE = policy(
    "fence",
    "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], "
    "ports: [{port: 80}]}]}",
)
FENCES = (
    FENCE,
    policy("rest", "{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db]}]}, ingress: []}"),
)


def asked(folder: Path, question: Asked, *texts: str) -> DiagramPlan:
    file = folder / "all.yaml"
    file.write_text("\n---\n".join(texts), "utf-8")
    (drawing,), _ = plan_drawings(Platform(ROOT), [str(file)], (), question, Shape())
    assert isinstance(drawing.plan, DiagramPlan)
    return drawing.plan


def test_without_policies_every_pod_may_reach_every_other(tmp_path: Path) -> None:
    plan = asked(tmp_path, Asked(reach="shop/db"), *SHOP)
    assert "No policy confines pods here, so each may reach every other" in plan.description
    assert plan.panels[0].rows == (("shop/api", "http 80", ""), ("every other pod", "no policy forbids it", ""))


def test_what_a_policy_forbids_is_not_said_to_be_open(tmp_path: Path) -> None:
    plan = asked(tmp_path, Asked(reach="shop/db"), *SHOP, FENCE)
    assert plan.panels[0].rows == (("shop/api", "http 80", ""),)
    assert "Policies let others connect to shop/api, shop/web, too;" in plan.description
    plan = asked(tmp_path, Asked(reach="shop/db"), *SHOP, *FENCES)
    assert plan.description == "Everybody from whom a chain of connections leads there."


def test_what_a_policy_opens_to_everybody_is_said_to_be_open(tmp_path: Path) -> None:
    opened = policy("open", "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 80}]}]}")
    plan = asked(tmp_path, Asked(reach="shop/db"), *SHOP, opened)
    assert ("any pod", "80", "") in plan.panels[0].rows
    assert "Policies let others connect to shop/api, shop/db, shop/web, too;" in plan.description


def test_a_way_that_no_policy_forbids_is_said_to_be_one(tmp_path: Path) -> None:
    way = Asked(path=("shop/web", "shop/db"))
    assert "No policy keeps shop/web from shop/db, so it may connect at once" in asked(tmp_path, way, *SHOP).description
    fenced = asked(tmp_path, way, *SHOP, FENCE)
    assert "No policy keeps" not in fenced.description
    assert "Policies leave more ways open" in fenced.description
    direct = asked(tmp_path, Asked(path=("shop/web", "shop/api")), *SHOP)
    assert "so it may connect at once" not in direct.description
    closed = asked(tmp_path, way, *SHOP, *FENCES)
    assert "olic" not in closed.description


def test_users_are_one_end_of_a_way(tmp_path: Path) -> None:
    plan = asked(tmp_path, Asked(path=("users", "shop/db")), *SHOP)
    assert {box.id for box in plan.boxes} == {"users", "service/shop/web", "shop/web", "shop/api", "shop/db"}
    with pytest.raises(LsparchError, match=r"no `users`.*: no Ingress, Gateway or exposed Service lets anybody in"):
        asked(tmp_path, Asked(path=("users", "shop/db")), *SHOP[:3])


@pytest.mark.parametrize("port", ["80", "http", "8080"])
def test_a_port_may_be_called_by_its_name_its_number_and_that_of_its_service(tmp_path: Path, port: str) -> None:
    plan = asked(tmp_path, Asked(reach=f"db.{port}"), *SHOP)
    assert {box.id for box in plan.boxes} >= {"shop/api", "shop/db"}


def test_a_port_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LsparchError, match=r"`shop/db` has no port or endpoint `6380`.*; it has http \(80\)"):
        asked(tmp_path, Asked(reach="shop/db.6380"), *SHOP)
