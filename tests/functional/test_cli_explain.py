"""``lsparch explain`` as a whole: output and exit codes."""

from collections.abc import Callable

from tests.functional.conftest import Outcome, Run


def test_an_endpoint_is_explained_value_by_value(command: Run) -> None:
    assert command("explain", "store/db.mysql") == Outcome(
        0,
        "store/db.mysql (endpoint)\n"
        "  declared at  model/services/store.yaml:11:7\n"
        "  owner        core\n"
        "  status       known\n"
        "  source       PLAN: The plan\n"
        "\n"
        "In environment production:\n"
        "  state        deployed\n"
        "  namespace    production-store\n"
        "  values:\n"
        "    endpoints.mysql.exported  true  (written, model/services/store.yaml:11:54)\n"
        "    endpoints.mysql.port      3306  (written, model/services/store.yaml:11:21)\n"
        "    endpoints.mysql.protocol  mysql  (written, model/services/store.yaml:11:37)\n"
        "  used by:\n"
        "    connects web/site mysql 3306 for catalogue queries  (model/aspects/web.yaml:14:9)\n"
        "  deployed as:\n"
        "    NetworkPolicy production-store/db\n"
        "    ServiceAccount production-store/db\n"
        "    Service production-store/db\n"
        "    Service production-store/db-peers\n"
        "    StatefulSet production-store/db\n"
        "  other environments: none\n",
        "",
    )


def test_an_override_is_explained_with_its_place(command: Run) -> None:
    outcome = command("explain", "web/site", "-e", "production")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    stated = {" ".join(line.split()) for line in lines}
    assert "replicas 3 (environment/production, model/environments/production.yaml:12:3)" in stated
    assert "resources.cpu 0.1 (default, model/platform.yaml:10:22)" in stated
    assert lines[-1] == "  other environments: sandbox"


def test_an_element_outside_the_environment_is_told(command: Run) -> None:
    outcome = command("explain", "store/db", "-e", "sandbox")
    assert outcome.code == 0
    assert outcome.out.endswith("\nIn environment sandbox:\n  not part of it\n")


def test_a_rule_is_explained_in_any_case(command: Run) -> None:
    outcome = command("explain", "net001")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("# NET001: A component connects to a private endpoint of another part\n")
    assert "\n## Use instead\n" in outcome.out


def test_a_misspelt_element_is_told_with_what_was_meant(command: Run) -> None:
    outcome = command("explain", "web/sit")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("lsparch: no code and no element is called `web/sit`; did you mean `web/site`")


def test_an_unknown_rule_is_told(command: Run) -> None:
    outcome = command("explain", "NET999")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("lsparch: no code and no element is called `NET999`; ")


def test_patches_are_explained_with_their_reason(command: Run, edit: Callable[[str, str, str], None]) -> None:
    edit(
        "model/environments/production.yaml",
        "holds: [stars]\n",
        "holds: [stars]\npatches:\n  - kind: Deployment\n    name: site\n    set: {spec.paused: true}\n"
        '    remove: [spec.template.spec.enableServiceLinks]\n    because: a move\n    until: "2030-01-01"\n',
    )
    outcome = command("explain", "web/site", "-e", "production")
    shown = outcome.out.partition("  patched:\n")[2].partition("  other environments")[0]
    layer = "environment/production, model/environments/production.yaml"
    assert shown.splitlines() == [
        f"    Deployment/site  spec.paused = true  ({layer}:14:11)",
        f"    Deployment/site  spec.template.spec.enableServiceLinks removed  ({layer}:15:14)",
        "      because a move; until 2030-01-01; owner core",
    ]
    assert shown in command("explain", "environment/production", "-e", "production").out


def test_objects_of_others_are_explained_with_their_places(command: Run, edit: Callable[[str, str, str], None]) -> None:
    edit("model/environments/profile-common.yaml", "store, logging]", "store, logging, speed]")
    outcome = command("explain", "speed/cache", "-e", "production")
    assert "    Deployment caches/cache  (model/files/cache/cache.yaml:15:1)\n" in outcome.out
