"""What pods mount, and what is never kept."""

from lsparch.graph import EdgeKind, NodeKind
from tests.unit.observe.manifests import deployment, observed, value

POD = """\
volumes:
      - {name: data, persistentVolumeClaim: {claimName: data}}
      - {name: conf, configMap: {name: conf}}
      - {name: keys, secret: {secretName: keys}}
      - {name: tmp, emptyDir: {}}
      - {name: logs, hostPath: {path: /var/log}}
      - {name: share, nfs: {server: files.example.org, path: /x}}"""
CONTAINER = """\
volumeMounts:
        - {name: data, mountPath: /data, subPath: a, readOnly: true}
        - {name: conf, mountPath: /etc/conf}
        - {name: keys, mountPath: /etc/keys}
        - {name: tmp, mountPath: /tmp}
        - {name: logs, mountPath: /logs}
        - {name: share, mountPath: /share}"""
CLAIM = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec: {accessModes: [ReadWriteMany], storageClassName: "", volumeName: pv, resources: {requests: {storage: 1024Gi}}}
"""
VOLUME = """\
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv}
spec: {capacity: {storage: 1Ti}, nfs: {server: files.example.org, path: /data}}
"""
SECRET = """\
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: shop}
data: {password: aHVudGVyMg==}
stringData: {token: letmein}
"""


def test_mounts_tell_what_is_mounted() -> None:
    graph = observed(deployment("web", pod=POD, container=CONTAINER))
    found = {
        name.removeprefix("container.main.mount."): leaf.value
        for name, leaf in graph.node("shop/web").leaves.items()
        if ".mount." in name
    }
    assert found == {
        "/data": "volume shop/data below a read-only",
        "/etc/conf": "config shop/conf read-only",
        "/etc/keys": "secret shop/keys read-only",
        "/tmp": "scratch",
        "/logs": "node /var/log",
        "/share": "export files.example.org:/x",
    }
    items = "secretName: keys, items: [{key: a, path: a}, {key: b, path: c}]"
    part = observed(deployment("web", pod=POD.replace("secretName: keys", items), container=CONTAINER)).node("shop/web")
    assert part.leaves["container.main.mount./etc/keys"].value == "secret shop/keys of a, b as c read-only"
    edges = {e.kind: e.target for e in graph.out_edges("shop/web") if e.kind.startswith(("mounts", "needs"))}
    assert edges == {
        EdgeKind.MOUNTS: "volume/shop/data",
        EdgeKind.NEEDS_CONFIG: "config/shop/conf",
        EdgeKind.NEEDS_SECRET: "secret/shop/keys",
    }


def test_a_claim_knows_the_export_behind_it() -> None:
    graph = observed(CLAIM, VOLUME)
    values = {name: leaf.value for name, leaf in graph.node("volume/shop/data").leaves.items()}
    assert values == {
        "size": "1Ti",
        "access": "ReadWriteMany",
        "class": "",
        "server": "files.example.org",
        "path": "/data",
    }


def test_templates_of_claims_are_volumes_of_each_replica() -> None:
    text = (
        deployment("db", container="volumeMounts: [{name: data, mountPath: /d}]").replace(
            "kind: Deployment", "kind: StatefulSet"
        )
        + "  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 2G}}}}]\n"
    )
    graph = observed(text)
    assert value(graph, "volume/shop/db/data", "per-replica") is True
    assert [e.target for e in graph.edges(EdgeKind.MOUNTS)] == ["volume/shop/db/data"]


def test_no_value_of_a_secret_is_kept() -> None:
    text = deployment("web", container="env: [{name: P, valueFrom: {secretKeyRef: {name: keys, key: password}}}]")
    graph = observed(text, SECRET)
    assert sorted(graph.node("secret/shop/keys").leaves) == ["key.password", "key.token"]
    assert value(graph, "shop/web", "container.main.env.P") == "secret shop/keys#password"
    kept = repr([(node, dict(node.leaves)) for node in graph.nodes()])
    assert not any(word in kept for word in ("aHVudGVyMg==", "hunter2", "letmein"))


def test_texts_of_configuration_are_kept_as_digests_alone() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf, namespace: shop}\ndata: {a: swordfish}\n"
    graph = observed(deployment("web", container="env: [{name: P, value: swordfish}]"), config)
    assert "swordfish" not in repr([(node, dict(node.leaves)) for node in graph.nodes()])
    changed = observed(config.replace("swordfish", "swordfisx"))
    assert value(graph, "config/shop/conf", "file.a") != value(changed, "config/shop/conf", "file.a")
    assert [node.id for node in graph.nodes(NodeKind.CONFIG)] == ["config/shop/conf"]


def test_claims_that_a_statefulset_makes_are_its_template() -> None:
    database = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  template: {spec: {containers: [{name: main, image: "x:1", volumeMounts: [{name: data, mountPath: /data}]}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]
"""
    names = ("data-db-0", "data-db-11", "data-db-x", "data-db-0-copy")
    graph = observed(database, *(CLAIM.replace("{name: data,", f"{{name: {name},") for name in names))
    found = sorted(node.id for node in graph.nodes(NodeKind.VOLUME))
    assert found == ["volume/shop/data-db-0-copy", "volume/shop/data-db-x", "volume/shop/db/data"]
