"""Readable paths into objects: ``spec.containers[firefly].env[TAP_URL].value``."""

import json
import re
from functools import lru_cache

__all__ = ["child", "item_path"]

_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)

_BRACKETS = re.compile(r"[\[\]\"]")


def child(path: str, key: str) -> str:
    """Path of a key of a mapping; keys that are no plain words stand in brackets."""
    if _is_simple(key):
        return f"{path}.{key}" if path else key
    return item_path(path, key)


def item_path(path: str, label: str | int) -> str:
    """Path of an item of a list."""
    text = str(label)
    return f"{path}[{json.dumps(text) if not text or _BRACKETS.search(text) else text}]"


@lru_cache(maxsize=4096)
def _is_simple(key: str) -> bool:
    return _SIMPLE.fullmatch(key) is not None
