"""Manifests compared: equal in meaning, and different at a line."""

import pytest

from lsparch.drift import ObjectSide, compare_objects, read_objects
from lsparch.emit.targets import plain_files
from tests.unit.drift.mutations import mutated_objects
from tests.unit.drift.sides import shipped

FIRST = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ours}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: docker.io/library/nginx:1.25
        ports: [{name: http, containerPort: 80, protocol: TCP}]
        env: [{name: A, value: x}, {name: B, value: y}]
        resources: {requests: {cpu: 500m, memory: 1Gi}}
"""
SECOND = """\
kind: Deployment
apiVersion: apps/v1
metadata:
  namespace: ours
  name: web
  annotations: {example.org/element: portal/web, example.org/digest: "1"}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - env:
        - {name: B, value: y}
        - {name: A, value: x}
        name: web
        image: nginx:1.25
        ports:
        - containerPort: 80
          name: http
        resources: {requests: {memory: 1024Mi, cpu: "0.5"}}
  selector: {matchLabels: {app: web}}
"""


def folder(text: str, name: str = "a.yaml") -> ObjectSide:
    return ObjectSide(name, read_objects({name: text.encode()}))


def test_objects_that_mean_the_same_do_not_differ() -> None:
    assert compare_objects(folder(FIRST), folder(SECOND, "b.yaml"), "example.org").differences == ()


def test_annotations_of_others_are_compared() -> None:
    (finding,) = compare_objects(folder(FIRST), folder(SECOND, "b.yaml")).findings
    assert finding.code == "DRF003"


def test_the_order_of_documents_and_lists_of_kubectl_mean_nothing() -> None:
    other = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ours}\nspec: {ports: [{port: 80}]}\n"
    items = "".join("  " + line for line in f"- {other}".splitlines(keepends=True))
    listed = f"apiVersion: v1\nkind: List\nitems:\n{items.replace('  - ', '- ', 1)}"
    one, turned = folder(f"{FIRST}---\n{other}", "x.yaml"), folder(f"{listed}---\n{FIRST}", "y.yaml")
    assert compare_objects(one, turned).differences == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "where", "path"),
    [
        ("containerPort: 80\n", "containerPort: 81\n", "DRF001", "b.yaml:18:26", "ports[http].containerPort"),
        ("name: A,", "name: C,", "DRF001", "b.yaml:14:18", "env[C].name"),
        ("value: x", "value: z", "DRF001", "b.yaml:14:28", "env[A].value"),
        ('cpu: "0.5"', 'cpu: "0.6"', "DRF001", "b.yaml:20:53", "requests.cpu"),
        ("        - {name: A, value: x}\n", "", "DRF002", "b.yaml:13:9", "env[A]"),
        ("name: web\n  annotations", "name: web2\n  annotations", "DRF001", "b.yaml:5:9", "metadata.name"),
        ("namespace: ours", "namespace: theirs", "DRF001", "b.yaml:4:14", "metadata.namespace"),
        ("apiVersion: apps/v1", "apiVersion: apps/v1beta1", "DRF001", "b.yaml:2:13", "apiVersion"),
    ],
)  # fmt: skip
def test_a_difference_is_told_once_at_its_line(old: str, new: str, code: str, where: str, path: str) -> None:
    assert SECOND.count(old) == 1
    drift = compare_objects(folder(FIRST), folder(SECOND.replace(old, new), "b.yaml"), "example.org")
    (finding,) = drift.findings
    assert (finding.code, str(finding.place)) == (code, where)
    assert path in finding.message
    assert finding.related[0].place.file == "a.yaml"


def test_a_config_file_is_told_by_its_first_line_that_differs() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  f: |\n    one\n    two\n"
    (finding,) = compare_objects(folder(text), folder(text.replace("two", "three"), "b.yaml")).findings
    assert "line 2 `two`" in finding.message
    assert "line 2 `three`" in finding.message
    assert str(finding.place) == "b.yaml:5:6"


@pytest.mark.parametrize(
    ("name", "text"),
    [("PASSWORD", "sesame-{}"), ("URL", "redis://web:sesame-{}@db"), ("X", "a: 1\\ntoken: sesame-{}\\n")],
)
def test_secrets_in_clear_differ_without_being_said(name: str, text: str) -> None:
    one, other = (
        FIRST.replace("{name: A, value: x}", f'{{name: {name}, value: "{text}"}}'.replace("{}", n)) for n in "12"
    )
    (found,) = compare_objects(folder(one), folder(other)).findings
    path = f"spec.template.spec.containers[web].env[{name}].value"
    assert found.message.endswith(f"{path} differs between a.yaml and a.yaml, in a secret in clear")
    gone = compare_objects(folder(one), folder(FIRST)).findings
    assert gone
    assert "sesame" not in "".join(finding.message for finding in gone)


def test_lost_new_and_double_objects_are_findings() -> None:
    other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n"
    drift = compare_objects(folder(FIRST), folder(other, "b.yaml"))
    assert sorted(finding.code for finding in drift.findings) == ["DRF002", "DRF003"]
    twice = compare_objects(folder(other), folder(f"{other}---\n{other}", "b.yaml"))
    assert [str(finding.place) for finding in twice.findings] == ["b.yaml:6:1"]


@pytest.mark.parametrize("name", ["portal-sandbox", "notebook-sandbox", "usdac"])
def test_every_mutated_value_of_a_generated_object_is_found_once_at_its_line(name: str) -> None:
    made = shipped().manifests(name)
    written = read_objects({path: text for path, text in plain_files(made).items() if path.endswith(".yaml")})
    generated = ObjectSide(name, tuple(made.objects), name)
    domain = shipped().model.platform.pods.label_domain
    assert compare_objects(generated, ObjectSide("folder", written), domain).differences == ()
    outcomes = list(mutated_objects(generated, written, domain, 41))
    assert sum(outcome.wanted for outcome in outcomes) > 60
    assert [outcome for outcome in outcomes if not outcome.right] == []


def test_findings_point_into_the_folder_in_both_directions() -> None:
    made = shipped().manifests("qserv-sandbox")
    files = {path: text for path, text in plain_files(made).items() if path.endswith(".yaml")}
    name = next(path for path in files if "service-worker" in path or "service-czar" in path)
    files[name] = files[name].replace("port: 3306", "port: 3307", 1).replace("port: 4040", "port: 4041", 1)
    model, read = (
        ObjectSide("qserv-sandbox", tuple(made.objects), "qserv-sandbox"),
        ObjectSide("out", read_objects(files)),
    )
    domain = shipped().model.platform.pods.label_domain
    for one, other in ((model, read), (read, model)):
        findings = compare_objects(one, other, domain).findings
        assert {finding.place.file for finding in findings} == {name}
        assert all(finding.related[0].place.file.endswith("qserv.yaml") for finding in findings)


def test_a_namespace_of_another_name_is_one_finding_however_many_objects_are_in_it() -> None:
    other = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: ours}\ndata: {a: b}\n"
    moved = f"{FIRST}{other}".replace("ours", "theirs").replace("replicas: 1", "replicas: 2").replace("a: b", "a: c")
    drift = compare_objects(folder(f"{FIRST}{other}"), folder(moved, "b.yaml"))
    told = sorted(d.subject.partition(": ")[2] for d in drift.differences)
    assert told == ["data.a", "metadata.namespace", "spec.replicas"]


LIVE = """\
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: web
    namespace: ours
    uid: 0c9a
    resourceVersion: "77"
    generation: 3
    creationTimestamp: "2026-11-01T10:00:00Z"
    annotations:
      deployment.kubernetes.io/revision: "3"
      kubectl.kubernetes.io/last-applied-configuration: "{}"
    managedFields: [{manager: kubectl, operation: Update}]
  spec:
    replicas: 1
    progressDeadlineSeconds: 600
    revisionHistoryLimit: 10
    strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
    selector: {matchLabels: {app: web}}
    template:
      metadata: {creationTimestamp: null, labels: {app: web}}
      spec:
        containers:
        - name: web
          image: docker.io/library/nginx:1.25
          imagePullPolicy: IfNotPresent
          ports: [{name: http, containerPort: 80, protocol: TCP}]
          env: [{name: A, value: x}, {name: B, value: y}]
          resources: {requests: {cpu: 500m, memory: 1Gi}}
          terminationMessagePath: /dev/termination-log
          terminationMessagePolicy: File
        dnsPolicy: ClusterFirst
        restartPolicy: Always
        schedulerName: default-scheduler
        securityContext: {}
        terminationGracePeriodSeconds: 30
  status: {replicas: 1, readyReplicas: 1}
"""


def test_what_a_cluster_adds_to_an_object_is_no_difference() -> None:
    assert compare_objects(folder(FIRST), folder(LIVE, "live.yaml")).differences == ()
