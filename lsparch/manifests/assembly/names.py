"""Names of objects, and of what stands in pods."""

import re

__all__ = ["PORT_NAME_LIMIT", "local_name", "port_name", "slug"]

PORT_NAME_LIMIT = 15
"""Longest name of a container's port: that of a service name, RFC 6335."""


def local_name(identifier: str, part: str) -> str:
    """Return the name that an element has in the namespace of a part: with its own part before it, if another."""
    home, _, name = identifier.rpartition("/")
    return name if home == part else f"{home}-{name}"


def port_name(endpoint: str) -> str:
    """Return the name of a container's port, or an empty text if the endpoint's id is none."""
    fits = len(endpoint) <= PORT_NAME_LIMIT and "--" not in endpoint
    return endpoint if fits and re.search("[a-z]", endpoint) else ""


def slug(text: str) -> str:
    """Return a path as part of a name."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "root"
