import json
from functools import cache
from pathlib import Path

import pytest

from lsparch.api.platform import open_platform
from lsparch.api.viewer import ViewerData

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
