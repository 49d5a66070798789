import json
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from lsparch.api.audit import audit_platform
from lsparch.api.explain import explain
from lsparch.api.platform import open_platform
from lsparch.api.viewer import ViewerData
from lsparch.emit.viewer.excerpt import HIDDEN_LINE
from lsparch.k8s.secrecy import HIDDEN
from tests.support.small import ROOT as SMALL

ROOT = Path(__file__).parents[3]


@cache
def data(*sources: str) -> ViewerData:
    return ViewerData(open_platform(ROOT), sources)


@pytest.mark.parametrize("sources", [(), ("usdac",), ("qserv-sandbox",)])
def test_each_picture_has_a_graph_and_each_view_its_pictures(sources: tuple[str, ...]) -> None:
    names = data(*sources).names()
    pictures = [name.removeprefix("picture/") for name in names if name.startswith("picture/")]
    assert pictures
    assert {f"graph/{name.partition('/')[2]}" for name in pictures} <= set(names)
    views = data(*sources).index()["views"]
    shown = [f"{view['id']}/{environment}" for view in views for environment in view["environments"]]
    assert sorted(shown) == sorted(pictures)


def test_a_difference_belongs_to_the_first_of_its_environments_and_is_no_level() -> None:
    index = data("usdac").index()
    [view] = [view for view in index["views"] if view["id"] == "pdac-difference"]
    assert (view["environments"], view["kind"]) == (["usdac"], "difference")
    assert index["start"] == {"view": "platform", "environment": "usdac"}
    boxes = {box["id"] for box in json.loads(data("usdac").part("picture/pdac-difference/usdac"))["boxes"]}
    assert {"platform/balancer", "api/balancer"} <= boxes  # only one of the two has either


def test_views_have_titles_of_their_own_whatever_environment_is_shown() -> None:
    views = {view["id"]: view for view in data().index()["views"]}
    assert views["deployment"]["title"] == "Deployment"
    assert views["story-log-in"]["title"] == "Somebody logs in, as a sequence"
    assert len({view["title"] for view in views.values()}) == len(views)
    assert views["pdac-difference"]["environments"] == ["usdac"]


def test_every_element_and_relation_of_the_model_has_its_lines() -> None:
    sources = json.loads(data("usdac").part("sources"))
    graph = json.loads(data("usdac").part("graph/usdac"))
    places = {one["place"] for one in (*graph["nodes"], *graph["edges"])}
    assert places == set(sources["excerpts"])
    for place, excerpt in sources["excerpts"].items():
        file, line, _ = place.split(":")
        written = (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1 :]
        lines = [sources["lines"][number] for number in excerpt["lines"]]
        assert (excerpt["line"], lines) == (int(line), written[: len(lines)])
        assert len(lines) + excerpt["more"] <= len(written)


CLEAR = {
    "variable": ("aspects/web.yaml", "GREETING: welcome", "GREETING_PASSWORD: sesame-1"),
    "text": ("aspects/web.yaml", "GREETING: welcome", "GREETING: |\n        x\n        password=sesame-1"),
    "url": ("aspects/web.yaml", "GREETING: welcome", "GREETING: redis://web:sesame-1@sessions.example.org"),
    "user": ("aspects/web.yaml", "database: stars}", "database: stars, user: 'web:sesame-1'}"),
    "argument": ("aspects/web.yaml", "    env:\n      DATA", "    args: [--api-token=sesame-1]\n    env:\n      DATA"),
    "file": (
        "aspects/web.yaml",
        "          database:\n",
        "          database:\n            password: open sesame-1 now\n",
    ),
    "override": (
        "environments/production.yaml",
        "override:\n",
        "override:\n  web/site.env.KEY_PASSWORD: {value: sesame-1, because: x, owner: core, permanent: true}\n",
    ),
    "patch": (
        "environments/production.yaml",
        "override:\n",
        (
            "patches:\n"
            "- {kind: Deployment, name: site, part: web, because: x, permanent: true, owner: core,\n"
            "   set: {'metadata.annotations[example.org/password]': sesame-1}}\n"
            "override:\n"
        ),
    ),
}


@pytest.fixture(params=list(CLEAR))
def careless(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file, old, new = CLEAR[request.param]
    copytree(SMALL, tmp_path / "small")
    path = tmp_path / "small/model" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return tmp_path / "small"


def test_a_secret_in_clear_is_nowhere_but_in_what_is_deployed(careless: Path) -> None:
    platform = open_platform(careless)
    deployed = [str(one.data) for one in platform.manifests("production").objects]
    assert any("sesame-1" in text for text in deployed)
    shown = ViewerData(platform)
    others = [name for name in shown.names() if name != "index"]  # there are no views of it
    assert [name for name in others if "sesame" in shown.part(name)] == []
    assert HIDDEN_LINE in shown.part("sources")
    assert HIDDEN in shown.part("graph/production")
    assert HIDDEN in shown.part("manifests/production")
    told = "".join(explain(platform, id_, "production") for id_ in ("web/site", "web/site-config"))
    assert "sesame" not in told
    assert "sesame" not in repr(audit_platform(platform, "production"))
