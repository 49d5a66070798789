"""A small clean model, and examples of rule pages laid over it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.k8s.version import KubernetesVersion
from lsparch.load import load_model
from lsparch.resolve import environment_graph, resolve
from lsparch.rules import ObjectsSubject, Policy, RunResult, Subjects, default_policy, load_policy, run_rules
from lsparch.yaml import Dialect, place_of, read

__all__ = ["AS_OF", "BASE", "Sample", "examples", "marked_lines", "run_sample", "sample_of", "subjects_of"]

AS_OF = date(2026, 11, 1)

_PLATFORM = """\
platform: small
format: 1
defaults:
  container:
    resources: {cpu: 0.1, memory: 128Mi, memory-limit: 512Mi, ephemeral-storage: 1Gi}
    security: {user: 1000, group: 1000}
  component: {replicas: 1, spread: hosts, logs: sidecar, log-files: [/var/log/app.log]}
  daemonset: {logs: collector, logs-because: the node has a collector}
  cronjob: {logs: collector, logs-because: its pods end}
  spawned: {logs: collector, logs-because: pods of users}
logging:
  shipper: {title: Shipper, image: filebeat}
  aggregator:
    title: Aggregator
    image: logstash
    replicas: 2
    endpoints:
      beats: {port: 5044, protocol: beats, exported: true}
    uses:
      - {to: external/elk.beats, for: logs, auth: {none: inside the site}}
    logs: none
    logs-because: it would ship its own
  shared: logging/logstash
  collector: logging/collector
  sink: external/elk.beats
registry: {component: registry/registry, capacity: 500G, approved: [dockerhub]}
versions:
  kubernetes: {chosen: "1.36", minimum: "1.30"}
"""

_PARTS = {
    "model/aspects/portal.yaml": """\
aspect: portal
owner: suit
source: S
components:
  web:
    image: web
    replicas: 2
    endpoints:
      http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
routes:
  - {path: /portal, to: web.http, auth: oauth2}
""",
    "model/services/logging.yaml": """\
service: logging
owner: ops
source: S
scope: cluster
logging: {aggregator: own}
components:
  collector:
    image: filebeat
    kind: daemonset
    uses:
      - {to: logstash.beats, for: logs, auth: {none: inside the cluster}}
""",
    "model/services/registry.yaml": """\
service: registry
owner: ops
source: S
scope: cluster
components:
  registry:
    image: registry
    replicas: 2
    endpoints:
      https: {port: 5000, protocol: https, health: /v2/, exported: true}
""",
}

_CATALOGUE = {
    "model/sources.yaml": "sources:\n  S: {title: The source, where: here}\n",
    "model/teams.yaml": "teams:\n  suit: {title: Portal team}\n  ops: {title: Operations}\n",
    "model/images.yaml": """\
images:
  web: {title: Web, repository: portal/web, size: {compressed: 1G}, kept: 3}
  filebeat: {title: Filebeat, repository: logging/filebeat}
  logstash: {title: Logstash, repository: logging/logstash}
  registry: {title: Registry, repository: registry/registry}
""",
    "model/releases.yaml": """\
releases:
  "2026.1":
    images: {web: "1.0.0", filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}
""",
    "model/externals.yaml": """\
externals:
  dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
  elk:
    title: Search of logs
    kind: logging
    host: elk.example.org
    cidr: [192.0.2.0/24]
    endpoints:
      beats: {port: 5044, protocol: beats}
""",
}

_CLUSTERS = {
    "model/clusters/main.yaml": """\
cluster: main
versions: {kubernetes: "1.36"}
cni: {name: cilium, multicast: false, policy: true}
pools:
  general: {nodes: 4, cpu: 16, memory: 64Gi}
gateway: {api: gateway, class: nginx}
shared-services: main
""",
}

_ENVIRONMENTS = {
    "model/profiles/usual.yaml": """\
profile: usual
kind: integration
exposure: internal
include: [portal, logging, registry]
release: "2026.1"
deployment-tool: helm
""",
    "model/profiles/operational.yaml": "profile: operational\nfrom: usual\nkind: operational\n",
    "model/environments/main.yaml": "environment: main\nfrom: usual\ncluster: main\ndomain: main.example.org\n",
}

BASE: dict[str, str] = {"model/platform.yaml": _PLATFORM, **_PARTS, **_CATALOGUE, **_CLUSTERS, **_ENVIRONMENTS}
"""A model in which no rule finds anything, by file."""

_FOLDERS = {
    "aspect": "model/aspects/", "service": "model/services/", "environment": "model/environments/",
    "cluster": "model/clusters/", "profile": "model/profiles/",
}  # fmt: skip

_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_MARK = re.compile(r"#.*<-- ([A-Z]{3}[0-9]{3})\s*$", re.MULTILINE)
_FIRST_KEY = re.compile(r"^([a-z-]+):\s*(\S*)", re.MULTILINE)
_SEPARATOR = re.compile(r"^---(?: # file: (\S+))?[^\n]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """An example of a rule page, or the base model alone."""

    files: dict[str, str]
    """Model files, each beginning with as many empty lines as stand before it in the example."""

    policy: str = ""
    manifests: str = ""


def examples(section: str) -> list[str]:
    """Return the YAML blocks of a section of a rule's page."""
    return _FENCE.findall(section)


def marked_lines(block: str, code: str) -> list[int]:
    """Return the lines of a block that are marked with a code."""
    lines = block.split("\n")
    return [n for n, line in enumerate(lines, 1) for found in _MARK.findall(line) if found == code]


def sample_of(block: str, *, objects: bool) -> Sample:
    """Split an example into files; every one keeps its line numbers."""
    if objects:
        return Sample({}, manifests=block)
    files: dict[str, str] = {}
    policy = ""
    line = 0
    pieces = _SEPARATOR.split(block)
    for piece, named in zip(pieces[::2], [None, *pieces[1::2]], strict=True):
        shifted = "\n" * line + piece
        line += piece.count("\n") + 1
        if named is not None:
            files[named] = shifted
            continue
        if not piece.strip():
            continue
        key, name = _first(piece)
        if key == "policy":
            policy = shifted
        else:
            files[f"{_FOLDERS[key]}{name}.yaml" if key in _FOLDERS else f"model/{key}.yaml"] = shifted
    return Sample(files, policy)


def _first(piece: str) -> tuple[str, str]:
    match = _FIRST_KEY.search(piece)
    assert match is not None, f"no first key in {piece!r}"
    return match.group(1), match.group(2)


def run_sample(sample: Sample) -> RunResult:
    """Run every rule on a sample, laid over the base model."""
    policy: Policy = default_policy()
    if sample.policy:
        loaded, faults = load_policy(sample.policy.encode(), "checks/policy.yaml")
        assert loaded is not None, _shown(faults)
        policy = loaded
    subjects = _objects(sample.manifests) if sample.manifests else subjects_of(sample.files)
    return run_rules(subjects, policy=policy, as_of=AS_OF)


def subjects_of(files: dict[str, str], environments: tuple[str, ...] | None = None) -> Subjects:
    """Return the base model with some files replaced or added, and some of its environments, all by default."""
    result = load_model({name: text.encode() for name, text in {**BASE, **files}.items()})
    assert result.model is not None, _shown(result.findings)
    resolved = [
        resolve(result.model, name)
        for name in sorted(result.model.environments if environments is None else environments)
    ]
    faults = [finding for env in resolved for finding in env.findings]
    assert not faults, _shown(faults)
    return Subjects(result.model, tuple((env, environment_graph(env)) for env in resolved))


def _objects(text: str) -> Subjects:
    result = read(text, "manifests.yaml", Dialect.KUBECTL)
    assert not result.findings, _shown(result.findings)
    stored = [
        StoredObject(root, place_of(root, (), "manifests.yaml"), written=True)
        for document in result.documents
        if isinstance(root := document.root, dict)
    ]
    return Subjects(objects=(ObjectsSubject(ObjectStore(stored), KubernetesVersion.parse("1.36")),))


def _shown(findings: Any) -> str:
    found: list[Finding] = list(findings)
    return "\n".join(f"{f.place}: {f.code} {f.message} ({f.help})" for f in found)
