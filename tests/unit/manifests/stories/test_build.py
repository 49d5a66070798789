"""Stories as tests: which legs are tested from where, and that nothing but the legs is allowed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lsparch.analysis.audit_pods import audit_pods, audit_privileges
from lsparch.api.platform import Platform, open_platform
from lsparch.manifests import build_manifests
from lsparch.manifests.stories import StoryTest, StoryTests, build_story_tests
from lsparch.resolve import Environment
from tests.support.models import PLATFORM
from tests.unit.manifests.example import the_environment

SHIPPED = Path(__file__).parents[4]
TESTS = "tests: {image: web, resources: {cpu: 0.05, memory: 64Mi, memory-limit: 128Mi}}\n"
STORIES = """\
stories:
  look:
    title: Somebody looks at the sky
    source: DOC
    actor: watcher
    test: true
    steps:
      - {from: watcher, to: sky/web.http, does: asks}
      - {from: sky/web, to: sky/db.mysql, does: looks up}
      - {from: sky/web, to: external/world.https, does: asks others}
      - {from: sky/lab, to: sky/web.http, does: works}
      - {from: sky/web, to: sky/inside.http, does: asks itself}
      - {from: sky/lab, to: sky/lab.http, does: talks to another}
  alone:
    title: Nobody calls
    source: DOC
    actor: watcher
    test: true
    steps:
      - {from: sky/scaled, to: sky/db.mysql, does: looks up}
  later:
    title: Not a test
    source: DOC
    actor: watcher
    steps: [{from: watcher, to: sky/web.http, does: asks}]
  planned:
    title: Planned
    source: DOC
    status: planned
    actor: watcher
    test: true
    steps: [{from: watcher, to: sky/web.http, does: asks}]
"""
FILES = {
    "model/platform.yaml": PLATFORM + TESTS,
    "model/stories.yaml": STORIES,
    "model/actors.yaml": "actors: {watcher: {title: A watcher, source: DOC}}\n",
}


@pytest.fixture(scope="module")
def env() -> Environment:
    return the_environment(FILES)


@pytest.fixture(scope="module")
def tests(env: Environment) -> StoryTests:
    return build_story_tests(env, "1.36")


def story(tests: StoryTests, name: str) -> StoryTest:
    return next(found for found in tests.stories if found.id == name)


def made(found: StoryTest, kind: str, name: str) -> Mapping[str, Any]:
    return next(o.data for o in found.objects if (o.kind, o.name) == (kind, name))


def test_stories_that_are_tests_and_not_only_planned_are_planned(tests: StoryTests) -> None:
    assert [found.id for found in tests.stories] == ["alone", "look"]


def test_every_leg_is_tested_from_its_caller_or_says_why_not(tests: StoryTests) -> None:
    look = story(tests, "look")
    assert [(leg.name, leg.namespace, leg.host, leg.port, leg.health) for leg in look.legs if not leg.untested] == [
        ("leg 1: actor/watcher → sky/web.http", "tiny-sky", "web.tiny-sky.svc.cluster.local", 8080, "/alive"),
        ("leg 2: sky/web → sky/db.mysql", "tiny-sky", "db.tiny-sky.svc.cluster.local", 3306, ""),
        ("leg 3: sky/web → external/world.https", "tiny-sky", "world.example.org", 443, ""),
        ("leg 4: sky/lab → sky/web.http", "tiny-sky", "web.tiny-sky.svc.cluster.local", 8080, "/alive"),
    ]
    assert {leg.number: leg.untested for leg in look.legs if leg.untested} == {
        5: "both ends run in sky/web",
        6: "sky/lab has no pod until a user starts one",
    }


def test_a_story_over_a_connection_that_nobody_declared_does_not_take_place(tests: StoryTests) -> None:
    alone = story(tests, "alone")
    assert alone.absent == "sky/scaled has no connection to sky/db.mysql in tiny"
    assert alone.objects == ()


def test_the_job_lists_its_legs_and_runs_the_script(tests: StoryTests) -> None:
    look = story(tests, "look")
    data = made(look, "ConfigMap", "test-look")["data"]
    assert [entry["name"].partition(":")[0] for entry in json.loads(data["legs.json"])] == [
        f"leg {n}" for n in range(1, 7)
    ]
    compile(data["leg_check.py"], "leg_check.py", "exec")
    pod = made(look, "Job", "test-look")["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never"
    assert pod["automountServiceAccountToken"] is False
    (container,) = pod["containers"]
    assert container["image"] == "docker.example.org/lsst/web:1.0"
    assert container["command"] == ["python3", "/tests/leg_check.py", "/tests/legs.json"]
    assert container["resources"] == {
        "requests": {"cpu": "50m", "memory": "64Mi", "ephemeral-storage": "1Gi"},
        "limits": {"memory": "128Mi", "ephemeral-storage": "1Gi"},
    }


def test_policies_allow_the_legs_and_nothing_else(tests: StoryTests) -> None:
    look = story(tests, "look")
    chosen = {"matchLabels": {"lsparch.lsst.io/test": "look"}}
    own = made(look, "NetworkPolicy", "test-look")["spec"]
    assert own["podSelector"] == chosen
    assert own["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in own
    ports = [[entry["port"] for entry in rule["ports"]] for rule in own["egress"]]
    assert ports == [[443], [3306], [8080]]
    for name, port in (("web", 8080), ("db", 3306)):
        spec = made(look, "NetworkPolicy", f"test-look-{name}")["spec"]
        assert spec["podSelector"]["matchLabels"]["app.kubernetes.io/name"] == name
        assert spec["policyTypes"] == ["Ingress"]
        rule = {"from": [{"podSelector": chosen}], "ports": [{"port": port, "protocol": "TCP"}]}
        assert spec["ingress"] == [rule]
    assert sum(stored.kind == "NetworkPolicy" for stored in look.objects) == 3


def test_connections_that_legs_exercise_are_counted(tests: StoryTests) -> None:
    assert set(tests.exercised) == {
        ("sky/web", "sky/db.mysql"),
        ("sky/web", "external/world.https"),
        ("sky/lab", "sky/web.http"),
    }
    assert set(tests.exercised) < set(tests.connections)


def test_no_selector_of_the_configuration_takes_a_pod_of_a_test(env: Environment, tests: StoryTests) -> None:
    labels = made(story(tests, "look"), "Job", "test-look")["spec"]["template"]["metadata"]["labels"]
    for stored in build_manifests(env).objects:
        spec = stored.data.get("spec") or {}
        selector = spec.get("selector") or {}
        wanted = selector.get("matchLabels", selector) if isinstance(selector, dict) else {}
        if wanted and stored.kind != "NetworkPolicy":
            assert not wanted.items() <= labels.items(), stored.name


def test_the_quota_has_room_for_the_pod_of_one_test(env: Environment) -> None:
    def pods(environment: Environment) -> int:
        quota = build_manifests(environment).store().find("ResourceQuota", "tiny-sky", "declared-pods")
        assert quota is not None
        return int(quota.data["spec"]["hard"]["pods"])

    assert pods(env) == pods(the_environment({**FILES, "model/platform.yaml": PLATFORM})) + 1


def test_without_a_container_that_tests_there_are_no_tests() -> None:
    found = build_story_tests(the_environment({**FILES, "model/platform.yaml": PLATFORM}), "1.36")
    assert (found.stories, found.exercised, found.images) == ((), (), ())


def test_the_configuration_itself_has_nothing_of_a_test(env: Environment) -> None:
    for stored in build_manifests(env).objects:
        assert "lsparch.lsst.io/test" not in str(stored.data)


@pytest.fixture(scope="module")
def shipped() -> Platform:
    return open_platform(SHIPPED)


@pytest.mark.parametrize("name", open_platform(SHIPPED).environments)
def test_pods_of_shipped_tests_meet_the_restricted_standard_and_have_names_that_fit(
    name: str, shipped: Platform
) -> None:
    env = shipped.environment(name)
    tests = build_story_tests(env, "1.36")
    assert tests.findings == ()
    for found in tests.deployable:
        assert audit_privileges(env, audit_pods(found.objects)) == ()
        assert found.namespaces
        keys = [stored.key for stored in found.objects]
        assert len(set(keys)) == len(keys)
        assert all(len(stored.name) <= 63 for stored in found.objects if stored.kind == "Job")


def test_the_stories_of_the_notes_are_tested_in_the_data_access_centre(shipped: Platform) -> None:
    tests = build_story_tests(shipped.environment("usdac"), "1.36")
    for name, legs in {"dbserv-to-qserv": 4, "firefly-to-qserv": 3, "notebook-to-portal": 2}.items():
        assert sum(not leg.untested for leg in story(tests, name).legs) == legs, name


def test_a_pod_network_that_can_name_hosts_is_told_the_host_of_a_leg(shipped: Platform) -> None:
    log_in = story(build_story_tests(shipped.environment("usdac"), "1.36"), "log-in")
    named = made(log_in, "CiliumNetworkPolicy", "test-log-in-names")["spec"]
    assert named["endpointSelector"] == {"matchLabels": {"lsparch.lsst.io/test": "log-in"}}
    assert [rule["toFQDNs"] for rule in named["egress"] if "toFQDNs" in rule] == [[{"matchName": "cilogon.org"}]]
    plain = made(log_in, "NetworkPolicy", "test-log-in")["spec"]
    assert not any("ipBlock" in peer for rule in plain["egress"] for peer in rule["to"])
