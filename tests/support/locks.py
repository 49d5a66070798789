"""Locks for tests: digests that nobody has to look up."""

import hashlib
from collections.abc import Mapping

__all__ = ["PRODUCTION_TAGS", "SANDBOX_TAGS", "digest_of", "lock_bytes"]

PRODUCTION_TAGS = {"base": "1", "filebeat": "8", "lab": "w1", "logstash": "8", "site": "1.0", "store": "10.6"}
"""Images that `production` of the small platform deploys."""

SANDBOX_TAGS = {"filebeat": "8", "lab": "w2", "logstash": "8", "site": "1.1"}
"""Images that `sandbox` of the small platform deploys."""


def digest_of(text: str) -> str:
    """Return the digest of a text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def lock_bytes(environment: str, tags: Mapping[str, str], *, content: str = "") -> bytes:
    """Return a lock that pins images of the small platform, each by one tag.

    Parameters
    ----------
    environment
        The environment.
    tags
        Tag by image.
    content
        What the digests are made from, beside image and tag.
    """
    lines = [f"lock: {environment}", "images:" if tags else "images: {}"]
    for name, tag in tags.items():
        digest = digest_of(f"{name}:{tag}{content}")
        lines += [f"  {name}:", "    registry: docker.io", f"    repository: small/{name}", "    digests:"]
        lines.append(f'      "{tag}": {digest}')
    return ("\n".join(lines) + "\n").encode()
