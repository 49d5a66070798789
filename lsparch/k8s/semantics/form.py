"""Reading parts of objects that may hold anything, and tests of single values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from lsparch.k8s.identity import NameRule, label_key_fault, label_value_fault, name_fault
from lsparch.k8s.quantity import parse_quantity

__all__ = [
    "Fault",
    "Path",
    "amount",
    "entries",
    "is_address",
    "label_faults",
    "label_name_fault",
    "mapping",
    "names_twice",
    "network",
    "one_of",
    "operator_faults",
    "path_fault",
    "percent_fault",
    "port_name_fault",
    "selector_faults",
    "value_at",
]

Path = tuple[str | int, ...]
Fault = tuple[Path, str]
"""Path to a value, and what is wrong with it."""

_PERCENT = re.compile(r"[0-9]+%")
_PORT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PORT_NAME_LIMIT = 15
_WITH_VALUES = frozenset({"In", "NotIn"})
_WITHOUT_VALUES = frozenset({"Exists", "DoesNotExist"})


def mapping(node: Any, *path: str) -> Mapping[str, Any]:
    """Return the mapping at a path; an empty one where there is none, or something else."""
    found = value_at(node, *path)
    return found if isinstance(found, dict) else {}


def value_at(node: Any, *path: str | int) -> Any:
    """Return the value at a path of keys, or None where there is none."""
    for step in path:
        if not isinstance(node, dict):
            return None
        node = node.get(step)
    return node


def entries(node: Any, key: str, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Iterate over the mappings of the list at a key, each with its path."""
    found = node.get(key) if isinstance(node, dict) else None
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield (*path, key, index), item


def amount(value: Any) -> Fraction | None:
    """Return a quantity as a number, or None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return parse_quantity(value)
    except ValueError:
        return None


def names_twice(found: Iterable[tuple[Path, Any]], what: str) -> Iterator[Fault]:
    """Iterate over what occurs again; `found` gives values with their paths."""
    seen: set[str] = set()
    for path, value in found:
        if value is None:
            continue
        if str(value) in seen:
            yield path, f"a second {what} {value}"
        seen.add(str(value))


def one_of(
    node: Mapping[str, Any], keys: Iterable[str], path: Path, what: str, *, wanted: bool = True
) -> Iterator[Fault]:
    """Tell where more than one of some keys is given, or none."""
    given = [key for key in keys if node.get(key) is not None]
    if len(given) > 1:
        yield (*path, given[-1]), f"only one {what} can be given, not {' and '.join(given)}"
    if wanted and not given:
        yield path, f"the {what} is missing"


def label_faults(labels: Any, path: Path, *, values: bool = True) -> Iterator[Fault]:
    """Iterate over the keys of labels or annotations, and the values of labels, that have the wrong form."""
    for key, value in labels.items() if isinstance(labels, dict) else ():
        if isinstance(key, str) and (fault := label_key_fault(key)):
            yield (*path, key), fault
        if values and isinstance(value, str) and (fault := label_value_fault(value)):
            yield (*path, key), fault


def selector_faults(selector: Any, path: Path) -> Iterator[Fault]:
    """Iterate over what is wrong with a label selector."""
    yield from label_faults(mapping(selector, "matchLabels"), (*path, "matchLabels"))
    for where, expression in entries(selector, "matchExpressions", path):
        yield from operator_faults(expression, where)


def operator_faults(expression: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Tell where the operator of an expression and its values do not go together."""
    operator, values = str(expression.get("operator")), expression.get("values")
    if operator in _WITH_VALUES and not values:
        yield path, f"operator {operator} needs values"
    if operator in _WITHOUT_VALUES and values:
        yield (*path, "values"), f"operator {operator} takes no values"


def percent_fault(value: Any) -> str:
    """Say what is wrong with a number or share, or nothing."""
    if isinstance(value, str) and not _PERCENT.fullmatch(value):
        return f"{value!r} is neither a number nor a share such as 25%"
    if isinstance(value, int) and value < 0:
        return f"must be at least 0, not {value}"
    return ""


def port_name_fault(name: Any) -> str:
    """Say what is wrong with the name of a port of a container, or nothing."""
    if not isinstance(name, str) or not name:
        return ""
    if len(name) > _PORT_NAME_LIMIT:
        return f"the name {name} of a port has {len(name)} characters; {_PORT_NAME_LIMIT} are allowed"
    if not _PORT_NAME.fullmatch(name) or name.isdigit():
        return f"the name {name!r} of a port needs lower-case letters, digits and single '-', with a letter"
    return ""


def path_fault(value: Any) -> str:
    """Say what is wrong with the path of a file within a volume, or nothing."""
    if not isinstance(value, str):
        return ""
    if value.startswith("/"):
        return f"the path {value} must be relative"
    return f"the path {value} leads out of the volume" if ".." in value.split("/") else ""


def is_address(value: Any) -> bool:
    """Tell whether a text is an IP address."""
    try:
        ip_address(str(value))
    except ValueError:
        return False
    return True


def network(value: Any) -> IPv4Network | IPv6Network | None:
    """Return a block of addresses such as ``10.0.0.0/8``, or None for what is none."""
    if not isinstance(value, str) or "/" not in value:
        return None
    try:
        return ip_network(value, strict=False)
    except ValueError:
        return None


def label_name_fault(name: Any) -> str:
    """Say what is wrong with a name that must be a DNS label, or nothing."""
    return (name_fault(name, NameRule.DNS_LABEL) or "") if isinstance(name, str) else ""
