"""PriorityClasses: which pods are placed first, and which give way."""

from collections.abc import Iterator

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.priorities import priority_class, used_priorities
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "PriorityClass"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the classes that pods of this environment name.

    They belong to no namespace, so that each environment has its own: removing one takes nothing from another.
    """
    site = shop.site
    used = used_priorities(site)
    if not used or not site.has(Feature.PRIORITY_CLASS_NAME):
        return
    platform = site.env.model.platform.platform
    for name, part in used.items():
        priority = site.policy.priorities[name]
        body = {"value": priority.value, "globalDefault": False, "description": priority.title}
        if not priority.preempts and site.has(Feature.PREEMPTION_POLICY):
            body["preemptionPolicy"] = "Never"
        place = site.env.model.place(platform, "pods", "priorities", name)
        yield site.object(
            KIND, priority_class(site, name), part, body, element=f"{platform}.pods.priorities.{name}", place=place,
            namespace="",
        )  # fmt: skip
