"""What changes of objects mean; tests/e2e/test_change.py holds the same against a real API server."""

import json
from typing import Any

import pytest

from lsparch.drift.change import Action, ChangeSet, Meaning, Pods
from lsparch.drift.consequences import find_consequences
from lsparch.drift.manifests import ObjectSide
from lsparch.drift.objects import read_objects
from lsparch.drift.pod_effects import same_template
from lsparch.drift.roll_back import roll_back
from lsparch.emit.report_change import ChangeFormat, report_changes, summary

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ours, annotations: {example.org/digest: "1"}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: nginx:1.25
        env: [{name: A, value: x}, {name: DB, value: "db.ours.svc.cluster.local"}]
        ports: [{name: http, containerPort: 80}]
        resources: {requests: {cpu: 500m}}
        volumeMounts: [{name: files, mountPath: /files}]
      volumes: [{name: files, configMap: {name: files}}]
"""
DB = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: ours}
spec:
  replicas: 1
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "mariadb:10", ports: [{containerPort: 3306}]}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: db, namespace: ours}
spec: {selector: {app: db}, ports: [{name: mysql, port: 3306}]}
"""
FILES = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: files, namespace: ours}
data: {a: "1"}
"""
CLAIM = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: work, namespace: ours}
spec: {accessModes: [ReadWriteMany], storageClassName: "", volumeName: ours-work, resources: {requests: {storage: 1Gi}}}
"""
VOLUME = """\
apiVersion: v1
kind: PersistentVolume
metadata: {name: ours-work}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteMany]
  persistentVolumeReclaimPolicy: Retain
  nfs: {server: files.invalid, path: /work}
"""
SCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: ours}
spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: ours}
spec:
  hostnames: [a.example.org]
  rules: [{matches: [{path: {value: /web}}], backendRefs: [{name: db, port: 3306}]}]
"""
POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: ours}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 3306}]}]
"""
QUOTA = """\
apiVersion: v1
kind: ResourceQuota
metadata: {name: pods, namespace: ours}
spec: {hard: {requests.cpu: 1600m}}
"""


def side(name: str, *texts: str) -> ObjectSide:
    return ObjectSide(name, read_objects({f"{name}-{number}.yaml": text for number, text in enumerate(texts)}))


def changes(before: tuple[str, ...], after: tuple[str, ...], **options: Any) -> ChangeSet:
    return find_consequences(side("old", *before), side("new", *after), "example.org", **options)


def edited(text: str, old: str, new: str, *others: str, **options: Any) -> ChangeSet:
    assert text.count(old) == 1, old
    return changes((text, *others), (text.replace(old, new), *others), **options)


def texts(found: ChangeSet) -> list[str]:
    return [f"{effect.meaning}: {effect.text}" for one in found.objects for effect in one.effects]


def test_nothing_changes_where_only_provenance_and_spelling_do() -> None:
    assert edited(WEB, 'example.org/digest: "1"', 'example.org/digest: "2"').objects == ()
    assert edited(WEB, "cpu: 500m", "cpu: 0.5").objects == ()
    assert (
        edited(WEB, "image: nginx:1.25\n", "image: nginx:1.25\n        imagePullPolicy: IfNotPresent\n").objects == ()
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("image: nginx:1.25", "image: docker.io/library/nginx:1.25"),
        ('[{name: A, value: x}, {name: DB, value: "db.ours.svc.cluster.local"}]',
         '[{name: DB, value: "db.ours.svc.cluster.local"}, {name: A, value: x}]'),
    ],
)  # fmt: skip
def test_spelling_and_order_that_a_controller_sees_roll_pods(old: str, new: str) -> None:
    (one,) = edited(WEB, old, new).objects
    assert (one.meaning, one.fields) == (Meaning.ROLLS, ())
    assert one.effects[0].text == (
        "rolls 3 pods of ours/web, with up to 1 more and 0 fewer at a time (order or spelling)"
    )


def test_a_secret_in_clear_changes_without_being_said() -> None:
    secret = WEB.replace("{name: A, value: x}", "{name: PASSWORD, value: sesame-1}")
    report = report_changes(edited(secret, "sesame-1", "sesame-2"), ChangeFormat.JSON)
    assert "(not shown)" in report
    assert "sesame" not in report


def test_pods_that_are_replaced_are_counted_with_their_cause() -> None:
    (one,) = edited(WEB, "cpu: 500m", "cpu: 600m").objects
    (effect,) = one.effects
    assert (one.action, effect.meaning, effect.pods) == (Action.CHANGED, Meaning.ROLLS, Pods(3, 3))
    assert effect.text.endswith("(containers[web].resources.requests.cpu)")
    (field,) = one.fields
    assert (field.path, field.before, field.after) == (
        "spec.template.spec.containers[web].resources.requests.cpu", "500m", "600m",
    )  # fmt: skip


def test_pods_that_an_autoscaler_counts_are_a_range() -> None:
    text = WEB.replace("  replicas: 3\n", "")
    (one,) = edited(text, "cpu: 500m", "cpu: 600m", SCALER).objects
    assert one.effects[0].pods == Pods(2, 5)
    assert "rolls 2 to 5 pods" in one.effects[0].text


def test_a_new_autoscaler_takes_the_pods_away_for_a_moment() -> None:
    found = changes((WEB,), (WEB.replace("  replicas: 3\n", ""), SCALER))
    assert [one.key.kind for one in found.of(Meaning.SCALES)] == ["Deployment"]
    assert "from 3 pods to 1 for a moment" in texts(found)[0]


@pytest.mark.parametrize(
    ("replicas", "meaning", "pods"),
    [("5", Meaning.SCALES, 2), ("1", Meaning.SCALES, 2), ("0", Meaning.OUTAGE, 3)],
)
def test_a_number_of_pods_changes(replicas: str, meaning: Meaning, pods: int) -> None:
    (one,) = edited(WEB, "replicas: 3", f"replicas: {replicas}").objects
    assert (one.meaning, one.effects[0].pods) == (meaning, Pods(pods, pods))


def test_the_only_pod_of_a_stateful_set_is_an_outage_and_its_data_stay_as_they_become() -> None:
    found = edited(DB, "mariadb:10", "mariadb:11")
    assert [effect.meaning for effect in found.objects[0].effects] == [Meaning.OUTAGE, Meaning.ROLLS]


def test_pods_that_stop_before_others_start_are_an_outage() -> None:
    text = WEB.replace("{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", "{type: Recreate}")
    assert edited(text, "cpu: 500m", "cpu: 600m").worst is Meaning.OUTAGE


def test_a_rolling_update_that_nobody_stated_must_be_taken_away_first() -> None:
    text = WEB.replace("  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n", "")
    (one,) = changes((text,), (f"{text}  strategy: {{type: Recreate}}\n",)).objects
    assert one.meaning is Meaning.RECREATE
    assert one.effects[0].steps[0] == (
        "kubectl patch --namespace ours deployment/web --type=merge "
        '--patch=\'{"spec": {"strategy": {"type": "Recreate", "rollingUpdate": null}}}\''
    )


@pytest.mark.parametrize(
    ("old", "new", "meaning", "text"),
    [
        ("storage: 2Gi", "storage: 3Gi", Meaning.RECREATE, "must be made again (spec.volumeClaimTemplates"),
        ("storage: 2Gi", "storage: 1Gi", Meaning.LOSES_DATA, "too large for the new size and cannot shrink"),
        ("{name: data}", "{name: files}", Meaning.LOSES_DATA, "the claims data-db-N stay behind unused"),
        ("[ReadWriteOnce]", "[ReadWriteMany]", Meaning.LOSES_DATA, "accessModes of the claims data-db-N cannot change"),
        ("serviceName: db", "serviceName: other", Meaning.RECREATE, "which stops 1 pod (spec.serviceName"),
    ],
)
def test_what_a_stateful_set_claims_cannot_change(old: str, new: str, meaning: Meaning, text: str) -> None:
    found = edited(DB, old, new)
    assert found.worst is meaning
    assert text in texts(found)[0]


def test_a_claim_loses_its_data_unless_its_volume_is_retained() -> None:
    assert changes((CLAIM,), ()).worst is Meaning.LOSES_DATA
    kept = changes((CLAIM, VOLUME), (VOLUME,))
    assert kept.worst is Meaning.REMOVES
    assert "its data stay on ours-work, which keeps them" in texts(kept)[0]
    assert edited(VOLUME, "Retain", "Delete").worst is Meaning.LOSES_DATA


def test_claims_grow_where_their_class_lets_them() -> None:
    text = CLAIM.replace('""', "fast")
    assert edited(text, "storage: 1Gi", "storage: 2Gi").worst is Meaning.RECREATE
    assert edited(text, "storage: 1Gi", "storage: 2Gi", expandable=["fast"]).worst is Meaning.IN_PLACE
    assert edited(text, "storage: 1Gi", "storage: 500Mi", expandable=["fast"]).worst is Meaning.LOSES_DATA


def test_a_renamed_stateful_set_leaves_its_claims_behind() -> None:
    found = changes((DB,), (DB.replace("{name: db, namespace", "{name: other, namespace"),))
    assert [one.action for one in found.objects] == [Action.REMOVED, Action.CREATED]
    assert "the claims of ours/db (data) stay behind unused" in texts(found)[0]


def test_a_service_that_somebody_names_is_an_outage() -> None:
    found = changes((WEB, DB, SERVICE), (WEB, DB))
    assert texts(found)[0] == "outage: Service ours/db goes, and ours/web still names it"
    assert changes((DB, SERVICE), (DB,)).worst is Meaning.REMOVES
    assert "HTTPRoute ours/web" in texts(changes((DB, SERVICE, ROUTE), (DB, ROUTE)))[0]


def test_a_port_and_a_path_that_go_are_outages() -> None:
    assert texts(edited(SERVICE, "port: 3306", "port: 3307"))[0] == (
        "outage: Service ours/db no longer answers on port 3306"
    )
    found = edited(ROUTE, "value: /web", "value: /other", SERVICE, DB)
    assert texts(found)[0] == "outage: a.example.org/web is no longer served"


def test_a_connection_that_goes_is_an_outage_where_it_is_named() -> None:
    closed = POLICY.replace("app: web", "app: other")
    found = changes((WEB, DB, SERVICE, POLICY), (WEB, DB, SERVICE, closed))
    assert texts(found)[0] == "outage: ours/web may no longer call ours/db on 3306/TCP, which its configuration names"
    silent = WEB.replace("db.ours.svc.cluster.local", "none")
    found = changes((silent, DB, SERVICE, POLICY), (silent, DB, SERVICE, closed))
    assert texts(found) == ["in-place: ours/web may no longer call ours/db on 3306/TCP"]


def test_files_that_change_without_their_pods_are_told() -> None:
    found = edited(FILES, 'a: "1"', 'a: "2"', WEB)
    assert texts(found) == ["in-place: ours/web mounts it, is not restarted and sees it later or not at all"]


def test_a_quota_that_counts_old_pods_beside_new_ones_stops_an_update() -> None:
    assert edited(WEB, "cpu: 500m", "cpu: 100m", QUOTA).worst is Meaning.ROLLS
    small = QUOTA.replace("1600m", "900m")
    found = changes((WEB, QUOTA), (WEB.replace("cpu: 500m", "cpu: 200m"), small))
    assert found.worst is Meaning.BLOCKED
    assert "pods lets no new pod in (requests.cpu)" in texts(found)[0]


def test_values_of_secrets_are_not_shown() -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: ours}\nstringData: {key: canary-one}\n"
    found = edited(secret, "canary-one", "canary-two")
    assert texts(found) == ["in-place: Secret ours/a changes in place"]
    for form in ChangeFormat:
        report = report_changes(found, form)
        assert "canary" not in report
        assert "data.key" in report


def test_templates_are_compared_as_a_controller_does() -> None:
    template = {"spec": {"containers": [{"name": "a", "image": "a", "args": ["x", "y"]}]}}
    other = {"spec": {"containers": [{"name": "a", "image": "a", "args": ["y", "x"]}]}}
    assert same_template(template, template)
    assert not same_template(template, other)


def test_going_back_is_the_opposite_order_and_what_is_lost_is_said() -> None:
    found = changes((WEB, DB), (WEB.replace("500m", "600m"), DB.replace("2Gi", "1Gi"), FILES, CLAIM))
    keys = {one.key.kind: one.key for one in found.objects}
    prepared = [("configuration", [keys["ConfigMap"]]), ("volumes", [keys["PersistentVolumeClaim"]])]
    workloads = [("of db", [keys["StatefulSet"]]), ("of web", [keys["Deployment"]])]
    undo = roll_back(found, [*prepared, *reversed(workloads)], [*reversed(workloads), *reversed(prepared)])
    assert [step.title for step in undo.steps] == [
        "apply as before: of web", "apply as before: of db", "delete: configuration",
    ]  # fmt: skip
    assert [line.partition(":")[0] for line in undo.lasting] == [
        "data",
        "StatefulSet ours/db must be made again once more",
        "PersistentVolumeClaim ours/work stays, since it may hold data; delete it by a decision of its own",
    ]


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ({"pods": "9"}, {"pods": "5"}, ["apply as before: quotas", "apply as before: workloads"]),
        (
            {"pods": "5"},
            {"pods": "9"},
            ["apply as before: workloads", "when all pods are replaced, apply as before: quotas"],
        ),
        (
            {"pods": "5", "requests.cpu": "2"},
            {"pods": "9", "requests.cpu": "1500m"},
            [
                "apply with the greater of both sizes: quotas",
                "apply as before: workloads",
                "when all pods are replaced, apply as before: quotas",
            ],
        ),
    ],
)
def test_going_back_quotas_grow_first_and_shrink_last(
    before: dict[str, str], after: dict[str, str], steps: list[str]
) -> None:
    quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: pods, namespace: ours}\nspec: {hard: %s}\n"
    found = changes((WEB, quota % json.dumps(before)), (WEB.replace("500m", "600m"), quota % json.dumps(after)))
    keys = {one.key.kind: [one.key] for one in found.objects}
    stages = [("quotas", keys["ResourceQuota"]), ("workloads", keys["Deployment"])]
    assert [step.title for step in roll_back(found, stages, stages[::-1]).steps] == steps


def test_changes_are_summed_up_in_each_format() -> None:
    found = edited(WEB, "cpu: 500m", "cpu: 600m")
    assert summary(found) == "old → new: rolls: 1; 3 pods replaced"
    assert summary(changes((WEB,), (WEB,))) == "old → new: nothing changes"
    assert report_changes(found, ChangeFormat.TEXT).startswith("rolls pods (1)\n  changed Deployment.apps/ours/web\n")
    assert "| rolls pods | 1 |" in report_changes(found, ChangeFormat.MARKDOWN)
    assert '"pods-replaced": {\n    "least": 3' in report_changes(found, ChangeFormat.JSON)
    assert report_changes(changes((), ()), ChangeFormat.TEXT) == ""
