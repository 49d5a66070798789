"""The security inventory: what objects and model say, and nothing else."""

import json
from collections.abc import Mapping

import pytest

from lsparch.analysis.audit import Audit, audit_environment
from lsparch.diagnostics import Place
from lsparch.emit.report_audit import AuditFormat, report_audit
from lsparch.manifests import build_manifests
from lsparch.manifests.stories import build_story_tests
from lsparch.models.policy import Waiver
from tests.unit.manifests.example import FILES, the_environment

WAIVER = {"rule": "SEC004", "where": "sky/*", "because": "old | software", "owner": "ldf", "permanent": True}
ELSEWHERE = {**WAIVER, "environment": "other"}
ENVIRONMENT = FILES["model/environments/tiny.yaml"] + (
    "signed-off: 0123456789ab\n"
    "override:\n"
    "  sky/web.replicas: {value: 4, because: many look, owner: ldf, until: '2027-01-01'}\n"
    "  sky/db.replicas: 5\n"
)


_ANY_API = {"model/clusters/lab.yaml": FILES["model/clusters/lab.yaml"].replace("api-server: [198.51.100.7/32]\n", "")}
"""The same cluster; nobody knows the address of its API server."""


def made(files: Mapping[str, str] | None = None, digest: str = "fedcba987654") -> Audit:
    env = the_environment({"model/environments/tiny.yaml": ENVIRONMENT, **(files or {})})
    waivers = [(Waiver.model_validate(w), Place("checks/policy.yaml", 3, 5)) for w in (WAIVER, ELSEWHERE)]
    return audit_environment(env, build_manifests(env), build_story_tests(env, "1.36"), waivers, digest)


@pytest.fixture(scope="module")
def audit() -> Audit:
    return made()


def test_every_route_is_listed_with_who_authenticates(audit: Audit) -> None:
    (route,) = audit.exposure
    assert (route.host, route.path, route.target) == ("sky.tiny.example.org", "/sky", "sky/web.http")
    assert (route.authentication, route.reason) == ("nobody", "open to all")


def test_departures_from_the_restricted_standard_have_the_reason_of_the_model(audit: Audit) -> None:
    found = {(p.workload, p.container, p.departure): p for p in audit.privileges}
    database = found["StatefulSet/db", "db", "runs as user 0"]
    assert (database.in_standard, database.reason) == (True, "it changes owners")
    assert found["StatefulSet/db", "db", "has capabilities CHOWN"].in_standard
    helper = found["Deployment/web", "helper", "may write to its root file system"]
    assert (helper.in_standard, helper.reason) == (False, "it unpacks itself")
    assert not any(p.workload == "Deployment/scaled" for p in audit.privileges)


def test_a_privilege_that_nobody_explains_is_listed_without_reason() -> None:
    sky = FILES["model/aspects/sky.yaml"].replace(", because: it changes owners", "")
    unexplained = {p.workload for p in made({"model/aspects/sky.yaml": sky}).privileges if not p.reason}
    assert unexplained == {"StatefulSet/db"}


def test_host_paths_have_the_reason_of_their_mount() -> None:
    mount = "/data: data\n      /node: {host-path: /var/log, because: logs lie there}\n"
    found = made({"model/aspects/sky.yaml": FILES["model/aspects/sky.yaml"].replace("/data: data\n", mount)})
    (path,) = (p for p in found.privileges if "hostPath" in p.departure)
    assert (path.workload, path.container, path.reason) == ("Deployment/web", "", "logs lie there")
    assert path.departure == "mounts a volume of type hostPath /var/log"


def test_rights_are_those_of_the_roles_that_are_bound(audit: Audit) -> None:
    found = {(r.account, r.scope, r.resources): (r.verbs, r.purpose) for r in audit.rights}
    assert found["operator", "tiny-sky", ("pods",)] == (("get", "list"), "a look at pods")
    assert found["operator", "tiny-sky", ("apps/deployments",)] == (("get", "list"), "a look at pods")
    assert found["operator", "cluster", ("nodes",)] == (("list",), "a look at nodes")
    assert {account for account, _, _ in found} == {"operator"}


def test_keys_are_listed_with_the_pods_that_read_them_and_who_fills_them(audit: Audit) -> None:
    found = {(s.namespace, s.secret, s.key): (s.read_by, s.provider) for s in audit.secrets}
    assert found["tiny-sky", "db-auth", "password"] == (("sky/web",), "operators")
    assert ("tiny-sky", "db-auth", "unused") not in found
    readers, _ = found["tiny-sky", "private", "private.ini"]
    assert readers == ("sky/web",)


def test_egress_shows_what_is_allowed_and_what_is_wider(audit: Audit) -> None:
    found = {(e.source, e.target): e for e in audit.egress}
    archive = found["sky/web", "external/archive.https"]
    assert (archive.host, archive.port, archive.allowed, archive.wider) == (
        "archive.example.org", 443, ("192.0.2.16/28",), "any public address, by the rule for external/world",
    )  # fmt: skip
    world = found["sky/web", "external/world.https"]
    assert world.wider == "any public address"


def test_egress_is_as_wide_as_the_widest_rule_of_all_policies_of_the_pods() -> None:
    api = "    api-access:\n"
    uses = (
        "    uses:\n      - {to: external/archive.https, for: images}\n      - {to: external/archive.nfs, for: files}\n"
    )
    sky = FILES["model/aspects/sky.yaml"].replace(api, f"{uses}{api}")
    found = {(e.source, e.target): e for e in made({"model/aspects/sky.yaml": sky, **_ANY_API}).egress}
    images = found["sky/operator", "external/archive.https"]
    assert (images.allowed, images.wider) == (
        ("192.0.2.16/28",), "any address, by the rule for the Kubernetes API",
    )  # fmt: skip
    assert found["sky/operator", "external/archive.nfs"].wider == ""


def test_a_policy_that_names_the_api_server_widens_no_egress() -> None:
    api = "    api-access:\n"
    uses = "    uses:\n      - {to: external/archive.https, for: images}\n"
    cluster = _ANY_API["model/clusters/lab.yaml"].replace("name: calico, ", "name: cilium, api-server-policy: true, ")
    sky = FILES["model/aspects/sky.yaml"].replace(api, f"{uses}{api}")
    audit = made({"model/aspects/sky.yaml": sky, "model/clusters/lab.yaml": cluster})
    assert [e.wider for e in audit.egress if e.source == "sky/operator"] == [""]


def test_egress_of_users_pods_is_that_of_the_policies_that_spawners_make() -> None:
    uses = "      - {to: web.http, for: data}\n"
    more = (
        f"{uses}      - {{to: external/archive.https, for: images}}\n      - {{to: external/world.https, for: more}}\n"
    )
    found = made({"model/aspects/sky.yaml": FILES["model/aspects/sky.yaml"].replace(uses, more)})
    own = {e.target: (e.allowed, e.wider) for e in found.egress if e.source == "sky/lab"}
    assert own["external/archive.https"] == (("192.0.2.16/28",), "any public address, by the rule for external/world")
    assert own["external/world.https"][1] == "any public address"


def test_namespaces_are_listed_with_their_standard_and_their_policies(audit: Audit) -> None:
    found = {c.namespace: c for c in audit.coverage}
    assert found["tiny-sky"].default_deny
    assert found["tiny-sky"].standard == "baseline"
    assert 0 < found["tiny-sky"].selected < found["tiny-sky"].workloads
    assert found["tiny-sky"].beyond == ()


def test_overrides_and_waivers_of_this_environment_are_exceptions(audit: Audit) -> None:
    found = [(e.kind, e.what, e.says, e.reason, e.owner, e.end) for e in audit.exceptions]
    assert found == [
        ("override", "sky/db.replicas", "5", "", "ldf", ""),
        ("override", "sky/web.replicas", "4", "many look", "ldf", "2027-01-01"),
        ("waiver", "sky/*", "SEC004", "old | software", "ldf", "permanent"),
    ]
    assert audit.exceptions[0].place.startswith("environment/tiny, model/environments/tiny.yaml:")
    assert audit.exceptions[2].place == "checks/policy.yaml:3:5"


def test_images_are_taken_apart_and_listed_with_their_users(audit: Audit) -> None:
    found = {(i.registry, i.repository, i.tag, i.digest): i.used_by for i in audit.images}
    assert found["docker.example.org", "lsst/database", "5.7", ""] == ("tiny-sky/db",)


@pytest.mark.parametrize(
    ("digest", "verdict"), [("0123456789ab", "signed off"), ("fedcba987654", "changed since it was signed off")]
)
def test_the_sign_off_is_compared_with_what_is(digest: str, verdict: str) -> None:
    assert made(digest=digest).sign_off.verdict == verdict


def test_an_environment_without_sign_off_says_so() -> None:
    files = {"model/environments/tiny.yaml": FILES["model/environments/tiny.yaml"]}
    assert made(files).sign_off.verdict == "never signed off"


def test_markdown_tables_have_as_many_cells_in_every_row(audit: Audit) -> None:
    text = report_audit(audit, AuditFormat.MARKDOWN)
    widths: list[int] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            widths = []
            continue
        widths.append(line.replace("\\|", "").count("|"))
        assert len(set(widths)) == 1, line
    assert "old \\| software" in text
    assert text.count("\n## ") == 9


def test_json_has_every_field_of_the_inventory(audit: Audit) -> None:
    found = json.loads(report_audit(audit, AuditFormat.JSON))
    assert found["sign_off"] == {
        "digest": "fedcba987654", "approved": "0123456789ab", "verdict": "changed since it was signed off",
    }  # fmt: skip
    assert len(found["egress"]) == len(audit.egress)
    assert set(found) == set(Audit.__slots__)


def test_text_begins_with_the_facts_and_names_each_entry(audit: Audit) -> None:
    lines = report_audit(audit, AuditFormat.TEXT).splitlines()
    assert lines[0] == "Security inventory of tiny"
    assert "Exposure (1)" in lines
    assert "https://sky.tiny.example.org/sky" in lines
    assert "tiny-sky  StatefulSet/db  db" in lines
