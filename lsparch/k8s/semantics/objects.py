"""The faults of one object, by its kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lsparch.k8s.semantics import controllers, gateway, network, others, pods
from lsparch.k8s.semantics.form import Fault, Path, entries, label_faults, mapping, value_at

__all__ = ["semantic_faults"]

_Check = Callable[[Mapping[str, Any]], Iterator[Fault]]


def semantic_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what the API server refuses of an object beyond its schema.

    Yields
    ------
    tuple
        Path of keys and indexes from the object down to the place, and what is wrong there.
    """
    metadata = mapping(obj, "metadata")
    yield from label_faults(metadata.get("labels"), ("metadata", "labels"))
    yield from label_faults(metadata.get("annotations"), ("metadata", "annotations"), values=False)
    kind = str(obj.get("kind"))
    yield from _absent(obj, _NEEDED.get(kind, ()))
    check = _CHECKS.get(kind)
    if check is not None:
        yield from check(obj)


def _absent(obj: Mapping[str, Any], paths: Iterable[Path]) -> Iterator[Fault]:
    """Yield the first of some paths at which nothing stands, in something that does."""
    for path in paths:
        if isinstance(value_at(obj, *path[:-1]), dict) and value_at(obj, *path) is None:
            yield path, "is missing, or empty"
            return


def _of_pod(obj: Mapping[str, Any]) -> Iterator[Fault]:
    yield from pods.pod_faults(mapping(obj, "spec"), ("spec",))


def _of_template(obj: Mapping[str, Any]) -> Iterator[Fault]:
    yield from pods.template_faults(mapping(obj, "template"), ("template",))


def _of_claim(obj: Mapping[str, Any]) -> Iterator[Fault]:
    yield from others.claim_faults(mapping(obj, "spec"))


def _of_stateful_set(obj: Mapping[str, Any]) -> Iterator[Fault]:
    yield from controllers.controller_faults(obj)
    for path, template in entries(mapping(obj, "spec"), "volumeClaimTemplates", ("spec",)):
        yield from others.claim_faults(mapping(template, "spec"), (*path, "spec"))


def _of_external_secret(obj: Mapping[str, Any]) -> Iterator[Fault]:
    yield from others.external_secret_faults(mapping(obj, "spec"), ("spec",))


def _of_cluster_external_secret(obj: Mapping[str, Any]) -> Iterator[Fault]:
    path = ("spec", "externalSecretSpec")
    yield from others.external_secret_faults(mapping(obj, *path), path)


_SPEC: tuple[Path, ...] = (("spec",),)
_PODS: tuple[Path, ...] = (*_SPEC, ("spec", "template", "spec"))
_NEEDED: Mapping[str, tuple[Path, ...]] = {
    "CronJob": (("spec", "jobTemplate", "spec"), ("spec", "jobTemplate", "spec", "template", "spec")),
    "DaemonSet": _PODS,
    "Deployment": _PODS,
    "Job": _PODS,
    "Pod": _SPEC,
    "PodTemplate": (("template",), ("template", "spec")),
    "ReplicaSet": (*_SPEC, ("spec", "template"), ("spec", "template", "spec")),
    "ReplicationController": (*_SPEC, ("spec", "template"), ("spec", "template", "spec")),
    "StatefulSet": _PODS,
}
"""What holds pods, and the API server wants though the schema lets it be left out, from the outside in."""

_CHECKS: Mapping[str, _Check] = {
    "ClusterExternalSecret": _of_cluster_external_secret,
    "ClusterRole": others.role_faults,
    "ClusterRoleBinding": others.binding_faults,
    "ConfigMap": others.config_faults,
    "CronJob": controllers.cron_job_faults,
    "DaemonSet": controllers.controller_faults,
    "Deployment": controllers.controller_faults,
    "ExternalSecret": _of_external_secret,
    "Gateway": gateway.gateway_faults,
    "HTTPRoute": gateway.route_faults,
    "HorizontalPodAutoscaler": controllers.autoscaler_faults,
    "Ingress": network.ingress_faults,
    "Job": controllers.job_faults,
    "LimitRange": others.limit_range_faults,
    "Namespace": others.namespace_faults,
    "NetworkPolicy": network.policy_faults,
    "PersistentVolume": others.volume_faults,
    "PersistentVolumeClaim": _of_claim,
    "Pod": _of_pod,
    "PodDisruptionBudget": controllers.budget_faults,
    "PodTemplate": _of_template,
    "PriorityClass": others.priority_faults,
    "ReplicaSet": controllers.controller_faults,
    "ResourceQuota": others.quota_faults,
    "Role": others.role_faults,
    "RoleBinding": others.binding_faults,
    "Secret": others.secret_faults,
    "Service": network.service_faults,
    "StatefulSet": _of_stateful_set,
}
