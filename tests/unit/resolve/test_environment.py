import pytest

from lsparch.graph import EdgeKind, NodeKind, State
from lsparch.load import load_model
from lsparch.resolve import Environment, environment_graph, resolve
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.render import render_file
from lsparch.resolve.values import SecretKey, Text, Values
from tests.support.small import small_environment, small_files, small_graph

PRODUCTION = "model/environments/production.yaml"
SANDBOX = "model/environments/sandbox.yaml"


def with_file(name: str, old: str, new: str, environment: str) -> Environment:
    files = small_files()
    text = files[name].decode()
    assert text.count(old) == 1
    files[name] = text.replace(old, new).encode()
    model = load_model(files).model
    assert model is not None
    return resolve(model, environment)


def messages(env: Environment) -> list[str]:
    return [f"{f.place}: {f.code} {f.message}" for f in env.findings]


def values(env: Environment, component: str = "web/site") -> Values:
    return Values(Addresses(env), component.partition("/")[0], env.component(component))


def test_both_environments_are_clean() -> None:
    assert messages(small_environment("production")) == []
    assert messages(small_environment("sandbox")) == []


def test_an_override_replaces_a_value_and_says_so() -> None:
    env = small_environment()
    assert env.component("web/site").replicas == 3
    origin = env.elements["web/site"].origin("replicas")
    assert (origin.layer, str(origin.place)) == ("environment/production", f"{PRODUCTION}:12:3")


def test_edges_of_mounts_point_at_the_line_of_the_container_that_has_them() -> None:
    old = "      /work: workarea\n"
    sidecar = """    containers:
      helper:
        image: site
        mounts:
          /helper/work: workarea
          /helper/config: {config: site-config}
          /helper/secret: {secret: db-auth}
"""
    graph = environment_graph(with_file("model/aspects/web.yaml", old, old + sidecar, "production"))
    kinds = (EdgeKind.MOUNTS, EdgeKind.NEEDS_CONFIG, EdgeKind.NEEDS_SECRET)
    mounts = [edge for edge in graph.out_edges("web/site", *kinds) if edge.detail.startswith("/")]
    written = ["", *small_files()["model/aspects/web.yaml"].decode().replace(old, old + sidecar).splitlines()]
    assert len(mounts) == 5
    for edge in mounts:
        line = written[edge.place.line]
        assert edge.place.file == "model/aspects/web.yaml"
        assert line.strip().startswith(f"{edge.detail}: ")
        assert edge.place.column == line.index(": ") + 3


def test_a_default_says_that_it_is_one() -> None:
    origin = small_environment().elements["lab/hub"].origin("resources", "memory")
    assert (origin.layer, origin.place.file if origin.place else "") == ("default", "model/platform.yaml")


def test_defaults_of_a_kind_win_over_those_of_all() -> None:
    assert small_environment().component("logging/collector").logs == "collector"
    assert small_environment().component("web/site").logs == "sidecar"


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("  web/sit.replicas: 4", "ENV001 override names web/sit, which the model does not know"),
        ("  web/site.replicas: 2", "ENV002 override of web/site.replicas changes nothing: it is 2 already"),
        ("  web/site.replicas: many", "MOD001 web/site.replicas: `many` should be a whole number"),
        ("  web/site.replica: 3", "MOD002 override of web/site.replica: unknown key `replica` in web/site"),
        (
            "  web/site.env.GREETING: {value: hello, unset: true}",
            "needs exactly one of value, add, remove or unset; has value and unset",
        ),
    ],
)
def test_a_wrong_override_is_found_at_its_place(new: str, message: str) -> None:
    env = with_file(PRODUCTION, "  web/site.replicas: 3", new, "production")
    assert any(line.endswith(message) for line in messages(env)), messages(env)


def test_unset_gives_the_default_back() -> None:
    env = with_file(PRODUCTION, "  web/site.replicas: 3", "  web/site.replicas: {unset: true}", "production")
    assert env.component("web/site").replicas == 1


def test_add_and_remove_change_a_list() -> None:
    env = with_file(PRODUCTION, "  web/site.replicas: 3", "  lab/hub.endpoints.http.paths: {add: [/new]}", "production")
    assert env.component("lab/hub").endpoints["http"].paths == ("/lab", "/new")
    env = with_file(
        PRODUCTION, "  web/site.replicas: 3", "  lab/hub.endpoints.http.paths: {remove: [/lab]}", "production"
    )
    assert env.component("lab/hub").endpoints["http"].paths == ()


def test_removing_from_a_list_what_is_not_there_is_found() -> None:
    env = with_file(SANDBOX, "remove: [store]", "remove: [store, store]", "sandbox")
    assert any("include removes store, which is not inherited" in line for line in messages(env))


def test_a_needed_endpoint_that_is_not_deployed_is_found_where_it_is_used() -> None:
    env = with_file(SANDBOX, "bind: {catalogue: external/sky.sql}", "bind: {}", "sandbox")
    assert (
        "model/aspects/web.yaml:14:9: ENV005 web/site needs store/db.mysql, which is not part of this environment"
        in messages(env)
    )


def test_a_role_is_bound_by_the_environment() -> None:
    link = next(link for link in small_environment("sandbox").links if link.role == "role/catalogue")
    assert (link.source, link.target, link.endpoint_id) == ("web/site", "external/sky", "external/sky.sql")


def test_hosts_of_a_cluster_take_the_place_of_pods() -> None:
    hosts = "hosts: {store/db: main.racks}\noverride:"
    env = with_file(PRODUCTION, "override:", hosts, "production")
    assert env.states["store/db"] is State.HOSTED
    assert Addresses(env).host("store/db.mysql") == "db01.example.org"
    assert Addresses(env).peers("store/db") == ("db01.example.org", "db02.example.org")


def test_an_unknown_host_group_is_found() -> None:
    env = with_file(PRODUCTION, "override:", "hosts: {store/db: other.tower}\noverride:", "production")
    assert any("cluster/main has no host group `tower`" in line for line in messages(env))


def test_values_are_made_from_references() -> None:
    env = small_environment()
    env_vars = env.component("web/site").env
    seen = values(env)
    assert seen.evaluate(env_vars["DATABASE_URL"]) == Text(
        "jdbc:mysql://db.production-store.svc.cluster.local:3306/stars"
    )
    assert seen.evaluate(env_vars["LABS"]) == Text("http://hub.production-lab.svc.cluster.local:8000/lab")
    assert seen.evaluate(env_vars["DATABASE_PASSWORD"]) == SecretKey("web/db-auth", "password")


def test_values_follow_bindings() -> None:
    env = small_environment("sandbox")
    url = env.component("web/site").env["DATABASE_URL"]
    assert values(env).evaluate(url) == Text("jdbc:mysql://sky.example.org:3306/stars")


def test_configuration_files_are_rendered_with_references() -> None:
    env = small_environment()
    files = env.config("web/site-config").files
    ini = render_file(files["site.ini"], env.model.texts, values(env)).text
    assert ini == "[database]\nhost = db.production-store.svc.cluster.local\nport = 3306\n"
    motd = render_file(files["motd.txt"], env.model.texts, values(env)).text
    assert motd == "Sky at db.production-store.svc.cluster.local, work in /work"


def test_text_files_keep_escaped_placeholders() -> None:
    env = small_environment()
    file = env.config("store/db-config").files["own.cnf"]
    assert (
        render_file(file, env.model.texts, values(env, "store/db")).text
        == "[mysqld]\nport = 3306\n# a literal @{stays}\n"
    )


def test_each_aspect_has_a_host_and_a_balancer_of_its_own() -> None:
    env = small_environment()
    assert {(r.host, r.route.path, r.balancer) for r in env.routes} == {
        ("small.example.org", "/app", "web/balancer"),
        ("lab.small.example.org", "/lab", "lab/balancer"),
    }


def test_a_single_host_shares_one_balancer() -> None:
    env = small_environment("sandbox")
    assert {(r.host, r.balancer) for r in env.routes} == {("sandbox.example.org", "platform/balancer")}


def test_images_take_the_tag_of_the_release() -> None:
    assert Addresses(small_environment("production")).image("site") == "docker.io/small/site:1.0"
    assert Addresses(small_environment("sandbox")).image("site") == "docker.io/small/site:1.1"


def test_an_address_outside_the_environment_is_not_known() -> None:
    with pytest.raises(UnknownAddressError, match="not part of environment sandbox"):
        Addresses(small_environment("sandbox")).host("store/db.mysql")


def test_the_graph_holds_arrows_with_protocol_and_port() -> None:
    edge = next(e for e in small_graph().out_edges("web/site", EdgeKind.CONNECTS) if e.target == "store/db")
    assert (edge.protocol, edge.port, edge.role, edge.auth) == ("mysql", 3306, "role/catalogue", "db-auth.password")


def test_the_graph_of_a_sandbox_holds_only_what_it_has() -> None:
    graph = small_graph("sandbox")
    assert "store/db" not in graph
    assert {node.id for node in graph.nodes(NodeKind.EXTERNAL)} == {
        "external/dockerhub",
        "external/elk",
        "external/sky",
    }


def test_a_comment_changes_no_value() -> None:
    files = {
        name: (b"# a comment\n" + data if name.endswith(".yaml") else data) for name, data in small_files().items()
    }
    model = load_model(files).model
    assert model is not None
    commented = environment_graph(resolve(model, "production"))
    assert commented.canonical() == small_graph().canonical()


def test_unset_gives_a_whole_mapping_of_defaults_back() -> None:
    env = with_file(
        PRODUCTION,
        "  web/site.resources.memory-limit: {value: 1Gi,",
        "  web/site.resources: {unset: true,",
        "production",
    )
    assert env.component("web/site").resources.memory_limit == "256Mi"
    origin = env.elements["web/site"].origin("resources", "memory-limit")
    assert (origin.layer, str(origin.place)) == ("default", "model/platform.yaml:10:56")


def test_an_override_that_names_nothing_leaves_the_element_as_it_is_written() -> None:
    env = with_file(PRODUCTION, "  web/site.replicas: 3", "  web/site.image: sight", "production")
    assert messages(env) == [f"{PRODUCTION}:12:3: REF001 web/site.image: `sight` names no image"]
    assert (env.component("web/site").image, env.component("web/site").replicas) == ("site", 2)


def test_an_environment_without_kind_or_domain_is_found() -> None:
    env = with_file(PRODUCTION, "kind: operational\n", "", "production")
    assert [f.code for f in env.findings] == ["ENV012"]
    env = with_file(PRODUCTION, "domain: small.example.org\n", "", "production")
    assert [(f.code, f.severity) for f in env.findings] == [("ENV011", "warning")]


def test_an_added_key_has_the_origin_of_the_overlay_and_the_others_keep_theirs() -> None:
    env = with_file(PRODUCTION, "  web/site.replicas: 3", "  web/site.env: {add: {NEW: here}}", "production")
    element = env.elements["web/site"]
    assert element.origin("env", "NEW").layer == "environment/production"
    assert element.origin("env", "GREETING").layer == "written"


def test_adding_what_is_there_already_changes_nothing_and_is_found() -> None:
    env = with_file(PRODUCTION, "  web/site.replicas: 3", "  web/site.env: {add: {GREETING: welcome}}", "production")
    assert any("override of web/site.env changes nothing" in line for line in messages(env))


def test_a_misspelt_binding_counts_as_one_of_what_was_meant() -> None:
    env = with_file(SANDBOX, "bind: {catalogue:", "bind: {role/catalog:", "sandbox")
    assert messages(env) == [f"{SANDBOX}:14:8: ENV001 bind names role/catalog, which is no role and no endpoint"]
    assert env.findings[0].help == "did you mean `catalogue`?"
    assert [link.target for link in env.links_from("web/site")] == ["external/sky", "lab/hub"]


def test_nothing_runs_in_an_environment_without_a_cluster_and_nothing_else_is_said_about_it() -> None:
    env = with_file(SANDBOX, "cluster: main\n", "", "sandbox")
    assert messages(env) == [f"{SANDBOX}:2:1: ENV008 environment sandbox names no cluster"]
    assert (env.parts, dict(env.states), env.links, env.routes) == ((), {}, (), ())


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("web/site.endpoints: {add: {x: {prot: 4}}}", "MOD002 unknown key `prot` in web/site.endpoints.x"),
        ("web/site.resources: 5", "MOD001 web/site.resources: `5` should be a mapping"),
        ("web/site.uses: {add: [{to: lab/hub.http}]}", "MOD003 web/site.uses.2 lacks the key `for`"),
    ],
)
def test_a_fault_below_an_overridden_value_stands_at_the_override(new: str, message: str) -> None:
    env = with_file(PRODUCTION, "web/site.replicas: 3", new, "production")
    assert any(line.startswith(f"{PRODUCTION}:12:3: {message}") for line in messages(env)), messages(env)
