"""Spellings of values that graphs of every origin share, so that they can be compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["digest", "labels_text", "mount_text", "port_text", "probe_text", "secret_text", "text_value", "verbs_text"]


def digest(text: str) -> str:
    """Return the digest that stands for a text; what it says is never kept, as it may be a secret."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def text_value(text: str | Sequence[str]) -> str:
    """Return how a text, or a list of texts, is compared."""
    return f"text {digest(text if isinstance(text, str) else json.dumps(list(text)))}"


def port_text(number: int, transport: str) -> str:
    """Return how a port is written."""
    return f"{number}/{transport}"


def labels_text(choices: Iterable[Mapping[str, str]]) -> str:
    """Return how alternative sets of labels are written."""
    return " or ".join(sorted(",".join(f"{key}={value}" for key, value in sorted(c.items())) for c in choices))


def verbs_text(verbs: Iterable[str]) -> str:
    """Return how verbs of an API are written."""
    return " ".join(sorted(set(verbs)))


def secret_text(secret: str, keys: Iterable[str]) -> str:
    """Return how a mounted secret is written: all of it, or some keys."""
    named = ", ".join(sorted(keys))
    return f"secret {secret}" + (f" of {named}" if named else "")


def mount_text(what: str, sub_path: str | None, *, read_only: bool) -> str:
    """Return how a mount is written: what is mounted, which path of it, and whether it can be written."""
    return what + (f" below {sub_path}" if sub_path else "") + (" read-only" if read_only else "")


def probe_text(action: str, timing: Mapping[str, int]) -> str:
    """Return how a probe is written: what it does, and when, without what Kubernetes takes for granted."""
    told = {name: seconds for name, seconds in timing.items() if seconds != _TAKEN_FOR_GRANTED.get(name)}
    return " ".join((action, *(f"{name}={seconds}" for name, seconds in sorted(told.items()))))


_TAKEN_FOR_GRANTED = {"delay": 0, "period": 10, "timeout": 1, "failures": 3}
