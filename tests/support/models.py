"""Small models for tests: the least that loads, and a part with one of everything that pods can have."""

from collections.abc import Mapping

from lsparch.diagnostics import UnreadableInputError
from lsparch.load import Model, load_model
from lsparch.resolve import Environment, resolve

__all__ = ["BASE", "PLATFORM", "environment", "load"]

PLATFORM = """\
platform: lsp
format: 1
title: A platform
owner: ldf
source: DOC
defaults:
  container:
    resources: {cpu: 0.1, memory: 128Mi, memory-limit: 512Mi, ephemeral-storage: 1Gi}
    security: {user: 1000, group: 1000}
    probes:
      liveness: {delay: 15, period: 20, timeout: 5, failures: 3}
      readiness: {period: 10}
      startup: {period: 10, failures: 30}
  component: {replicas: 1, spread: hosts, logs: sidecar, grace-seconds: 30, security: {fs-group: 1000}}
  daemonset: {spread: none, logs: collector, logs-because: it runs on every node}
  cronjob: {spread: none, logs: collector, logs-because: its pods end}
  job: {spread: none, logs: collector, logs-because: its pods end}
  spawned: {spread: none, logs: collector, logs-because: they come and go}
logging:
  shipper:
    image: filebeat
    env: {LOGSTASH: {address: logging/logstash.beats}}
    args: [filebeat, "-c", {mount: logging/shipper, path: /filebeat.yml}]
    mounts:
      /etc/filebeat: {config: logging/shipper, read-only: true}
      /logs: {scratch: 1Gi, name: logs, read-only: true}
    resources: {cpu: 0.02, memory: 48Mi, memory-limit: 96Mi}
  aggregator:
    image: logstash
    endpoints: {beats: {port: 5044, protocol: beats, exported: true}}
    uses: [{to: role/log-sink, for: logs of this part}]
    env: {TARGET: {address: role/log-sink}}
    logs: none
    logs-because: it would ship its own logs to itself
  shared: logging/logstash
  collector: logging/collector
  sink: role/log-sink
registry: {component: registry/registry, capacity: 500G, approved: [dockerhub]}
flows:
  dns: {title: Names, from: every-pod, to: dns, port: 53, protocols: [UDP, TCP]}
"""
"""A valid platform file; with the files of `BASE` it loads."""

BASE: Mapping[str, str] = {
    "model/platform.yaml": PLATFORM,
    "model/sources.yaml": "sources: {DOC: {title: A document, where: a shelf}}\n",
    "model/teams.yaml": "teams: {ldf: {title: Operators, source: DOC}}\n",
    "model/roles.yaml": "roles: {log-sink: {title: Queue, protocol: amqp, default: external/elk.amqp}}\n",
    "model/images.yaml": """\
images:
  filebeat: {repository: library/filebeat, tag: "6.2"}
  logstash: {repository: library/logstash, tag: "6.2"}
  registry: {repository: library/registry, tag: "2.7"}
  web: {repository: lsst/web, tag: "1.0"}
  database: {repository: lsst/database, tag: "5.7"}
""",
    "model/externals.yaml": """\
externals:
  dockerhub:
    kind: registry
    host: docker.example.org
    public: true
    endpoints: {https: {port: 443, protocol: https}}
  elk:
    kind: logging
    host: elk.example.org
    cidr: [192.0.2.0/28]
    endpoints: {amqp: {port: 5672, protocol: amqp}}
""",
    "model/services/logging.yaml": """\
service: logging
title: Logs
owner: ldf
scope: cluster
logging: {aggregator: own}
components:
  collector:
    kind: daemonset
    image: filebeat
    uses: [{to: logstash.beats, for: logs of the node}]
configs:
  shipper:
    files: {filebeat.yml: {format: yaml, content: {output.logstash: {hosts: ["${LOGSTASH}"]}}}}
""",
    "model/services/registry.yaml": """\
service: registry
title: Registry
owner: ldf
components:
  registry: {image: registry, endpoints: {https: {port: 5000}}}
""",
    "model/clusters/lab.yaml": """\
cluster: lab
title: A laboratory
versions: {kubernetes: "1.36"}
cni: {name: calico, multicast: false, policy: true}
pools:
  general: {nodes: 3, cpu: 16, memory: 64Gi, purposes: [general], labels: {pool: general}}
storage-classes:
  fast: {name: ceph-block, default: true}
  shared: {name: ceph-files, shared: true}
gateway: {api: gateway, class: envoy, issuer: acme, labels: {app: envoy}}
api-server: [198.51.100.7/32]
""",
}
"""Files of the least model that loads, by name; it has no Aspect and no environment."""


def load(files: Mapping[str, str], base: Mapping[str, str] = BASE) -> Model:
    """Load a model from texts.

    Parameters
    ----------
    files
        Text of further files by name, such as ``model/aspects/portal.yaml``; they replace those of the same name.
    base
        The files that are there already.

    Raises
    ------
    UnreadableInputError
        If the model has any fault; the text names each.
    """
    result = load_model({name: text.encode() for name, text in {**base, **files}.items()})
    if result.model is None:
        raise UnreadableInputError(result.findings)
    return result.model


def environment(files: Mapping[str, str], identifier: str, *, faults: tuple[str, ...] = ()) -> Environment:
    """Load a model and resolve one environment of it.

    Parameters
    ----------
    files
        Files beside those of `BASE`.
    identifier
        Id of the environment.
    faults
        Codes of the findings that it must have.
    """
    found = resolve(load(files), identifier)
    assert tuple(finding.code for finding in found.findings) == faults, found.findings
    return found
