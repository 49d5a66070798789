"""Components that are not simply pods of their own: tracks, foreign, on the node's network, in users' namespaces."""

from typing import Any

from lsparch.emit.targets import plain_files
from lsparch.manifests import build_manifests
from lsparch.yaml import Dialect, read
from tests.unit.manifests.example import FILES, made, pod, the_environment

_SKY = "model/aspects/sky.yaml"

_GOLDEN = """\
apiVersion: batch/v1
kind: Job
metadata:
  name: once
  namespace: tiny-sky
  labels:
    app.kubernetes.io/name: once
    app.kubernetes.io/instance: tiny-sky
    app.kubernetes.io/component: sky
    app.kubernetes.io/part-of: lsp
    app.kubernetes.io/managed-by: lsparch
    app.kubernetes.io/version: "1.0"
    lsparch.lsst.io/environment: tiny
  annotations:
    lsparch.lsst.io/element: sky/once
    lsparch.lsst.io/digest: DIGEST
spec:
  backoffLimit: 3
  template:
    metadata:
      labels:
        app.kubernetes.io/name: once
        app.kubernetes.io/instance: tiny-sky
        app.kubernetes.io/component: sky
        app.kubernetes.io/part-of: lsp
        app.kubernetes.io/managed-by: lsparch
        app.kubernetes.io/version: "1.0"
    spec:
      serviceAccountName: once
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        fsGroup: 1000
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
      restartPolicy: OnFailure
      terminationGracePeriodSeconds: 30
      containers:
      - name: once
        image: docker.example.org/lsst/web:1.0
        imagePullPolicy: IfNotPresent
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
            ephemeral-storage: 1Gi
          limits:
            memory: 512Mi
            ephemeral-storage: 1Gi
        volumeMounts:
        - name: once-tmp
          mountPath: /tmp
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop:
            - ALL
          readOnlyRootFilesystem: true
          runAsNonRoot: true
          runAsUser: 1000
          runAsGroup: 1000
      volumes:
      - name: once-tmp
        emptyDir: {}
"""


def sky(old: str, new: str) -> dict[str, str]:
    assert old in FILES[_SKY]
    return {_SKY: FILES[_SKY].replace(old, new)}


def objects_of_users(files: dict[str, str] | None = None) -> list[Any]:
    data = made(build_manifests(the_environment(files)), "ConfigMap", "user-namespace")["data"]
    return [d.root for d in read(data["objects.yaml"].encode(), "objects.yaml", Dialect.KUBECTL).documents]


def test_an_object_is_written_as_a_reviewer_reads_it() -> None:
    text = plain_files(build_manifests(the_environment()))["tiny-sky/31-job-once.yaml"]
    lines = text.splitlines(keepends=True)
    digest = next(line.split()[-1] for line in lines if "/digest:" in line)
    assert text == _GOLDEN.replace("DIGEST", digest)


def test_a_track_runs_its_own_version_beside_the_first() -> None:
    first = "    replicas: 2\n    pool: web\n"
    files = sky(first, first + '    tracks: {next: {tag: "2.0", path: /sky-next}}\n')
    files["model/environments/tiny.yaml"] = (
        FILES["model/environments/tiny.yaml"] + "tracks: {sky/web: {tracks: [next]}}\n"
    )
    manifests = build_manifests(the_environment(files))
    assert [f.message for f in manifests.findings if f.severity == "error"] == []
    spec = made(manifests, "Deployment", "web-next")["spec"]
    assert spec["replicas"] == 1
    assert spec["template"]["spec"]["containers"][0]["image"] == "docker.example.org/lsst/web:2.0"
    assert made(manifests, "HTTPRoute", "web-next-sky-next")["spec"]["rules"][0]["backendRefs"][0]["name"] == "web-next"


def test_a_foreign_part_gets_nothing_but_arrows_towards_its_labels() -> None:
    foreign = "  cache:\n    foreign: {chart: cache, namespace: caches, labels: {run: cache}}\n    endpoints: {redis: {port: 6379, protocol: redis, exported: true}}\n  once:"  # noqa: E501
    files = {
        _SKY: FILES[_SKY]
        .replace("  once:", foreign)
        .replace("      - {to: inside.http, for: itself}\n", "      - {to: cache.redis, for: speed}\n")
    }
    manifests = build_manifests(the_environment(files))
    assert all(found.element != "sky/cache" for found in manifests.objects)
    peer = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "caches"}},
        "podSelector": {"matchLabels": {"run": "cache"}},
    }
    assert {"to": [peer], "ports": [{"port": 6379, "protocol": "TCP"}]} in made(manifests, "NetworkPolicy", "web")[
        "spec"
    ]["egress"]


def test_a_pod_on_the_network_of_its_node_widens_the_policies_of_its_targets() -> None:
    manifests = build_manifests(
        the_environment(sky("    kind: cronjob\n", "    kind: cronjob\n    host-network: true\n"))
    )
    assert manifests.store().find("NetworkPolicy", "tiny-sky", "nightly") is None
    ingress = made(manifests, "NetworkPolicy", "db")["spec"]["ingress"]
    assert {"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 3306, "protocol": "TCP"}]} in ingress
    assert any(f.code == "GEN001" and f.element == "sky/db" for f in manifests.findings)
    job = made(manifests, "CronJob", "nightly")["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert (job["hostNetwork"], job["dnsPolicy"]) == (True, "ClusterFirstWithHostNet")


def test_a_route_to_what_runs_inside_another_component_leads_there() -> None:
    manifests = build_manifests(the_environment(sky("to: web.http, auth: none", "to: inside.http, auth: none")))
    assert made(manifests, "HTTPRoute", "web-sky")["spec"]["rules"][0]["backendRefs"][0]["name"] == "web"
    assert any("podSelector" in r["from"][0] and r["from"][0]["podSelector"]["matchLabels"] == {"app": "envoy"}
               for r in made(manifests, "NetworkPolicy", "web")["spec"]["ingress"])  # fmt: skip


def test_spawners_make_volumes_in_the_namespaces_of_users() -> None:
    files = sky(
        "    endpoints: {http: {port: 8888}}\n", "    endpoints: {http: {port: 8888}}\n    mounts: {/data: data}\n"
    )
    kinds = [(o["kind"], o["metadata"].get("name")) for o in objects_of_users(files)]
    assert kinds[-2:] == [("PersistentVolume", None), ("PersistentVolumeClaim", "data")]


def test_pods_of_users_find_their_rights_and_files_in_the_namespace_of_the_user() -> None:
    rights = """\
    api-access:
      - {resources: [pods], verbs: [list], scope: users, for: a look at pods}
      - {resources: [events], verbs: [get], for: a look at events}
    mounts: {/etc/lab: {config: web-config}}
    endpoints: {http: {port: 8888}}
"""
    files = sky("    endpoints: {http: {port: 8888}}\n", rights)
    found = {(o["kind"], o["metadata"].get("name")): o for o in objects_of_users(files)}
    assert found["RoleBinding", "lab-users"]["roleRef"]["name"] == "tiny-sky-lab"
    assert found["RoleBinding", "lab"]["subjects"] == [{"kind": "ServiceAccount", "name": "lab"}]
    assert found["Role", "lab"]["rules"] == [{"apiGroups": [""], "resources": ["events"], "verbs": ["get"]}]
    assert list(found["ConfigMap", "web-config"]["data"]) == ["web.json"]
    roles = build_manifests(the_environment(files)).store().of_kind("Role")
    assert [role.name for role in roles if role.name == "lab"] == [], "a Role beside the pods helps nobody"


def test_a_file_server_in_a_pod_is_reachable_from_nodes_and_both_faults_are_told() -> None:
    server = "  files: {image: web, kind: statefulset, endpoints: {nfs: {port: 2049, protocol: nfs}}}\n  once:"
    files = {_SKY: FILES[_SKY].replace("  once:", server).replace("external/archive.nfs", "files.nfs")}
    manifests = build_manifests(the_environment(files))
    assert {f.code for f in manifests.findings if "files" in f.message or f.element == "sky/data"} == {
        "GEN001",
        "GEN008",
    }
    ingress = made(manifests, "NetworkPolicy", "files")["spec"]["ingress"]
    assert {"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 2049, "protocol": "TCP"}]} in ingress


def test_containers_that_see_a_file_differently_get_one_each() -> None:
    files = sky(
        "content: {database: {from: {host: db.mysql}}}",
        "content: {heap: {from: {resource: memory-limit, percent: 50, unit: Mi}}}",
    )
    manifests = build_manifests(the_environment(files))
    names = [o.name for o in manifests.store().of_kind("ConfigMap") if o.element == "sky/web-config"]
    assert names == ["web-config-web", "web-config-web-helper"]
    mounted = pod("Deployment", "web", files)["volumes"]
    assert [v["configMap"]["name"] for v in mounted if "configMap" in v and "web" in v["name"]] == names


def test_pods_may_run_on_any_of_several_pools_for_a_purpose() -> None:
    cluster = FILES["model/clusters/lab.yaml"].replace("purposes: [general]", "purposes: [web]")
    spec = pod("Deployment", "web", {"model/clusters/lab.yaml": cluster})
    terms = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    assert [term["matchExpressions"][0]["values"] for term in terms] == [["general"], ["web"]]
    assert "nodeSelector" not in spec
