"""A small platform that has one of everything that is generated."""

from collections.abc import Mapping
from typing import Any

from lsparch.manifests import ManifestSet, build_manifests
from lsparch.resolve import Environment
from tests.support.models import BASE, environment

__all__ = ["FILES", "INGRESS", "made", "pod", "the_environment"]

FILES: Mapping[str, str] = {
    "model/aspects/sky.yaml": """\
aspect: sky
title: Sky
owner: ldf
source: DOC
domain: sky
components:
  web:
    image: web
    replicas: 2
    pool: web
    endpoints:
      http: {port: 8080, health: /alive, exported: true}
      console-for-operators: {port: 9090, protocol: tcp}
      later: {port: 9999, status: planned}
    uses:
      - {to: db.mysql, for: catalogues, auth: {service: db-auth.password}}
      - {to: external/archive.https, for: images}
      - {to: external/world.https, for: catalogues of others}
      - {to: later.http, for: plans, status: planned}
      - {to: inside.http, for: itself}
    env:
      DATABASE: {url: db.mysql, scheme: "jdbc:mysql"}
      PASSWORD: {secret: db-auth.password}
      POD: {field: pod-name}
    args: [serve, "--config", {mount: web-config, path: /web.json}]
    mounts:
      /etc/web: {config: web-config, read-only: true}
      /etc/private: {config: private}
      /data: data
      /scratch: {scratch: 2Gi, name: logs}
    resources: {cpu: 0.5, memory: 1Gi, memory-limit: 2Gi}
    containers:
      helper:
        image: web
        endpoints: {api: {port: 7070, protocol: tcp}}
        mounts: {/scratch: {scratch: 2Gi, name: logs}, /etc/web: {config: web-config}}
        security: {writable-root: true, because: it unpacks itself}
  inside:
    title: Runs in the web server
    realised-by: web
    endpoints: {http: {port: 8080}}
  later:
    status: planned
    endpoints: {http: {port: 80, status: open}}
  db:
    image: database
    kind: statefulset
    replicas: 3
    parallel: true
    endpoints: {mysql: {port: 3306, protocol: mysql, exported: true}}
    storage: {data: {size: 10Gi, class: fast}}
    mounts: {/var/lib/mysql: {storage: data}}
    init:
      prepare: {image: database, command: [mkdir, /var/lib/mysql/data], mounts: {/var/lib/mysql: {storage: data}}}
    security: {user: 0, root: true, capabilities: [CHOWN], because: it changes owners}
    probes: {readiness: {exec: [mysqladmin, ping]}, liveness: {none: it recovers for hours}}
  scaled:
    image: web
    endpoints: {http: {port: 80}}
    scale: {min: 2, max: 5}
  nightly:
    image: web
    kind: cronjob
    schedule: "0 3 * * *"
    storage: {work: {size: 1Gi}}
    mounts: {/work: {storage: work}}
    uses: [{to: db.mysql, for: nightly sums}]
  once: {image: web, kind: job}
  operator:
    image: web
    api-access:
      - {resources: [pods, apps/deployments], verbs: [get, list], for: a look at pods}
      - {resources: [nodes], verbs: [list], scope: cluster, for: a look at nodes}
      - {resources: [pods], verbs: [create], scope: users, for: pods of users}
  lab:
    image: web
    kind: spawned
    spawned:
      by: operator
      namespace: per-user
      most-per-user: 2
      default-size: small
      sizes: {small: {cpu: 1, memory: 2Gi, cpu-request: 0.25}, big: {cpu: 4, memory: 8Gi}}
    endpoints: {http: {port: 8888}}
    uses:
      - {to: web.http, for: data}
      - {to: lab.http, for: another pod of the same user}
routes:
  - {path: /sky, to: web.http, auth: none, because: open to all}
volumes:
  data: {kind: nfs, server: external/archive.nfs, export: /data, size: 5Ti, access: many-read}
configs:
  web-config:
    files: {web.json: {format: json, content: {database: {from: {host: db.mysql}}}}}
  private:
    delivery: secret
    files: {private.ini: {format: ini, content: {db: {password: {from: {secret: db-auth.password}}}}}}
secrets:
  db-auth: {provider: operators, keys: {password: of the database, unused: of nothing}}
""",
    "model/externals.yaml": BASE["model/externals.yaml"]
    + """\
  archive:
    host: archive.example.org
    cidr: [192.0.2.16/28]
    endpoints: {https: {port: 443, protocol: https}, nfs: {port: 2049, protocol: nfs}}
  world:
    host: world.example.org
    public: true
    endpoints: {https: {port: 443, protocol: https}}
""",
    "model/clusters/lab.yaml": BASE["model/clusters/lab.yaml"].replace(
        "storage-classes:",
        """\
  web:
    nodes: 2
    cpu: 8
    memory: 32Gi
    purposes: [web]
    labels: {pool: web}
    taints: [{key: dedicated, value: web}]
storage-classes:""",
    ),
    "model/environments/tiny.yaml": """\
environment: tiny
title: A small environment
owner: ldf
kind: sandbox
cluster: lab
domain: tiny.example.org
include: [sky, logging]
""",
}

INGRESS = {
    "model/clusters/lab.yaml": FILES["model/clusters/lab.yaml"].replace(
        "gateway: {api: gateway, class: envoy,", "gateway: {api: ingress, class: nginx,"
    )
}
"""The same cluster without the Gateway API."""


def the_environment(files: Mapping[str, str] | None = None) -> Environment:
    """Resolve the environment, with some files replaced."""
    return environment({**FILES, **(files or {})}, "tiny")


def made(manifests: ManifestSet, kind: str, name: str, namespace: str = "tiny-sky") -> dict[str, Any]:
    """Return a generated object."""
    found = manifests.store().find(kind, namespace, name)
    assert found is not None, [(o.kind, o.namespace, o.name) for o in manifests.objects]
    return dict(found.data)


def pod(kind: str, name: str, files: Mapping[str, str] | None = None, kubernetes: str | None = None) -> dict[str, Any]:
    """Return the spec of a generated pod template."""
    spec = made(build_manifests(the_environment(files), kubernetes), kind, name)["spec"]
    found: dict[str, Any] = spec["template"]["spec"]
    return found
