"""Pod templates."""

import hashlib
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.containers import ContainerRole
from lsparch.manifests.assembly.priorities import priority_class
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.container import container
from lsparch.manifests.pod.placement import placement
from lsparch.manifests.pod.security import pod_security
from lsparch.manifests.pod.volumes import PodVolumes

__all__ = ["pod_template"]

_SECCOMP_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod"


def pod_template(shop: Workshop, workload: Workload, *, restart: str = "") -> dict[str, Any]:
    """Return the pod template of a component.

    Parameters
    ----------
    shop
        The environment.
    workload
        The component.
    restart
        Restart policy; that of Kubernetes when empty.
    """
    site, component = shop.site, workload.component
    sources = shop.containers.of(workload)
    volumes = PodVolumes(shop, workload)
    native = site.has(Feature.NATIVE_SIDECAR)
    init: list[dict[str, Any]] = []
    serving: list[dict[str, Any]] = []
    shipping: list[dict[str, Any]] = []
    for source in sources:
        made = container(shop, workload, source, volumes)
        match source.role:
            case ContainerRole.INIT:
                init.append(made)
            case ContainerRole.SERVES:
                serving.append(made)
            case ContainerRole.SHIPS_LOGS:
                shipping.append({**made, "restartPolicy": "Always"} if native else made)
    starts, runs = (shipping + init, serving) if native else (init, serving + shipping)
    spec: dict[str, Any] = {
        "serviceAccountName": workload.name,
        "automountServiceAccountToken": bool(component.api_access),
    }
    if site.has(Feature.ENABLE_SERVICE_LINKS):
        spec["enableServiceLinks"] = False
    spec["securityContext"] = pod_security(site, workload, sources)
    if restart:
        spec["restartPolicy"] = restart
    if site.env.cluster.pull_secret is not None:
        spec["imagePullSecrets"] = [{"name": shop.ledger.need_credentials(workload, site.env.cluster.pull_secret)}]
    if component.priority in site.policy.priorities and site.has(Feature.PRIORITY_CLASS_NAME):
        spec["priorityClassName"] = priority_class(site, component.priority)
    if component.grace_seconds is not None:
        spec["terminationGracePeriodSeconds"] = component.grace_seconds
    if component.host_network:
        spec["hostNetwork"] = True
        spec["dnsPolicy"] = "ClusterFirstWithHostNet"
    spec.update(placement(site, workload))
    if starts:
        spec["initContainers"] = starts
    spec["containers"] = runs
    if volumes.volumes:
        spec["volumes"] = volumes.volumes
    metadata: dict[str, Any] = {"labels": workload.labels}
    annotations = _annotations(shop, volumes)
    if annotations:
        metadata["annotations"] = annotations
    return {"metadata": metadata, "spec": spec}


def _annotations(shop: Workshop, volumes: PodVolumes) -> dict[str, str]:
    annotations = {}
    if volumes.digests:
        text = " ".join(f"{name}={digest}" for name, digest in sorted(volumes.digests.items()))
        annotations[shop.site.key("config")] = hashlib.sha256(text.encode()).hexdigest()[:16]
    if not shop.site.has(Feature.SECCOMP_PROFILE):
        profile = "runtime/default" if shop.site.policy.seccomp == "RuntimeDefault" else "unconfined"
        annotations[_SECCOMP_ANNOTATION] = profile
    return annotations
