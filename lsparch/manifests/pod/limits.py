"""What a container gets that asks for nothing."""

from typing import Any

from lsparch.manifests.assembly.site import Site
from lsparch.manifests.pod.container import resources
from lsparch.models.component import Resources

__all__ = ["container_defaults"]


def container_defaults(site: Site) -> dict[str, Any]:
    """Return the requests and limits of a container without any, by the fields of a LimitRange; from the platform."""
    declared = site.env.model.platform.defaults.get("container", {}).get("resources")
    if declared is None:
        return {}
    amounts = resources(Resources.model_validate(declared))
    fields = (("defaultRequest", "requests"), ("default", "limits"))
    return {field: amounts[key] for field, key in fields if key in amounts}
