"""Environments compared: what is declared, what policy allows, and what is a finding."""

import time
from dataclasses import replace
from datetime import date

import pytest

from lsparch.drift import DriftPolicy, EnvironmentSide, Verdict, compare_environments
from lsparch.graph import ArchGraph, Leaf
from tests.unit.drift.mutations import AS_OF, mutated_graphs, mutated_relations
from tests.unit.drift.sides import PRODUCTION, SANDBOX, WEB, codes, compared, policy, shipped, side

OVERRIDE = "override:\n  web/site.env.GREETING: "


def test_environments_of_one_model_differ_as_declared_only() -> None:
    drift = compared()
    assert drift.findings == ()
    assert drift.count(Verdict.DECLARED) == 2
    assert drift.count(Verdict.SCALE) == 2
    assert drift.count(Verdict.RELEASE) == 2
    assert drift.summary.startswith("production → sandbox: 0 undeclared differences, 2 declared, 2 scale, ")


def test_an_environment_does_not_differ_from_itself() -> None:
    drift = compared(target="production")
    assert drift.differences == ()


def test_an_override_without_reason_is_one_finding_at_the_override() -> None:
    drift = compared((SANDBOX, "", f"{OVERRIDE}hello\n"))
    (finding,) = drift.findings
    assert finding.code == "DRF001"
    assert str(finding.place) == f"{SANDBOX}:16:3"
    assert finding.related[0].place.file == WEB
    assert "web/site.env.GREETING is hello in sandbox, but welcome in production" in finding.message
    assert finding.element == "web/site"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("because: a joke, permanent: true", []),
        ('because: a joke, until: "2026-11-01"', []),
        ('because: a joke, until: "2026-10-31"', ["DRF004"]),
        ("because: a joke", ["DRF001"]),
        ("permanent: true", ["DRF001"]),
    ],
)
def test_a_declaration_needs_a_reason_and_holds_until_its_last_day(words: str, expected: list[str]) -> None:
    for source, target in (("production", "sandbox"), ("sandbox", "production")):
        drift = compared((SANDBOX, "", f"{OVERRIDE}{{value: hello, {words}}}\n"), source=source, target=target)
        assert codes(drift) == expected


def test_both_sides_must_declare_what_both_override() -> None:
    declared = f"{OVERRIDE}{{value: hello, because: a joke, permanent: true}}\n"
    production = (PRODUCTION, "web/site.replicas: 3", "web/site.replicas: 3\n  web/site.env.GREETING: good day")
    assert codes(compared((SANDBOX, "", declared), production)) == ["DRF001"]


def test_an_override_accounts_for_the_value_that_it_states_and_no_other() -> None:
    words = "because: a joke, permanent: true}\n"
    declared = side("sandbox", (SANDBOX, "", f"{OVERRIDE}{{value: hello, {words}"))
    other = side("sandbox", (SANDBOX, "", f"{OVERRIDE}{{value: hullo, {words}"))
    mixed = EnvironmentSide("mixed", declared.environment, other.graph)
    assert codes(compare_environments(side("production"), mixed, policy(), AS_OF)) == ["DRF001"]
    assert codes(compare_environments(declared, mixed, policy(), AS_OF)) == ["DRF001"]


def test_values_removed_by_an_override_are_declared_by_it() -> None:
    text = "override:\n  web/site.env: {remove: [GREETING], because: nobody reads it, permanent: true}\n"
    assert codes(compared((SANDBOX, "", text))) == []


def test_equal_amounts_and_texts_are_no_difference() -> None:
    before, after = side("production"), side("production", (PRODUCTION, "value: 1Gi", "value: 1024Mi"))
    assert compare_environments(before, after, policy(), AS_OF).differences == ()
    quoted = side("production", (WEB, "GREETING: welcome", 'GREETING: "5"'))
    plain = side("production", (WEB, "GREETING: welcome", "GREETING: 5"))
    assert compare_environments(quoted, plain, DriftPolicy(), AS_OF).differences == ()


def test_the_order_of_connections_means_nothing() -> None:
    one = "      - {to: role/catalogue, for: catalogue queries, auth: {service: db-auth.password}}\n"
    other = "      - {to: lab/hub.http, for: notebooks, optional: true, degrades: no notebooks, auth: {user: token}}\n"
    turned = side("production", (WEB, one + other, other + one))
    assert compare_environments(side("production"), turned, policy(), AS_OF).differences == ()


def test_a_written_default_and_a_reference_with_its_part_are_no_difference() -> None:
    spelled = side(
        "production", (WEB, "/work: workarea", "/work: web/workarea"), (WEB, "size: 10Gi,", "size: 10Gi, kind: claim,")
    )
    assert compare_environments(side("production"), spelled, policy(), AS_OF).differences == ()


@pytest.mark.parametrize(
    ("edit", "subject"),
    [
        ((WEB, "port: 8080", "port: 8081"), "web/site.endpoints.http.port"),
        ((WEB, "paths: [/app, /health]", "paths: [/app, /health, /more]"), "web/site.endpoints.http.paths.2"),
        ((WEB, "for: notebooks, optional: true", "for: notebooks, optional: false"), "web/site.uses.1.optional"),
        ((WEB, "      /work: workarea\n", ""), "web/site.mounts./work"),
        ((WEB, "path: /app, to", "path: /apps, to"), "web/route/app"),
        ((WEB, "auth: application, sticky: true", "auth: application"), "web/route/app.sticky"),
        ((WEB, "GREETING: welcome", "HELLO: welcome"), "web/site.env.GREETING"),
        ((WEB, "jdbc:mysql", "jdbc:mariadb"), "web/site.env.DATABASE_URL.scheme"),
    ],
)  # fmt: skip
def test_a_change_between_revisions_is_told_once(edit: tuple[str, str, str], subject: str) -> None:
    if edit[1] == "      /work: workarea\n":  # the text that names the mount goes with it
        edits = [edit, (WEB, ", work in @{work}", ""), (WEB, ", work: {mount: workarea}", "")]
        expected = {subject, "web/workarea", "web/site-config.files.motd.txt"}
    else:
        edits, expected = [edit], {subject}
    drift = compare_environments(side("production", label="before"), side("production", *edits), policy(), AS_OF)
    found = {d.subject for d in drift.differences}
    assert subject in found
    assert len(drift.findings) <= 2 * len(expected)
    if subject not in {"web/route/app", "web/site.env.GREETING", "web/site.mounts./work"}:
        assert found == {subject}


def test_a_tag_that_is_not_that_of_the_release_is_a_finding() -> None:
    releases = "model/releases.yaml"
    before = side("production", label="before")
    after = side(
        "production", (releases, '"2026.1":\n    images: {site: "1.0"', '"2026.1":\n    images: {site: "1.0.1"')
    )
    (finding,) = compare_environments(before, after, policy(), AS_OF).findings
    assert finding.code == "DRF005"
    assert finding.place.file == releases
    assert "both run release 2026.1" in finding.message


@pytest.mark.parametrize(
    ("override", "expected"),
    [('"9.9"', ["DRF005"]), ('{value: "9.9", because: a quick repair, permanent: true}', [])],
)
def test_a_tag_beside_the_release_must_be_declared(override: str, expected: list[str]) -> None:
    made = side("sandbox", (SANDBOX, "", f"override:\n  image/site.tag: {override}\n"))
    image = made.graph.node("image/site")
    leaf = Leaf("9.9", made.environment.elements["image/site"].origin("tag"))
    nodes = [replace(n, leaves={**n.leaves, "tag": leaf}) if n is image else n for n in made.graph.nodes()]
    target = replace(made, graph=ArchGraph("sandbox", nodes, made.graph.edges()))
    assert codes(compare_environments(side("production"), target, policy(), AS_OF)) == expected


def test_an_element_that_one_side_lacks_is_one_finding_with_all_that_hangs_on_it() -> None:
    full = side("production")
    gone = "web/site"
    nodes = [node for node in full.graph.nodes() if node.id != gone]
    edges = [edge for edge in full.graph.edges() if gone not in {edge.source, edge.target}]
    less = EnvironmentSide("less", full.environment, type(full.graph)("production", nodes, edges))
    missing = compare_environments(full, less, policy(), AS_OF)
    assert [(f.code, f.element) for f in missing.findings] == [("DRF002", gone)]
    assert codes(compare_environments(less, full, policy(), AS_OF)) == ["DRF003"]


@pytest.mark.parametrize("name", shipped().environments)
def test_every_mutated_value_of_the_shipped_model_is_found_once_and_nothing_else(name: str) -> None:
    platform = shipped()
    mutated = EnvironmentSide(name, platform.environment(name), platform.graph(name))
    outcomes = [*mutated_graphs(mutated, policy(), 61), *mutated_relations(mutated, policy(), 23)]
    assert sum(outcome.wanted for outcome in outcomes) > 30
    assert [outcome for outcome in outcomes if not outcome.right] == []


def test_the_environments_of_the_shipped_model_differ_as_declared_only() -> None:
    platform = shipped()
    sides = [EnvironmentSide(name, platform.environment(name), platform.graph(name)) for name in platform.environments]
    faults = {
        f"{one.name} {other.name}": drift.findings
        for one in sides
        for other in sides
        if (drift := compare_environments(one, other, policy(), date(2026, 11, 22))).findings
    }
    assert faults == {}


def test_two_environments_of_the_shipped_model_are_compared_within_50_milliseconds() -> None:
    platform = shipped()
    one, other = (EnvironmentSide(n, platform.environment(n), platform.graph(n)) for n in ("usdac", "pdac"))
    took = []
    for _ in range(5):
        start = time.process_time()
        compare_environments(one, other, policy(), AS_OF)
        took.append(time.process_time() - start)
    assert min(took) < 0.05
