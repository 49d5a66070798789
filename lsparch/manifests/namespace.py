"""Namespaces: one for each part that has anything in the environment."""

from collections.abc import Iterator

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.security import PodSecurity, standard_of

__all__ = ["KIND", "build"]

KIND = "Namespace"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the namespaces, with the Pod Security Standard that their pods meet.

    What is enforced is the strictest standard that every declared pod meets. The API server warns of what is below
    that, or below what pods of users' namespaces meet, whose templates stand here; what platform policy asks for is
    audited.
    """
    site = shop.site
    wanted = site.policy.pod_security
    for namespace, part in site.namespaces.items():
        labels = site.labels(namespace, part) | {"kubernetes.io/metadata.name": namespace}
        labels[site.key("part")] = part
        if site.has(Feature.POD_SECURITY_LABELS):
            enforced = warned = PodSecurity[wanted.upper()]
            for workload in site.of_part(part):
                met = standard_of(site, workload, shop.containers.of(workload))
                warned = max(warned, met)
                if not workload.is_per_user:
                    enforced = max(enforced, met)
            modes = {"enforce": enforced.name.lower(), "audit": wanted, "warn": warned.name.lower()}
            for mode, level in modes.items():
                labels[f"pod-security.kubernetes.io/{mode}"] = level
                labels[f"pod-security.kubernetes.io/{mode}-version"] = f"v{site.version.line}"
        place = site.env.model.place(part)
        yield site.object(KIND, namespace, part, {}, element=part, place=place, namespace="", labels=labels)
