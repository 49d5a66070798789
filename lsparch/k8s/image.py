"""Image references in one form."""

import re
from functools import lru_cache

__all__ = ["canonical_image", "default_pull_policy"]

_REFERENCE = re.compile(r"(?P<name>[^@]+?)(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?P<digest>.+))?")


@lru_cache(maxsize=1024)
def canonical_image(reference: str) -> str:
    """Write a reference with registry, repository and tag or digest.

    ``nginx:1.25`` becomes ``docker.io/library/nginx:1.25``; without tag and digest the tag is
    ``latest``. A text that is no reference is returned as it is.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None or "/" in (match["tag"] or ""):
        return reference
    first, slash, rest = match["name"].partition("/")
    if not slash or not (first == "localhost" or "." in first or ":" in first):
        first, rest = "docker.io", match["name"]
    if first in {"index.docker.io", "registry-1.docker.io"}:
        first = "docker.io"
    if first == "docker.io" and "/" not in rest:
        rest = f"library/{rest}"
    tag = match["tag"] or (None if match["digest"] else "latest")
    return f"{first}/{rest}" + (f":{tag}" if tag else "") + (f"@{match['digest']}" if match["digest"] else "")


def default_pull_policy(reference: str) -> str:
    """Return what the API server writes as ``imagePullPolicy`` where a manifest says nothing."""
    tagged = canonical_image(reference).partition("@")[0]
    return "Always" if tagged.endswith(":latest") else "IfNotPresent"
