"""Defaults of the API server that depend on other fields, and fields that it fills in by itself.

Each function completes one mapping in place, after its own fields are in canonical form.
Source: ``defaults.go`` of the API groups in k8s.io/kubernetes 1.36.
"""

import base64
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from lsparch.k8s.environment_order import order_environment
from lsparch.k8s.image import default_pull_policy

__all__ = ["COMPLETE", "SERVER_ANNOTATIONS"]

SERVER_ANNOTATIONS = frozenset(
    {
        "deployment.kubernetes.io/revision",
        "deprecated.daemonset.template.generation",
        "kubectl.kubernetes.io/last-applied-configuration",
        "pv.kubernetes.io/bind-completed",
        "pv.kubernetes.io/bound-by-controller",
        "pv.kubernetes.io/provisioned-by",
        "volume.beta.kubernetes.io/storage-provisioner",
        "volume.kubernetes.io/selected-node",
        "volume.kubernetes.io/storage-provisioner",
    }
)
"""Annotations that controllers and kubectl write for themselves."""

_SERVER_FINALIZERS = frozenset({"kubernetes.io/pv-protection", "kubernetes.io/pvc-protection"})

_UNLIMITED = 2**31 - 1

_JOB_LABELS = frozenset(
    {
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-name",
        "controller-uid",
        "job-name",
    }
)

_BOUND_VOLUME = re.compile(r"pvc-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_RBAC = "rbac.authorization.k8s.io"

Value = dict[str, Any]


def _metadata(meta: Value) -> None:
    for field, owned in (("annotations", SERVER_ANNOTATIONS), ("finalizers", _SERVER_FINALIZERS)):
        value = meta.get(field)
        if isinstance(value, dict):
            meta[field] = {key: item for key, item in value.items() if key not in owned}
        elif isinstance(value, list):
            meta[field] = [item for item in value if item not in owned]
        if not meta.get(field, True):
            del meta[field]


def _namespace(namespace: Value) -> None:
    meta = namespace.get("metadata")
    labels = meta.get("labels") if isinstance(meta, dict) else None
    if isinstance(meta, dict) and isinstance(labels, dict):
        if labels.get("kubernetes.io/metadata.name") == meta.get("name"):
            labels.pop("kubernetes.io/metadata.name", None)
        if not labels:
            del meta["labels"]
    if namespace.get("spec") == {"finalizers": ["kubernetes"]}:
        del namespace["spec"]


def _container(container: Value) -> None:
    image = container.get("image")
    if isinstance(image, str):
        container.setdefault("imagePullPolicy", default_pull_policy(image))
    if isinstance(container.get("env"), list):
        container["env"] = order_environment(container["env"])


def _resources(resources: Value) -> None:
    limits, requests = resources.get("limits"), resources.get("requests")
    if isinstance(limits, dict) and (requests is None or isinstance(requests, dict)):
        resources["requests"] = limits | (requests or {})


def _pod(spec: Value) -> None:
    account = spec.pop("serviceAccount", None)
    if account and spec.get("serviceAccountName", "default") == "default":
        spec["serviceAccountName"] = account
    if spec.get("hostNetwork") is True:
        for container in [*_items(spec, "containers"), *_items(spec, "initContainers")]:
            for port in _items(container, "ports"):
                port["hostPort"] = port.get("hostPort") or port.get("containerPort")


def _volume(volume: Value) -> None:
    if volume.keys() == {"name"}:
        volume["emptyDir"] = {}


def _rolling(surge: int | str, unavailable: int | str) -> Callable[[Value], None]:
    def complete(strategy: Value) -> None:
        if strategy.get("type") == "RollingUpdate":
            defaults = {"maxSurge": surge, "maxUnavailable": unavailable}
            strategy["rollingUpdate"] = defaults | _mapping(strategy, "rollingUpdate")

    return complete


def _stateful_strategy(strategy: Value) -> None:
    if strategy.get("type") == "RollingUpdate":
        strategy["rollingUpdate"] = {"partition": 0, "maxUnavailable": 1} | _mapping(strategy, "rollingUpdate")


def _job(spec: Value) -> None:
    if "completions" not in spec and "parallelism" not in spec:
        spec["completions"] = 1
    spec.setdefault("parallelism", 1)
    spec.setdefault("backoffLimit", _UNLIMITED if "backoffLimitPerIndex" in spec else 6)
    replacement = "Failed" if "podFailurePolicy" in spec else "TerminatingOrFailed"
    spec.setdefault("podReplacementPolicy", replacement)
    if spec.get("manualSelector") is not True:
        spec.pop("selector", None)
        _without_job_labels(spec)


def _job_object(job: Value) -> None:
    template = _mapping(_mapping(job, "spec"), "template")
    labels = _mapping(_mapping(template, "metadata"), "labels")
    if labels and "labels" not in _mapping(job, "metadata"):
        job["metadata"] = _mapping(job, "metadata") | {"labels": dict(labels)}


def _probe(probe: Value) -> None:
    for field, default in (
        ("timeoutSeconds", 1),
        ("periodSeconds", 10),
        ("successThreshold", 1),
        ("failureThreshold", 3),
    ):
        if probe.get(field) == 0:
            probe[field] = default


def _limit(limit: Value) -> None:
    if limit.get("type") == "Container":
        default = _mapping(limit, "max") | _mapping(limit, "default")
        request = _mapping(limit, "min") | default | _mapping(limit, "defaultRequest")
        limit |= {key: value for key, value in (("default", default), ("defaultRequest", request)) if value}


def _without_job_labels(spec: Value) -> None:
    template = _mapping(spec, "template")
    meta = _mapping(template, "metadata")
    labels = _mapping(meta, "labels")
    for key in _JOB_LABELS & labels.keys():
        del labels[key]
    if "labels" in meta and not labels:
        del meta["labels"]
    if "metadata" in template and not meta:
        del template["metadata"]


def _claim(spec: Value) -> None:
    if _BOUND_VOLUME.fullmatch(str(spec.get("volumeName", ""))):
        del spec["volumeName"]


def _persistent_volume(spec: Value) -> None:
    if spec.get("storageClassName") == "":
        del spec["storageClassName"]  # of a volume no class; of a claim it would be a wish for none


def _service_account(account: Value) -> None:
    name = _mapping(account, "metadata").get("name", "")
    token = re.compile(rf"{re.escape(str(name))}-(token|dockercfg)-[a-z0-9]{{5}}")
    if isinstance(account.get("secrets"), list):
        account["secrets"] = [item for item in account["secrets"] if not token.fullmatch(str(_of(item, "name")))]
        if not account["secrets"]:
            del account["secrets"]


def _service(spec: Value) -> None:
    if spec.get("clusterIP") != "None":
        spec.pop("clusterIP", None)
    kind = spec.get("type")
    if kind in {"NodePort", "LoadBalancer"}:
        spec.setdefault("externalTrafficPolicy", "Cluster")
    if kind != "ExternalName":
        spec.setdefault("internalTrafficPolicy", "Cluster")
        spec.setdefault("ipFamilyPolicy", "SingleStack")
        if spec["ipFamilyPolicy"] == "SingleStack" and spec.get("ipFamilies") == ["IPv4"]:
            del spec["ipFamilies"]
    if kind == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)
    if spec.get("sessionAffinity") == "None":
        spec.pop("sessionAffinityConfig", None)
    elif "timeoutSeconds" not in _mapping(_mapping(spec, "sessionAffinityConfig"), "clientIP"):
        spec["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": 10800}}


def _service_port(port: Value) -> None:
    if "port" in port:
        port.setdefault("targetPort", port["port"])


def _secret(secret: Value) -> None:
    texts = secret.pop("stringData", None)
    if isinstance(texts, dict):
        encoded = {key: base64.b64encode(str(text).encode()).decode() for key, text in texts.items()}
        secret["data"] = _mapping(secret, "data") | encoded


def _policy(spec: Value) -> None:
    if "policyTypes" not in spec:
        spec["policyTypes"] = ["Egress", "Ingress"] if "egress" in spec else ["Ingress"]


def _ingress_path(path: Value) -> None:
    path.setdefault("pathType", "ImplementationSpecific")


def _subject(subject: Value) -> None:
    if subject.get("kind") in {"User", "Group"}:
        subject.setdefault("apiGroup", _RBAC)


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _mapping(value: Value, key: str) -> Value:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _items(value: Value, key: str) -> list[Value]:
    items = value.get(key)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


COMPLETE: Mapping[str, Callable[[Value], None]] = MappingProxyType(
    {
        "ClaimSpec": _claim,
        "Container": _container,
        "DaemonSetStrategy": _rolling(0, 1),
        "DeploymentStrategy": _rolling("25%", "25%"),
        "HttpPath": _ingress_path,
        "Job": _job_object,
        "JobSpec": _job,
        "Limit": _limit,
        "Meta": _metadata,
        "Namespace": _namespace,
        "PodSpec": _pod,
        "PolicySpec": _policy,
        "Probe": _probe,
        "Resources": _resources,
        "Secret": _secret,
        "ServiceAccount": _service_account,
        "ServicePort": _service_port,
        "ServiceSpec": _service,
        "StatefulSetStrategy": _stateful_strategy,
        "Subject": _subject,
        "Volume": _volume,
        "VolumeSpec": _persistent_volume,
    }
)
"""What completes a mapping, by the name of its shape."""
