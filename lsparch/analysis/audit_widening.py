"""What network policies let pods reach outside beyond one connection; policies of the same pods add up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from lsparch.k8s.store import StoredObject

__all__ = ["API_PORTS", "Opening", "has_port", "openings", "selects_labels", "widest"]

API_PORTS = (443, 6443)
"""Ports of the Kubernetes API: that of its Service, and that of its servers."""

_ALL = ("0.0.0.0/0", "::/0")
_PREFIXES = ("k8s:", "any:")
"""Prefixes by which Cilium says where a label comes from."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Addresses or names that one rule of a policy allows on a port."""

    cidr: str
    """Address block; empty for names."""

    excepted: tuple[str, ...]
    pattern: str
    """Pattern of names with a wildcard; empty for addresses."""

    policy: StoredObject

    @property
    def text(self) -> str:
        """What is allowed, in words."""
        if self.pattern:
            return f"any name like {self.pattern}"
        if self.cidr in _ALL:
            return "any public address" if self.excepted else "any address"
        return f"{self.cidr} but not {', '.join(self.excepted)}" if self.excepted else self.cidr

    def covers(self, other: "Opening") -> bool:
        """Tell whether all that another rule allows is allowed by this one too, as far as blocks tell."""
        if self.pattern or other.pattern:
            return self.pattern == other.pattern or (self.cidr in _ALL and not self.excepted)
        inside = _contains(self.cidr, other.cidr)
        return inside and (not self.excepted or set(self.excepted) <= set(other.excepted))


def _contains(outer: str, inner: str) -> bool:
    a, b = ip_network(outer, strict=False), ip_network(inner, strict=False)
    match a, b:
        case (IPv4Network(), IPv4Network()) | (IPv6Network(), IPv6Network()):
            return int(a.network_address) <= int(b.network_address) and int(b.broadcast_address) <= int(
                a.broadcast_address
            )
        case _:
            return False


def selects_labels(policy: StoredObject, labels: Mapping[str, Any]) -> bool:
    """Tell whether a policy selects pods with some labels."""
    spec = policy.data.get("spec") or {}
    selector = spec.get("podSelector") or spec.get("endpointSelector") or {}
    wanted = {_bare(key): value for key, value in (selector.get("matchLabels") or {}).items()}
    return all(labels.get(key) == value for key, value in wanted.items()) and all(
        _meets(expression, labels) for expression in selector.get("matchExpressions") or ()
    )


def _bare(key: str) -> str:
    return next((key.removeprefix(prefix) for prefix in _PREFIXES if key.startswith(prefix)), key)


def _meets(expression: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    key, values = _bare(str(expression.get("key"))), expression.get("values") or ()
    match expression.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case _:
            return key not in labels


def has_port(rule: Mapping[str, Any], port: int | None) -> bool:
    """Tell whether an egress rule is about a port; ranges, and rules about every port, count."""
    written = [
        *(rule.get("ports") or ()),
        *(p for group in rule.get("toPorts") or () for p in group.get("ports") or ()),
    ]
    return not written or any(_is_port(entry, port) for entry in written)


def _is_port(entry: Mapping[str, Any], port: int | None) -> bool:
    first, last = str(entry.get("port", 0)), entry.get("endPort")
    if first == "0" or first == str(port):
        return True
    return port is not None and first.isdigit() and last is not None and int(first) <= port <= int(last)


def openings(policy: StoredObject, port: int | None) -> Iterator[Opening]:
    """Iterate over blocks, and names with wildcards, that the egress rules of a policy allow on a port."""
    cilium = policy.kind == "CiliumNetworkPolicy"
    for rule in (policy.data.get("spec") or {}).get("egress") or ():
        if not has_port(rule, port):
            continue
        blocks = [peer["ipBlock"] for peer in rule.get("to") or () if peer.get("ipBlock")]
        blocks += [{"cidr": cidr} for cidr in rule.get("toCIDR") or ()]
        blocks += [block for block in rule.get("toCIDRSet") or () if block.get("cidr")]
        peers = [key for key in rule if key.startswith("to") and key != "toPorts" and rule[key]]
        everybody = not peers and (not cilium or bool(rule.get("toPorts")))
        if everybody or {"all", "world"} & set(rule.get("toEntities") or ()):
            blocks.append({"cidr": _ALL[0]})
        for block in blocks:
            yield Opening(str(block["cidr"]), tuple(block.get("except") or ()), "", policy)
        for name in rule.get("toFQDNs") or ():
            if "*" in str(name.get("matchPattern") or ""):
                yield Opening("", (), str(name["matchPattern"]), policy)


def widest(
    found: Iterable[Opening],
    known: Iterable[str],
    declared: Iterable[str],
    peers: Iterable[str],
    key: str,
    port: int | None,
    causes: Mapping[str, Sequence[str]],
) -> tuple[tuple[Opening, str], ...]:
    """Return the widest of what rules allow beyond a connection, each with the reason.

    Parameters
    ----------
    found
        What all rules of all policies of the pods allow on the port.
    known
        Address blocks of the connection's target.
    declared
        Address blocks to which the pods have other connections; they are no widening, unless they contain the target.
    peers
        What the pods connect to on this port, by id.
    key
        Key of the annotation in which a policy says what it allows beyond its connections.
    port
        Port of the connection.
    causes
        What makes a policy without that annotation wide, by what it allows.
    """
    own, others, named = tuple(known), frozenset(declared), frozenset(peers)
    beyond = [
        o for o in found
        if o.pattern or (o.cidr not in own and (o.cidr not in others or _is_around(o.cidr, own)))
    ]  # fmt: skip
    kept: list[Opening] = []
    for opening in beyond:
        if not any(other.covers(opening) for other in kept):
            kept = [other for other in kept if not opening.covers(other)] + [opening]
    return tuple((opening, _reason(opening, named, key, port) or _because(opening, causes)) for opening in kept)


def _is_around(cidr: str, known: tuple[str, ...]) -> bool:
    return cidr in _ALL or any(_contains(cidr, block) for block in known)


def _reason(opening: Opening, peers: frozenset[str], key: str, port: int | None) -> str:
    policy = opening.policy
    text = str(((policy.data.get("metadata") or {}).get("annotations") or {}).get(key, ""))
    causes = []
    for entry in text.split("; "):
        identifier, _, what = entry.partition(": ")
        if what.partition(",")[0] != opening.text:
            continue
        if identifier.endswith(".api-server") and port in API_PORTS:
            causes.append("the Kubernetes API")
        elif identifier in peers:
            causes.append(identifier)
    return f"by the rule for {' and '.join(causes)}" if causes else ""


def _because(opening: Opening, causes: Mapping[str, Sequence[str]]) -> str:
    known = " and ".join(causes.get(opening.text, ()))
    return f"by the rule for {known}" if known else f"by the policy {opening.policy.name}"
