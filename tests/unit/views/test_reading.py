"""The order in which views are read."""

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.models.view import Show, ViewFile
from lsparch.views.reading import reading
from tests.unit.views.shipped import ROOT


def view(name: str, **show: object) -> ViewFile:
    return ViewFile(view=name, title=name, show=Show.model_validate(show))


def test_views_are_read_from_afar_to_near_and_figures_last() -> None:
    views = [
        view("b", level="context"),
        view("b", level="platform"),
        view("a", level="platform", against="pdac"),
        view("z", level="pod"),
        view("a", level="pod", aspect="api"),
        view("a", level="container", aspect="api"),
        view("a", level="deployment"),
        view("a", concern="storage"),
        view("b", concern="authentication"),
        view("a", path={"from": "portal", "to": "qserv"}),
        view("a", impact=["qserv"]),
        view("a", sequence="log-in"),
        view("a", story="log-in"),
        view("a", chart="capacity"),
        view("a", chart="findings"),
    ]
    mixed = views[::-1]
    assert sorted(mixed, key=reading) == views
    chapters = list(dict.fromkeys(reading(one).chapter for one in views))
    assert chapters == ["From afar to near", "Concerns", "Ways, reach and failures", "Stories", "Figures"]


def test_every_drawing_knows_its_place() -> None:
    drawings = sorted(plan_drawings(Platform(ROOT))[0], key=lambda one: one.reading)
    assert [one.name for one in drawings[:3]] == ["context", "platform", "pdac-difference"]
    assert drawings[-1].name == "registry-fill"
