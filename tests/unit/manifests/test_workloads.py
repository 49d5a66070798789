"""Controllers, Services, storage, rights, budgets."""

import json
from typing import Any

from lsparch.manifests import build_manifests
from lsparch.yaml import Dialect, read
from tests.unit.manifests.example import FILES, INGRESS, made, the_environment


def spec(kind: str, name: str, namespace: str = "tiny-sky", kubernetes: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = made(build_manifests(the_environment(), kubernetes), kind, name, namespace)["spec"]
    return found


def test_selectors_hold_only_labels_that_never_change() -> None:
    labels = {"app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "tiny-sky"}
    assert spec("Deployment", "web")["selector"] == {"matchLabels": labels}
    assert spec("Service", "web")["selector"] == labels


def test_the_autoscaler_owns_the_number_of_pods() -> None:
    assert "replicas" not in spec("Deployment", "scaled")
    scaler = spec("HorizontalPodAutoscaler", "scaled")
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (2, 5)
    assert scaler["metrics"][0]["resource"]["target"] == {"type": "Utilization", "averageUtilization": 80}


def test_budgets_exist_only_where_several_pods_always_run() -> None:
    store = build_manifests(the_environment()).store()
    assert [o.name for o in store.of_kind("PodDisruptionBudget")] == ["db", "scaled", "web"]


def test_a_stateful_set_has_a_governing_service_and_a_claim_for_each_replica() -> None:
    found = spec("StatefulSet", "db")
    assert found["serviceName"] == "db-peers"
    assert found["volumeClaimTemplates"][0]["spec"]["storageClassName"] == "ceph-block"
    peers = spec("Service", "db-peers")
    assert peers["clusterIP"] == "None"
    assert peers["ports"] == [{"name": "mysql", "port": 3306, "protocol": "TCP", "targetPort": "mysql"}]


def test_services_name_their_protocol() -> None:
    services = build_manifests(the_environment()).store().of_kind("Service")
    named = {f"{port['name']} {port.get('protocol')}" for found in services for port in found.data["spec"]["ports"]}
    assert named == {"api TCP", "beats TCP", "console-for-operators TCP", "http TCP", "mysql TCP"}


def test_a_pod_whose_volume_cannot_be_in_two_pods_stops_before_the_next_starts() -> None:
    text = FILES["model/aspects/sky.yaml"].replace("kind: nfs, server: external/archive.nfs, export: /data,", "")
    text = text.replace("access: many-read", "access: one-node")
    manifests = build_manifests(the_environment({"model/aspects/sky.yaml": text}))
    assert made(manifests, "Deployment", "web")["spec"]["strategy"] == {"type": "Recreate"}
    assert spec("Deployment", "web")["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}


def test_cron_jobs_run_one_at_a_time_in_utc() -> None:
    found = spec("CronJob", "nightly")
    assert (found["schedule"], found["timeZone"], found["concurrencyPolicy"]) == ("0 3 * * *", "Etc/UTC", "Forbid")
    assert "timeZone" not in made(
        build_manifests(the_environment(INGRESS), "1.20"), "CronJob", "nightly"
    )["spec"]  # fmt: skip


def test_an_nfs_volume_is_kept_for_its_one_claim() -> None:
    volume = spec("PersistentVolume", "tiny-sky-data", "")
    assert volume["nfs"] == {"server": "archive.example.org", "path": "/data"}
    assert (volume["claimRef"]["namespace"], volume["claimRef"]["name"]) == ("tiny-sky", "data")
    assert spec("PersistentVolumeClaim", "data")["volumeName"] == "tiny-sky-data"


def test_rights_are_split_by_where_they_hold() -> None:
    manifests = build_manifests(the_environment())
    role = made(manifests, "Role", "operator")
    assert [(r["apiGroups"], r["resources"]) for r in role["rules"]] == [([""], ["pods"]), (["apps"], ["deployments"])]
    wide = made(manifests, "ClusterRole", "tiny-sky-operator", "")
    assert [r["resources"] for r in wide["rules"]] == [["nodes"], ["pods"]]
    assert [f.code for f in manifests.findings if f.element == "sky/operator"] == ["GEN009"]


def test_a_namespace_enforces_the_strictest_standard_that_its_pods_meet() -> None:
    manifests = build_manifests(the_environment())
    labels = made(manifests, "Namespace", "tiny-sky", "")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "baseline"
    assert labels["pod-security.kubernetes.io/warn"] == "baseline", "what is enforced needs no warning"
    assert labels["pod-security.kubernetes.io/audit"] == "restricted"
    assert labels["pod-security.kubernetes.io/enforce-version"] == "v1.36"
    shared = made(manifests, "Namespace", "logging", "")["metadata"]["labels"]
    assert shared["pod-security.kubernetes.io/enforce"] == "restricted"


def test_a_quota_is_what_the_declared_pods_need() -> None:
    hard = spec("ResourceQuota", "declared-pods", "logging")["hard"]
    # the collector on 3 + 2 nodes; logstash, and one more while it is updated
    assert hard["pods"] == "7"
    assert hard["requests.cpu"] == "700m"


def test_spawners_are_told_what_belongs_into_the_namespace_of_a_user() -> None:
    data = made(build_manifests(the_environment()), "ConfigMap", "user-namespace")["data"]
    objects = [d.root for d in read(data["objects.yaml"].encode(), "objects.yaml", Dialect.KUBECTL).documents]
    assert objects[0]["spec"]["hard"] == {
        "limits.memory": "16Gi", "pods": "2", "requests.cpu": "8", "requests.memory": "16Gi",
    }  # fmt: skip
    policy = next(o for o in objects if o["kind"] == "NetworkPolicy" and o["metadata"]["name"] == "lab")
    assert [list(peer["from"][0]) for peer in policy["spec"]["ingress"]] == [["podSelector"]]
    assert "lsparch.lsst.io/users-of: tiny-sky" in data["labels.yaml"]


def test_no_secret_is_generated_and_the_contract_says_who_needs_which_key() -> None:
    manifests = build_manifests(the_environment())
    assert not list(manifests.store().of_kind("Secret"))
    needs = {need.name: need for need in manifests.secrets}
    assert needs["db-auth"].keys == ("password",)
    assert needs["db-auth"].needed_by == ("sky/web",)
    assert needs["private"].templates == (("private.ini", "[db]\npassword = {{ sky/db-auth.password }}\n"),)
    assert needs["private"].made_from == ("sky/db-auth.password",)
    assert needs["sky-tiny-example-org-tls"].type == "kubernetes.io/tls"


def test_configuration_lies_in_the_namespace_of_who_mounts_it() -> None:
    manifests = build_manifests(the_environment())
    text = made(manifests, "ConfigMap", "web-config")["data"]["web.json"]
    assert json.loads(text) == {"database": "db.tiny-sky.svc.cluster.local"}
    assert made(manifests, "ConfigMap", "logging-shipper")["metadata"]["namespace"] == "tiny-sky"


def test_a_component_on_hosts_is_a_name_that_stands_for_the_first() -> None:
    files = {
        "model/clusters/lab.yaml": FILES["model/clusters/lab.yaml"]
        + "hosts: {iron: {hosts: [iron1.example.org, iron2.example.org], cidr: [203.0.113.0/29]}}\n",
        "model/environments/tiny.yaml": FILES["model/environments/tiny.yaml"] + "hosts: {sky/db: lab.iron}\n",
    }
    manifests = build_manifests(the_environment(files))
    assert made(manifests, "Service", "db")["spec"] == {"type": "ExternalName", "externalName": "iron1.example.org"}
    assert not list(manifests.store().of_kind("StatefulSet"))
    egress = made(manifests, "NetworkPolicy", "web")["spec"]["egress"]
    assert {"to": [{"ipBlock": {"cidr": "203.0.113.0/29"}}], "ports": [{"port": 3306, "protocol": "TCP"}]} in egress


def test_a_claim_that_two_parts_mount_is_an_error() -> None:
    other = """\
aspect: sea
title: Sea
owner: ldf
source: DOC
domain: sea
components: {boat: {image: web, mounts: {/data: sky/data}}}
"""
    text = FILES["model/aspects/sky.yaml"].replace("kind: nfs, server: external/archive.nfs, export: /data,", "")
    environment = FILES["model/environments/tiny.yaml"].replace("[sky,", "[sky, sea,")
    files = {
        "model/aspects/sea.yaml": other, "model/aspects/sky.yaml": text, "model/environments/tiny.yaml": environment,
    }  # fmt: skip
    findings = build_manifests(the_environment(files)).findings
    assert [(f.code, f.element) for f in findings if f.severity == "error"] == [("GEN003", "sky/web")]
