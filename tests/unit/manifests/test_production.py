"""What a careful operator expects beside a pod that runs: priorities, orderly ends, spread, stores of secrets."""

from typing import Any

import pytest
import yaml

from lsparch.diagnostics import Severity
from lsparch.manifests import ManifestSet, build_manifests
from tests.support.models import BASE
from tests.unit.manifests.example import FILES, INGRESS, made, pod, the_environment

_SKY = "model/aspects/sky.yaml"
_PLATFORM = "model/platform.yaml"
_CLUSTER = "model/clusters/lab.yaml"
_TINY = "model/environments/tiny.yaml"
_ALL = {**BASE, **FILES}
_PODS = """\
pods:
  drain-seconds: 5
  ready-seconds: 7
  history: 2
  priorities:
    first: {title: What others need, value: 1000}
    last: {title: What can wait, value: 10, preempts: false}
"""


def changed(path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """Return a file with some texts replaced."""
    text = _ALL[path]
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {path: text}


def platform(component: str = "") -> dict[str, str]:
    """Return a platform with a policy for pods, and more defaults of components."""
    return changed(
        _PLATFORM,
        ("component: {replicas: 1,", f"component: {{{component}replicas: 1,"),
        ("flows:\n", f"{_PODS}flows:\n"),
    )


def cluster(more: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """Return a cluster with more keys."""
    files = changed(_CLUSTER, *pairs)
    return {_CLUSTER: files[_CLUSTER] + more}


def build(*files: dict[str, str], kubernetes: str | None = None) -> ManifestSet:
    """Build with some files replaced."""
    return build_manifests(the_environment({k: v for part in files for k, v in part.items()}), kubernetes)


def errors(manifests: ManifestSet) -> list[str]:
    """Return code and message of every error."""
    return [f"{f.code} {f.message}" for f in manifests.findings if f.severity is Severity.ERROR]


def test_pods_have_a_priority_of_their_environment() -> None:
    files = platform("priority: first, ")
    manifests = build(files)
    assert made(manifests, "PriorityClass", "tiny-first", "")["value"] == 1000
    assert manifests.store().find("PriorityClass", "", "tiny-last") is None
    assert pod("Deployment", "web", files)["priorityClassName"] == "tiny-first"


def test_a_priority_that_takes_nobodys_place_says_so() -> None:
    made_ = made(build(platform("priority: last, ")), "PriorityClass", "tiny-last", "")
    assert (made_["preemptionPolicy"], made_["globalDefault"]) == ("Never", False)


def test_an_unknown_priority_is_an_error_at_the_component() -> None:
    manifests = build(
        platform(),
        changed(_SKY, ("    replicas: 2\n    pool: web\n", "    priority: middle\n    replicas: 2\n    pool: web\n")),
    )
    (found,) = [f for f in manifests.findings if f.code == "GEN011"]
    assert str(found.place) == "model/aspects/sky.yaml:9:15"
    assert "it has: first, last" in found.help


def test_a_pod_that_serves_goes_on_until_nobody_calls_it() -> None:
    sleep = {"preStop": {"sleep": {"seconds": 5}}}
    containers = {c["name"]: c for c in pod("Deployment", "web", platform())["containers"]}
    assert containers["web"]["lifecycle"] == sleep
    old = pod("Deployment", "web", platform(), "1.25")["containers"][0]
    assert old["lifecycle"] == {"preStop": {"exec": {"command": ["sleep", "5"]}}}
    assert "lifecycle" not in pod("Job", "once", platform())["containers"][0]


def test_a_pod_needs_more_time_to_stop_than_it_goes_on_serving() -> None:
    files = platform() | changed(
        _SKY, ("    replicas: 2\n    pool: web\n", "    grace-seconds: 5\n    replicas: 2\n    pool: web\n")
    )
    assert errors(build(files)) == ["GEN012 sky/web has 5 s to stop, and goes on serving for 5 of them"]


def test_roll_outs_wait_and_keep_few_earlier_versions() -> None:
    manifests = build(platform())
    for kind, name in (("Deployment", "web"), ("StatefulSet", "db")):
        spec = made(manifests, kind, name)["spec"]
        assert (spec["minReadySeconds"], spec["revisionHistoryLimit"]) == (7, 2)


def test_claims_of_a_stateful_set_outlive_it() -> None:
    spec = made(build(), "StatefulSet", "db")["spec"]
    assert spec["persistentVolumeClaimRetentionPolicy"] == {"whenDeleted": "Retain", "whenScaled": "Retain"}


def test_an_autoscaler_grows_at_once_and_shrinks_slowly() -> None:
    behaviour = made(build(), "HorizontalPodAutoscaler", "scaled")["spec"]["behavior"]
    assert behaviour["scaleUp"]["stabilizationWindowSeconds"] == 0
    assert behaviour["scaleDown"]["stabilizationWindowSeconds"] == 300
    assert "behavior" not in made(build(kubernetes="1.17"), "HorizontalPodAutoscaler", "scaled")["spec"]
    assert "replicas" not in made(build(), "Deployment", "scaled")["spec"]


def test_pods_spread_over_failure_domains_where_there_are_several() -> None:
    def domains(files: dict[str, str] | None = None) -> list[str]:
        return [c["topologyKey"] for c in pod("Deployment", "web", files)["topologySpreadConstraints"]]

    assert domains() == ["kubernetes.io/hostname"]
    assert domains(cluster("zones: [a, b]\n")) == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    assert domains(cluster("zones: [a]\n")) == ["kubernetes.io/hostname"]


def test_runs_of_jobs_end_and_few_are_kept() -> None:
    files = changed(_SKY, ("    kind: cronjob\n", "    kind: cronjob\n    retries: 1\n    deadline-seconds: 600\n"))
    spec = made(build(files), "CronJob", "nightly")["spec"]
    assert (spec["timeZone"], spec["concurrencyPolicy"], spec["startingDeadlineSeconds"]) == ("Etc/UTC", "Forbid", 600)
    assert (spec["successfulJobsHistoryLimit"], spec["failedJobsHistoryLimit"]) == (3, 3)
    job = spec["jobTemplate"]["spec"]
    assert (job["backoffLimit"], job["activeDeadlineSeconds"]) == (1, 600)


_STORE = "secret-operator: {store: vault, path: '{environment}-{secret}'}\n"


def test_the_operator_fills_secrets_from_the_store() -> None:
    manifests = build(cluster(_STORE))
    spec = made(manifests, "ExternalSecret", "db-auth")["spec"]
    assert spec["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "vault"}
    (entry,) = spec["data"]
    assert entry["secretKey"] == "password"
    assert (entry["remoteRef"]["key"], entry["remoteRef"]["property"]) == ("tiny-db-auth", "password")
    assert any(need.name == "db-auth" for need in manifests.secrets)


def test_without_an_operator_there_is_the_contract_alone() -> None:
    assert not list(build().store().of_kind("ExternalSecret"))
    old = build(
        cluster(_STORE),
        INGRESS | cluster(_STORE, ("api: gateway, class: envoy", "api: ingress, class: nginx")),
        kubernetes="1.18",
    )
    assert not list(old.store().of_kind("ExternalSecret"))
    assert any("externalSecrets" in f.message for f in old.findings)


def test_configuration_made_from_secrets_is_a_template_of_the_operator() -> None:
    text = "    files: {private.ini: {format: ini, content: {db: {password: {from: {secret: db-auth.password}}}}}}\n"
    file = """\
    files:
      private.ini: {text: "a {{ b }} @{p}", with: {p: {secret: db-auth.password}}}
"""
    spec = made(build(cluster(_STORE), changed(_SKY, (text, file))), "ExternalSecret", "private")["spec"]
    template = spec["target"]["template"]
    assert template["data"]["private.ini"] == 'a {{ "{{" }} b }} {{ index . "sky.db-auth.password" }}'
    assert [entry["secretKey"] for entry in spec["data"]] == ["sky.db-auth.password"]
    assert template["mergePolicy"] == "Replace"


def test_a_secret_without_secrets_would_never_be_made() -> None:
    text = "{from: {secret: db-auth.password}}}}}}\n"
    files = cluster(_STORE) | changed(_SKY, (text, "plain}}}}\n"))
    assert errors(build(files)) == [
        "GEN016 sky/private is delivered as a Secret and holds none, so that the operator would make nothing"
    ]


def test_credentials_of_the_registry_are_named_in_every_pod_and_wanted_in_every_namespace() -> None:
    files = cluster(_STORE + "pull-secret: pullers\n")
    manifests = build(files)
    assert pod("Deployment", "web", files)["imagePullSecrets"] == [{"name": "pullers"}]
    wanted = [(n.namespace, n.of_users, n.type) for n in manifests.secrets if n.name == "pullers"]
    kind = "kubernetes.io/dockerconfigjson"
    assert wanted == [("logging", False, kind), ("tiny-sky", False, kind), ("tiny-sky", True, kind)]
    users = made(manifests, "ClusterExternalSecret", "tiny-sky-users-pullers", "")["spec"]
    assert users["namespaceSelectors"] == [{"matchLabels": {"lsparch.lsst.io/users-of": "tiny-sky"}}]


_CILIUM = "cni: {name: cilium, multicast: null, policy: true, fqdn-policy: true}\n"


def by_name(*, fqdn: str = "true") -> dict[str, str]:
    """Return the cluster with Cilium."""
    text = FILES[_CLUSTER]
    line = next(line for line in text.splitlines(keepends=True) if line.startswith("cni:"))
    return {_CLUSTER: text.replace(line, _CILIUM.replace("fqdn-policy: true", f"fqdn-policy: {fqdn}"))}


def test_hosts_outside_are_named_where_the_network_can() -> None:
    manifests = build(by_name())
    egress = made(manifests, "CiliumNetworkPolicy", "web-names")["spec"]["egress"]
    assert egress[0]["toPorts"][0]["rules"] == {"dns": [{"matchPattern": "*"}]}
    ports = [{"ports": [{"port": "443", "protocol": "TCP"}]}]
    assert egress[1:] == [{"toFQDNs": [{"matchName": "world.example.org"}], "toPorts": ports}]
    blocks = _blocks(made(manifests, "NetworkPolicy", "web"))
    assert blocks == ["192.0.2.16/28"]
    assert not [f for f in manifests.findings if f.code == "GEN001" and "world" in f.message]


def test_where_the_network_cannot_name_hosts_the_policy_is_wider_and_says_so() -> None:
    manifests = build(by_name(fqdn="false"))
    assert not list(manifests.store().of_kind("CiliumNetworkPolicy"))
    assert "0.0.0.0/0" in _blocks(made(manifests, "NetworkPolicy", "web"))
    assert [f for f in manifests.findings if f.code == "GEN001" and "world" in f.message]


def test_the_api_server_is_named_where_the_network_can_and_has_its_addresses_elsewhere() -> None:
    named = {_CLUSTER: by_name()[_CLUSTER].replace("fqdn-policy: true", "api-server-policy: true")}
    spec = made(build(named), "CiliumNetworkPolicy", "operator-api-server")["spec"]
    ports = [{"port": "443", "protocol": "TCP"}, {"port": "6443", "protocol": "TCP"}]
    assert spec["egress"] == [{"toEntities": ["kube-apiserver"], "toPorts": [{"ports": ports}]}]
    assert "198.51.100.7/32" not in _blocks(made(build(named), "NetworkPolicy", "operator"))
    assert (
        build(named, kubernetes="1.15").store().find("CiliumNetworkPolicy", "tiny-sky", "operator-api-server") is None
    )
    assert _blocks(made(build(by_name()), "NetworkPolicy", "operator")) == ["198.51.100.7/32"]


def test_where_nothing_names_the_api_server_any_address_is_allowed_and_reported() -> None:
    files = {_CLUSTER: FILES[_CLUSTER].replace("api-server: [198.51.100.7/32]\n", "")}
    manifests = build(files)
    assert _blocks(made(manifests, "NetworkPolicy", "operator")) == ["0.0.0.0/0"]
    assert [f.element for f in manifests.findings if f.code == "GEN001" and "api-server" in f.message] == [
        "sky/operator"
    ]


def test_policies_of_users_pods_that_are_wider_than_an_arrow_are_reported_too() -> None:
    uses = "      - {to: web.http, for: data}\n"
    files = changed(_SKY, (uses, f"{uses}      - {{to: external/world.https, for: more}}\n"))
    assert "sky/lab" in {f.element for f in build(files).findings if f.code == "GEN001"}


def test_pods_of_users_reach_the_api_server_by_name_too() -> None:
    named = {_CLUSTER: by_name()[_CLUSTER].replace("fqdn-policy: true", "api-server-policy: true")}
    rights = "    kind: spawned\n    api-access:\n      - {resources: [pods], verbs: [get], for: a look}\n"
    files = named | changed(_SKY, ("    kind: spawned\n", rights))
    text = made(build(files), "ConfigMap", "user-namespace")["data"]["objects.yaml"]
    names = [o["metadata"]["name"] for o in yaml.safe_load_all(text) if o["kind"] == "CiliumNetworkPolicy"]
    assert names == ["lab-api-server"]


def _blocks(policy: dict[str, Any]) -> list[str]:
    peers = [peer for rule in policy["spec"]["egress"] for peer in rule["to"]]
    return [peer["ipBlock"]["cidr"] for peer in peers if "ipBlock" in peer]


def test_the_gateway_reaches_the_solver_of_certificates() -> None:
    flow = "  acme: {title: Proofs, from: gateway, to: acme-solver, port: 8089}\n"
    files = {_PLATFORM: _ALL[_PLATFORM] + flow}
    spec = made(build(files), "NetworkPolicy", "allow-acme")["spec"]
    assert spec["podSelector"] == {"matchLabels": {"acme.cert-manager.io/http01-solver": "true"}}
    assert spec["ingress"][0]["ports"] == [{"port": 8089, "protocol": "TCP"}]
    assert spec["policyTypes"] == ["Ingress"]


def tracks(*given: str) -> dict[str, str]:
    """Return a second and further versions of the web server, chosen by the environment."""
    first = "    replicas: 2\n    pool: web\n"
    listed = ", ".join(f'v{number}: {{tag: "{number}.0", {text}}}' for number, text in enumerate(given, 2))
    names = ", ".join(f"v{number}" for number, _ in enumerate(given, 2))
    files = changed(_SKY, (first, f"{first}    tracks: {{{listed}}}\n"))
    return files | {_TINY: FILES[_TINY] + f"tracks: {{sky/web: {{tracks: [{names}]}}}}\n"}


def test_a_track_is_reached_by_header_and_by_share() -> None:
    manifests = build(tracks("header: {name: X-Version, value: two}, weight: 10, replicas: 2", "weight: 5"))
    assert errors(manifests) == []
    by_header, others = made(manifests, "HTTPRoute", "web-sky")["spec"]["rules"]
    assert by_header["matches"][0]["headers"] == [{"type": "Exact", "name": "X-Version", "value": "two"}]
    assert [(b["name"], b["weight"]) for b in by_header["backendRefs"]] == [("web-v2", 1)]
    assert [(b["name"], b["weight"]) for b in others["backendRefs"]] == [("web", 85), ("web-v2", 10), ("web-v3", 5)]
    for kind in ("Deployment", "Service", "NetworkPolicy", "ServiceAccount", "PodDisruptionBudget"):
        made(manifests, kind, "web-v2")
    ports = [r["ports"] for r in made(manifests, "NetworkPolicy", "web-v2")["spec"]["ingress"]]
    assert [{"port": 8080, "protocol": "TCP"}] in ports


def test_shares_of_tracks_are_parts_of_a_whole() -> None:
    manifests = build(tracks("weight: 60", "weight: 50"))
    assert errors(manifests) == ["GEN017 tracks of sky/web have shares of 110 percent together"]


@pytest.mark.parametrize("track", ["weight: 10", "header: {name: X-Version, value: two}"])
def test_an_ingress_knows_neither_headers_nor_shares(track: str) -> None:
    (message,) = errors(build(tracks(track), INGRESS))
    assert message.startswith("GEN007 an Ingress cannot send requests to sky/web-v2 by header or weight")


def test_two_containers_of_a_pod_cannot_listen_on_one_port() -> None:
    clash = ("endpoints: {api: {port: 7070, protocol: tcp}}", "endpoints: {api: {port: 9090, protocol: tcp}}")
    assert errors(build(changed(_SKY, clash))) == [
        "GEN014 web.console-for-operators and helper.api of sky/web both listen on port 9090 of one pod"
    ]


def test_a_volume_of_one_node_cannot_be_mounted_on_several() -> None:
    several = ("  once: {image: web, kind: job}\n", """\
  once: {image: web, kind: job, storage: {work: {size: 1Gi}}, mounts: {/work: {storage: work}}}
  many: {image: web, replicas: 2, storage: {work: {size: 1Gi}}, mounts: {/work: {storage: work}}}
  first: {image: web, mounts: {/shared: shared}}
  second: {image: web, mounts: {/shared: shared}}
  crowd: {image: web, replicas: 3, mounts: {/own: own}}
""")  # fmt: skip
    volumes = (
        "volumes:\n",
        "volumes:\n  shared: {size: 1Gi, access: one-node}\n  own: {size: 1Gi, access: one-node}\n",
    )
    assert errors(build(changed(_SKY, several, volumes))) == [
        "GEN015 pods of sky/many on several nodes would mount one claim of work, which one node can mount",
        "GEN015 sky/shared can be mounted on one node, and pods of sky/first, sky/second mount it",
        "GEN015 sky/own can be mounted on one node, and sky/crowd has several pods that mount it",
    ]


def test_a_name_that_is_too_long_is_an_error_at_the_element() -> None:
    path = "/a-path-that-is-so-long-that-no-label-can-hold-the-name-made-from-it"
    manifests = build(changed(_SKY, ("routes:\n  - {path: /sky,", f"routes:\n  - {{path: {path},")))
    faults = [f for f in manifests.findings if f.code == "GEN013"]
    assert {f.severity for f in faults} == {Severity.ERROR}
    assert all("at most 63 are allowed" in f.message for f in faults)
    assert {str(f.place) for f in faults} == {"model/aspects/sky.yaml:89:5"}


_OUTSIDE = "model/externals.yaml"
_WORLD = "    host: world.example.org\n"


def alias(*pairs: tuple[str, str]) -> dict[str, str]:
    """Return externals of which one has an alias, and a web server that is told its address."""
    env = (
        "      POD: {field: pod-name}\n",
        "      POD: {field: pod-name}\n      WORLD: {host: external/world.https}\n",
    )
    return changed(_OUTSIDE, *pairs) | changed(_SKY, env)


def test_pods_call_a_system_outside_by_its_alias() -> None:
    files = alias((_WORLD, f"{_WORLD}    alias: sky/world\n"))
    spec = made(build(files), "Service", "world")["spec"]
    assert spec == {"type": "ExternalName", "externalName": "world.example.org"}
    variables = {v["name"]: v.get("value") for v in pod("Deployment", "web", files)["containers"][0]["env"]}
    assert variables["WORLD"] == "world.tiny-sky.svc.cluster.local"
    egress = made(build(files, by_name()), "CiliumNetworkPolicy", "web-names")["spec"]["egress"]
    assert [rule["toFQDNs"][0]["matchName"] for rule in egress[1:]] == ["world.example.org", variables["WORLD"]]


def test_an_alias_of_single_addresses_has_a_slice_of_them() -> None:
    files = alias((_WORLD, "    cidr: [192.0.2.99/32, 2001:db8::1/128]\n    alias: sky/world\n"))
    manifests = build(files)
    assert made(manifests, "Service", "world")["spec"]["ports"] == [{"name": "https", "port": 443, "protocol": "TCP"}]
    found = made(manifests, "EndpointSlice", "world-ipv4")
    assert found["metadata"]["labels"]["kubernetes.io/service-name"] == "world"
    assert (found["addressType"], found["endpoints"][0]["addresses"]) == ("IPv4", ["192.0.2.99"])
    assert made(manifests, "EndpointSlice", "world-ipv6")["endpoints"][0]["addresses"] == ["2001:db8::1"]
    assert "192.0.2.99/32" in _blocks(made(manifests, "NetworkPolicy", "web"))


def test_an_alias_needs_something_behind_it_and_no_certificate_of_another_name() -> None:
    nothing = build(alias((_WORLD, "    cidr: [192.0.2.0/24]\n    alias: sky/world\n")))
    assert errors(nothing) == [
        "GEN018 external/world has the alias sky/world, and neither a host nor single addresses behind it"
    ]
    warned = [f for f in build(alias((_WORLD, f"{_WORLD}    alias: sky/world\n"))).findings if f.code == "GEN018"]
    assert [f.severity for f in warned] == [Severity.WARNING]
    assert "certificate" in warned[0].message


def groups(volume: str = "sky/data") -> dict[str, str]:
    """Return a group with a quota, and a Lab that mounts the volume in which it has its own."""
    actors = (
        f"groups: {{stars: {{owners: [ldf], quota: 3Ti, volume: {volume}}}, later: {{quota: 1Ti, status: open}}}}\n"
    )
    lab = ("    endpoints: {http: {port: 8888}}\n", "    endpoints: {http: {port: 8888}}\n    mounts: {/data: data}\n")
    return {"model/actors.yaml": f"actors: {{}}\n{actors}"} | changed(_SKY, lab)


def test_a_group_has_a_volume_of_the_size_of_its_quota() -> None:
    manifests = build(groups())
    data = made(manifests, "ConfigMap", "user-namespace")["data"]
    found = yaml.safe_load(data["groups.yaml"])
    assert list(found) == ["stars"]
    volume, claim = found["stars"]
    assert volume["spec"]["nfs"]["path"] == "/data/stars"
    assert claim["metadata"]["name"] == "data-stars"
    assert claim["spec"]["resources"]["requests"]["storage"] == "3Ti"
    assert [f.message for f in manifests.findings if f.code == "GEN019"] == ["NFS does not keep group/stars within 3Ti"]


def test_where_users_share_a_namespace_the_volume_of_a_group_is_there() -> None:
    files = groups()
    files[_SKY] = files[_SKY].replace("      namespace: per-user\n", "")
    manifests = build(files)
    assert made(manifests, "PersistentVolumeClaim", "data-stars")["spec"]["volumeName"] == "tiny-sky-data-stars"
    assert made(manifests, "PersistentVolume", "tiny-sky-data-stars", "")["spec"]["nfs"]["path"] == "/data/stars"
