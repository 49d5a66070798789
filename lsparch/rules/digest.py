"""The digest by which an environment is signed off."""

import hashlib
import json

from lsparch.graph import ArchGraph

__all__ = ["sign_off_digest"]


def sign_off_digest(graph: ArchGraph) -> str:
    """Return 12 hexadecimal digits that change with any value, node or edge of an environment's graph."""
    text = json.dumps(graph.canonical(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
