"""Digests of what is drawn: equal values, equal digest."""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from lsparch.models.symbology import Symbology
from lsparch.views.plans import Plan

__all__ = ["plan_digest", "value_digest"]

DIGITS = 12


def value_digest(value: dict[str, Any]) -> str:
    """Return the first twelve hex digits of the SHA-256 of a value in canonical JSON."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()[:DIGITS]


def plan_digest(plan: Plan, symbology: Symbology) -> str:
    """Return the digest of a plan and of the symbology's format version.

    Two pictures with the same digest show the same things.
    """
    return value_digest({"plan": asdict(plan), "symbology": symbology.symbology})
