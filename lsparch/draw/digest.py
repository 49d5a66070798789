"""Digests of what is drawn: equal values, equal digest."""

import json
from dataclasses import fields
from hashlib import sha256
from typing import Any

from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan

__all__ = ["key_of", "plan_digest", "plan_text", "value_digest"]

DIGITS = 12


def value_digest(value: Any) -> str:
    """Return the first twelve hex digits of the SHA-256 of a value in canonical JSON, dataclasses as objects."""
    return sha256(canonical(value).encode("ascii")).hexdigest()[:DIGITS]


def canonical(value: Any) -> str:
    """Return the canonical JSON of a value."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=as_object)


def as_object(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass, without those that nobody sees."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.metadata.get("shown", True)}


def key_of(*texts: str) -> str:
    """Return the key under which something is kept that was made from some texts, and from nothing else."""
    found = sha256()
    for text in texts:
        data = text.encode()
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def plan_text(plan: Plan) -> str:
    """Return a text that is the same for equal plans, and for no others."""
    quick = " quick" if isinstance(plan, DiagramPlan) and plan.quick else ""
    return f"{type(plan).__name__} {canonical(plan)}{quick}"


def plan_digest(plan: Plan, symbology: Symbology) -> str:
    """Return the digest of a plan and of the symbology's format version.

    Two pictures with the same digest show the same things.
    """
    return value_digest({"plan": plan, "symbology": symbology.symbology})
