"""Pod templates."""

import pytest

from lsparch.manifests import build_manifests
from tests.unit.manifests.example import FILES, INGRESS, made, pod, the_environment


def test_containers_are_restricted_unless_the_model_says_otherwise() -> None:
    web, helper = pod("Deployment", "web")["containers"]
    assert web["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "runAsUser": 1000,
        "runAsGroup": 1000,
    }
    assert helper["securityContext"]["readOnlyRootFilesystem"] is False


def test_a_pod_with_a_root_container_says_so_and_adds_only_declared_capabilities() -> None:
    spec = pod("StatefulSet", "db")
    assert spec["securityContext"]["runAsNonRoot"] is False
    context = spec["containers"][0]["securityContext"]
    assert context["capabilities"] == {"drop": ["ALL"], "add": ["CHOWN"]}
    assert context["runAsUser"] == 0


def test_a_container_with_a_read_only_root_gets_a_tmp_of_its_own() -> None:
    spec = pod("Deployment", "web")
    web, helper = spec["containers"]
    assert {"name": "web-tmp", "mountPath": "/tmp"} in web["volumeMounts"]
    assert all(mount["mountPath"] != "/tmp" for mount in helper["volumeMounts"])
    assert {"name": "web-tmp", "emptyDir": {}} in spec["volumes"]


def test_environment_variables_are_texts_secrets_and_facts() -> None:
    assert pod("Deployment", "web")["containers"][0]["env"] == [
        {"name": "DATABASE", "value": "jdbc:mysql://db.tiny-sky.svc.cluster.local:3306"},
        {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db-auth", "key": "password"}}},
        {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
    ]


def test_readiness_asks_the_health_path_else_the_port() -> None:
    web, helper = pod("Deployment", "web")["containers"]
    assert web["readinessProbe"]["httpGet"] == {"path": "/alive", "port": "http"}
    assert helper["readinessProbe"]["tcpSocket"] == {"port": "api"}


def test_no_restart_depends_on_a_path_that_may_ask_others() -> None:
    web, helper = pod("Deployment", "web")["containers"]
    assert (web["livenessProbe"]["tcpSocket"], "httpGet" in web["livenessProbe"]) == ({"port": "http"}, False)
    assert web["startupProbe"] == {"tcpSocket": {"port": "http"}, "periodSeconds": 10, "failureThreshold": 30}
    assert helper["livenessProbe"]["tcpSocket"] == {"port": "api"}


def test_a_path_that_is_written_for_liveness_is_asked() -> None:
    sky, first = "model/aspects/sky.yaml", "    replicas: 2\n    pool: web\n"
    files = {sky: FILES[sky].replace(first, f"{first}    probes: {{liveness: {{http: http, path: /alive}}}}\n")}
    web = pod("Deployment", "web", files)["containers"][0]
    assert web["livenessProbe"]["httpGet"] == web["startupProbe"]["httpGet"] == {"path": "/alive", "port": "http"}


def test_written_probes_win_and_without_liveness_there_is_no_startup_probe() -> None:
    db = pod("StatefulSet", "db")["containers"][0]
    assert db["readinessProbe"]["exec"] == {"command": ["mysqladmin", "ping"]}
    assert "livenessProbe" not in db
    assert "startupProbe" not in db


def test_before_there_were_startup_probes_liveness_waits_as_long() -> None:
    old = pod("Deployment", "web", INGRESS, "1.17")["containers"][0]
    assert "startupProbe" not in old
    assert old["livenessProbe"]["initialDelaySeconds"] == 300
    assert pod("Deployment", "web")["containers"][0]["livenessProbe"]["initialDelaySeconds"] == 15


def test_a_port_with_a_long_name_goes_by_number_and_planned_endpoints_have_none() -> None:
    ports = pod("Deployment", "web")["containers"][0]["ports"]
    assert ports == [
        {"name": "http", "containerPort": 8080, "protocol": "TCP"},
        {"containerPort": 9090, "protocol": "TCP"},
    ]


@pytest.mark.parametrize(("kubernetes", "field"), [("1.36", "initContainers"), ("1.28", "containers")])
def test_logs_are_shipped_by_a_native_sidecar_where_there_is_one(kubernetes: str, field: str) -> None:
    spec = pod("Deployment", "web", kubernetes=kubernetes)
    shipper = next(c for c in spec[field] if c["name"] == "shipper")
    assert shipper.get("restartPolicy") == ("Always" if field == "initContainers" else None)
    assert shipper["env"] == [{"name": "LOGSTASH", "value": "logstash.tiny-sky.svc.cluster.local:5044"}]
    assert {"name": "logs", "mountPath": "/logs", "readOnly": True} in shipper["volumeMounts"]


def test_pods_run_on_the_pool_for_their_purpose_and_tolerate_its_taints() -> None:
    spec = pod("Deployment", "web")
    assert spec["nodeSelector"] == {"pool": "web"}
    assert spec["tolerations"] == [{"key": "dedicated", "operator": "Equal", "value": "web", "effect": "NoSchedule"}]


def test_a_pod_on_every_node_tolerates_every_taint() -> None:
    manifests = build_manifests(the_environment())
    spec = made(manifests, "DaemonSet", "collector", "logging")["spec"]["template"]["spec"]
    assert spec["tolerations"] == [{"key": "dedicated", "operator": "Equal", "value": "web", "effect": "NoSchedule"}]
    assert "nodeSelector" not in spec


def test_only_components_with_api_access_get_a_token() -> None:
    assert pod("Deployment", "operator")["automountServiceAccountToken"] is True
    assert pod("Deployment", "web")["automountServiceAccountToken"] is False


def test_a_mount_may_have_one_key_of_a_secret_and_no_other_is_needed() -> None:
    sky, keys = "model/aspects/sky.yaml", "/data: data\n      /keys: {secret: db-auth.unused}\n"
    files = {sky: FILES[sky].replace("/data: data\n", keys).replace("      PASSWORD: {secret: db-auth.password}\n", "")}
    source = {"secretName": "db-auth", "items": [{"key": "unused", "path": "unused"}], "defaultMode": 0o440}
    assert {"name": "db-auth", "secret": source} in pod("Deployment", "web", files)["volumes"]
    needed = {need.name: need.keys for need in build_manifests(the_environment(files)).secrets}
    assert needed["db-auth"] == ("unused",)


def test_a_changed_configuration_rolls_the_pods_that_mount_it_and_no_others() -> None:
    changed = FILES["model/aspects/sky.yaml"].replace("content: {database:", "content: {more: 1, database:")
    before = build_manifests(the_environment()).objects
    after = build_manifests(the_environment({"model/aspects/sky.yaml": changed})).objects
    differ = [(a.kind, a.name) for a, b in zip(before, after, strict=True) if a.data != b.data]
    assert differ == [("ConfigMap", "web-config"), ("Deployment", "web")]


def test_a_value_that_the_model_cannot_tell_is_an_error_at_its_place() -> None:
    text = FILES["model/aspects/sky.yaml"].replace("POD: {field: pod-name}", "POD: {public: db.mysql}")
    findings = build_manifests(the_environment({"model/aspects/sky.yaml": text})).findings
    found = next(f for f in findings if f.severity == "error")
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if "POD: {public" in row)
    assert (found.code, found.place.file, found.place.line) == ("ADR001", "model/aspects/sky.yaml", line)
    assert "no route of environment tiny publishes sky/db.mysql" in found.message


def test_spawners_get_a_template_with_the_default_size() -> None:
    found = made(build_manifests(the_environment()), "PodTemplate", "lab")
    assert found["template"]["spec"]["containers"][0]["resources"] == {
        "requests": {"cpu": "250m", "memory": "2Gi"},
        "limits": {"cpu": "1", "memory": "2Gi"},
    }
