"""Paths of HTTP endpoints."""

from lsparch.models.component import Endpoint

__all__ = ["lies_below", "publishes", "serves"]


def lies_below(path: str, base: str) -> bool:
    """Tell whether a path is a base path or lies below it, by whole segments."""
    return path == base or path.startswith(base.rstrip("/") + "/")


def serves(endpoint: Endpoint, path: str) -> bool:
    """Tell whether an endpoint answers at a path; one that states no paths answers everywhere."""
    known = (*endpoint.paths, *([endpoint.health] if endpoint.paths and endpoint.health else []))
    return not known or any(lies_below(path, base) for base in known)


def publishes(endpoint: Endpoint, prefix: str) -> bool:
    """Tell whether a route's prefix reaches something that an endpoint serves."""
    return serves(endpoint, prefix) or any(lies_below(base, prefix) for base in endpoint.paths)
