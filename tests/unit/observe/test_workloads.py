"""Controllers of pods, in all versions of their kinds."""

import pytest

from lsparch.graph import EdgeKind
from tests.unit.observe.manifests import deployment, observed, service, value


@pytest.mark.parametrize("version", ["apps/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1"])
def test_a_deployment_is_one_in_every_version(version: str) -> None:
    graph = observed(deployment("web", spec="replicas: 3").replace("apps/v1", version))
    assert (value(graph, "shop/web", "kind"), value(graph, "shop/web", "replicas")) == ("deployment", 3)


@pytest.mark.parametrize("version", ["batch/v1", "batch/v1beta1", "batch/v2alpha1"])
def test_a_cron_job_has_a_schedule(version: str) -> None:
    graph = observed(
        f"""\
apiVersion: {version}
kind: CronJob
metadata: {{name: nightly, namespace: shop}}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {{spec: {{template: {{spec: {{containers: [{{name: a, image: busybox}}]}}}}}}}}
"""
    )
    assert value(graph, "shop/nightly", "schedule") == "0 3 * * *"
    assert value(graph, "shop/nightly", "replicas") is None


@pytest.mark.parametrize(
    ("version", "metric"),
    [
        ("autoscaling/v1", "targetCPUUtilizationPercentage: 70"),
        ("autoscaling/v2beta1", "metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 70}}]"),
        ("autoscaling/v2", "metrics: [{type: Resource, resource: {name: cpu, target: {averageUtilization: 70}}}]"),
    ],
)
def test_an_autoscaler_replaces_the_number_of_pods(version: str, metric: str) -> None:
    scaler = f"""\
apiVersion: {version}
kind: HorizontalPodAutoscaler
metadata: {{name: web, namespace: shop}}
spec:
  scaleTargetRef: {{kind: Deployment, name: web}}
  minReplicas: 2
  maxReplicas: 5
  {metric}
"""
    graph = observed(deployment("web"), scaler)
    found = [value(graph, "shop/web", f"scale.{name}") for name in ("min", "max", "cpu-percent")]
    assert found == [2, 5, 70]
    assert value(graph, "shop/web", "replicas") is None


def test_what_a_controller_made_is_not_seen_twice() -> None:
    made = """\
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-5d, namespace: shop, ownerReferences: [{kind: Deployment, name: web, controller: true}]}
spec: {template: {spec: {containers: [{name: main, image: nginx}]}}}
"""
    assert [node.id for node in observed(deployment("web"), made).nodes() if node.kind == "component"] == ["shop/web"]


def test_two_controllers_of_one_name_are_told_apart() -> None:
    other = deployment("web").replace("kind: Deployment", "kind: DaemonSet")
    graph = observed(deployment("web"), other)
    assert [n.id for n in graph.nodes() if n.kind == "component"] == ["shop/web", "shop/web:daemonset"]


def test_placement_is_read_from_every_field_that_says_it() -> None:
    pod = (
        "nodeSelector: {disk: ssd}\n      tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]\n"
        "      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
        "[{matchExpressions: [{key: zone, operator: In, values: [a]}]}, "
        "{matchExpressions: [{key: zone, operator: In, values: [b]}]}]}}}"
    )
    graph = observed(deployment("web", pod=pod))
    assert value(graph, "shop/web", "nodes") == "disk=ssd,zone=a or disk=ssd,zone=b"
    assert value(graph, "shop/web", "tolerations") == "gpu:NoSchedule"


def test_a_budget_is_about_the_pods_that_it_selects() -> None:
    budget = (
        "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: b, namespace: shop}\n"
        "spec: {minAvailable: 50%, selector: {matchLabels: {app: web}}}\n"
    )
    graph = observed(deployment("web"), deployment("db"), budget)
    assert value(graph, "shop/web", "min-available") == "50%"
    assert value(graph, "shop/db", "min-available") is None


def test_containers_say_what_they_need() -> None:
    graph = observed(
        deployment(
            "web",
            pod="securityContext: {runAsUser: 7, runAsNonRoot: true}",
            container="resources: {requests: {cpu: 0.5, memory: 1024Mi}, limits: {memory: 2Gi}}\n        "
            "livenessProbe: {httpGet: {path: /ok, port: http}, periodSeconds: 10, timeoutSeconds: 4}\n        "
            "readinessProbe: {exec: {command: [am, i, ready]}}\n        "
            "securityContext: {capabilities: {add: [CHOWN]}, readOnlyRootFilesystem: true}",
        )
    )
    base = "container.main"
    wanted = {
        "image": "docker.io/library/nginx:1",
        "cpu": "500m",
        "memory": "1Gi",
        "memory-limit": "2Gi",
        "probe.liveness": "get http:80/ok timeout=4",
        "probe.readiness": "run am i ready",
        "user": 7,
        "root": False,
        "writable-root": False,
        "capabilities": "CHOWN",
        "port.http": "80/TCP",
        "role": "serves",
    }
    assert {name: value(graph, "shop/web", f"{base}.{name}") for name in wanted} == wanted


def test_a_sidecar_is_no_init_container() -> None:
    pod = "initContainers: [{name: once, image: busybox}, {name: beside, image: busybox, restartPolicy: Always}]"
    graph = observed(deployment("web", pod=pod))
    assert value(graph, "shop/web", "container.once.role") == "init"
    assert value(graph, "shop/web", "container.beside.role") == "serves"


def test_services_lead_to_ports_of_pods_by_name_or_number() -> None:
    graph = observed(
        deployment("web"),
        service(
            "web", ports="[{name: web, port: 8080, targetPort: http, appProtocol: http}, {port: 81, targetPort: 80}]"
        ),
    )
    assert value(graph, "shop/web", "service.web.port.web") == "8080/TCP to 80 http"
    assert value(graph, "shop/web", "service.web.port.81") == "81/TCP to 80"


def test_a_service_that_stands_for_a_host_is_outside() -> None:
    text = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: old, namespace: shop}\n"
        "spec: {type: ExternalName, externalName: old.example.org}\n"
    )
    node = observed(text).node("shop/old")
    assert (node.kind, value(observed(text), "shop/old", "external-name")) == ("external", "old.example.org")


def test_images_come_from_registries() -> None:
    edges = observed(deployment("web")).edges(EdgeKind.RUNS, EdgeKind.PULLED_FROM)
    assert [e.id for e in edges] == [
        "docker.io/library/nginx:1 pulled-from address/docker.io",
        "shop/web runs docker.io/library/nginx:1#main",
    ]


def test_a_service_without_selector_stands_for_addresses() -> None:
    there = "apiVersion: v1\nkind: Service\nmetadata: {name: old, namespace: shop}\nspec: {ports: [{port: 80}]}\n"
    points = (
        "apiVersion: v1\nkind: Endpoints\nmetadata: {name: old, namespace: shop}\n"
        "subsets: [{addresses: [{ip: 192.0.2.2}, {ip: 192.0.2.1}], ports: [{port: 80}]}]\n"
    )
    sliced = (
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\naddressType: IPv4\n"
        "metadata: {name: old-1, namespace: shop, labels: {kubernetes.io/service-name: old}}\n"
        "endpoints: [{addresses: [192.0.2.2]}, {addresses: [192.0.2.1]}]\n"
    )
    for text in (points, sliced):
        assert value(observed(there, text), "shop/old", "addresses") == "192.0.2.1 192.0.2.2"


def test_a_service_of_one_pod_of_a_stateful_set_is_one_of_the_set() -> None:
    made = deployment("db").replace("Deployment", "StatefulSet")
    selector = "selector: {app: db, statefulset.kubernetes.io/pod-name: db-0}"
    graph = observed(made, service("first").replace("selector: {app: first}", selector))
    assert value(graph, "shop/db", "service.first.port.http") == "80/TCP to 80"
