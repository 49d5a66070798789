"""Effects of alternatives: which of them pictures can show, and what they do to a graph."""

from dataclasses import replace

import pytest

from lsparch.analysis.alternative import Change, change_of, changed_graph, concerned
from lsparch.api.platform import Platform
from lsparch.graph import EdgeKind, State
from tests.unit.views.shipped import ROOT


@pytest.fixture(scope="module")
def shipped() -> Platform:
    return Platform(ROOT)


@pytest.mark.parametrize(
    ("key", "value", "change"),
    [
        ("environment/usdac.balancers", "shared", Change(settings=(("balancers", "shared"),))),
        ("environment/pdac.balancers", "shared", Change()),
        ("environment/usdac.holds", "wise, neowise-y1", Change(settings=(("holds", ("wise", "neowise-y1")),))),
        ("environment/usdac.holds", "what is decided", Change()),
        ("portal/stack-service.image", "lab", Change(overrides=(("portal/stack-service.image", "lab"),))),
        ("registry/images.class", "local", Change(overrides=(("registry/images.class", "local"),))),
        ("portal/stack-service.image", "of somebody else", Change()),
        ("batch/submission", "deployed", Change(deployed=("batch/submission",))),
        (
            "api/tap",
            "connects to external/htcondor.submit",
            Change(edges=((EdgeKind.CONNECTS, "api/tap", "external/htcondor.submit"),)),
        ),
        (
            "portal/stack-service.spawned.by",
            "notebook/hub",
            Change(edges=((EdgeKind.SPAWNED_BY, "portal/stack-service", "notebook/hub"),)),
        ),
        ("image/qserv", "built on image/afw", Change(catalogue=(("image/qserv", "built-on", ("image/afw",)),))),
        ("image/qserv", "built on image/none", Change()),
        (
            "pipeline/lsp",
            "runs on external/jenkins-ipac",
            Change(catalogue=(("pipeline/lsp", "controller", "external/jenkins-ipac"),)),
        ),
        (
            "pipeline/lsp",
            "runs on a system of its own",
            Change(
                catalogue=(("pipeline/lsp", "controller", "external/a-system-of-its-own"),),
                systems=(("external/a-system-of-its-own", "A system of its own"),),
            ),
        ),
        ("pipeline/firefly", "replaces pipeline/firefly-ipac", Change(gone=("pipeline/firefly-ipac",))),
        ("portal/firefly", "loses light curves", Change()),
    ],
)
def test_an_effect_is_shown_or_only_said(shipped: Platform, key: str, value: str, change: Change) -> None:
    found = change_of(shipped.model, "usdac", {key: value})
    assert replace(found, words=()) == change


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("portal/firefly", "loses light curves", (("portal/firefly", "loses light curves"),)),
        ("registry/images.class", "local", (("registry/images", "class: local"),)),
        ("dataset/lsst-release.Object", "held twice", (("dataset/lsst-release", "Object: held twice"),)),
        ("api/tap", "connects to external/htcondor.submit", ()),
        ("profile/common.deployment-tool", "helm", ()),
        ("environment/usdac", "tracks", ()),
        ("nobody/knows", "this", ()),
    ],
)
def test_what_is_said_of_an_element_is_kept(
    shipped: Platform, key: str, value: str, words: tuple[tuple[str, str], ...]
) -> None:
    assert change_of(shipped.model, "usdac", {key: value}).words == words


def test_a_question_is_about_the_environment_that_it_names(shipped: Platform) -> None:
    assert concerned(shipped.model, "pdac", ["environment/usdac.balancers", "portal"]) == "usdac"
    assert concerned(shipped.model, "pdac", ["environment/usdac.balancers", "environment/pdac.routing"]) == "pdac"
    assert concerned(shipped.model, "pdac", ["portal", "environment/none.balancers"]) == "pdac"


def test_a_deployed_component_runs_and_its_relations_are_known(shipped: Platform) -> None:
    graph = shipped.graph("usdac")
    changed = changed_graph(graph, Change(deployed=("batch/submission",)))
    assert graph.node("batch/submission").state is State.PLANNED
    assert changed.node("batch/submission").state is State.DEPLOYED
    (edge,) = changed.out_edges("batch/submission", EdgeKind.CONNECTS)
    assert edge.status == "known"
    assert changed.canonical().keys() == graph.canonical().keys()


def test_a_new_connection_speaks_as_the_others_to_its_endpoint(shipped: Platform) -> None:
    graph = shipped.graph("usdac")
    changed = changed_graph(graph, Change(edges=((EdgeKind.CONNECTS, "api/imgserv", "qserv/czar.mysql"),)))
    (edge,) = [edge for edge in changed.out_edges("api/imgserv", EdgeKind.CONNECTS) if edge.target == "qserv/czar"]
    assert (edge.protocol, edge.port, edge.status) == ("mysql", 4040, "known")
    assert not any(edge.target == "qserv/czar" for edge in graph.out_edges("api/imgserv", EdgeKind.CONNECTS))


def test_what_the_environment_does_not_have_changes_nothing(shipped: Platform) -> None:
    graph = shipped.graph("usdac")
    change = Change(edges=((EdgeKind.CONNECTS, "stubs/nothing", "qserv/czar.mysql"),))
    assert changed_graph(graph, change).canonical() == graph.canonical()
