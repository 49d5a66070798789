"""Gateway API: what the expressions in its definitions demand."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.semantics.form import Fault, Path, entries, mapping, names_twice, value_at

__all__ = ["gateway_faults", "route_faults"]

_SPEC: Path = ("spec",)
_PLAIN = frozenset({"HTTP", "TCP", "UDP"})
_NAMELESS = frozenset({"TCP", "UDP"})
_FILTERS = {
    "RequestHeaderModifier": "requestHeaderModifier",
    "ResponseHeaderModifier": "responseHeaderModifier",
    "RequestMirror": "requestMirror",
    "RequestRedirect": "requestRedirect",
    "URLRewrite": "urlRewrite",
    "ExtensionRef": "extensionRef",
}


def gateway_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a Gateway."""
    listeners = list(entries(mapping(obj, "spec"), "listeners", _SPEC))
    yield from names_twice((((*path, "name"), one.get("name")) for path, one in listeners), "listener")
    same = (((*p, "port"), f"{o.get('port')}/{o.get('protocol')}/{o.get('hostname', '')}") for p, o in listeners)
    yield from names_twice(same, "listener for port, protocol and host")
    for path, one in listeners:
        protocol, tls = str(one.get("protocol")), one.get("tls")
        if protocol in _PLAIN and tls is not None:
            yield (*path, "tls"), f"a listener of protocol {protocol} has no certificates"
        if protocol in _NAMELESS and one.get("hostname"):
            yield (*path, "hostname"), f"a listener of protocol {protocol} has no host"
        if protocol == "HTTPS" and value_at(tls, "mode") not in (None, "Terminate"):
            yield (*path, "tls", "mode"), "a listener of protocol HTTPS ends the encryption: Terminate"
        encryption = mapping(one, "tls")
        ends = bool(encryption) and encryption.get("mode", "Terminate") == "Terminate"
        if ends and not encryption.get("certificateRefs") and not encryption.get("options"):
            yield (*path, "tls"), "certificateRefs is missing"


def route_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with an HTTPRoute."""
    rules = list(entries(mapping(obj, "spec"), "rules", _SPEC))
    yield from names_twice((((*path, "name"), rule.get("name")) for path, rule in rules), "rule")
    for path, rule in rules:
        for where, match in entries(rule, "matches", path):
            yield from _path(mapping(match, "path"), (*where, "path"))
        for where, backend in entries(rule, "backendRefs", path):
            is_service = backend.get("kind", "Service") == "Service" and not backend.get("group")
            if is_service and backend.get("port") is None:
                yield where, "port is missing, which a Service needs"
        yield from _filters(rule, path)


def _path(path: Mapping[str, Any], where: Path) -> Iterator[Fault]:
    kind, text = str(path.get("type", "PathPrefix")), path.get("value", "/")
    if kind not in {"Exact", "PathPrefix"} or not isinstance(text, str):
        return
    if not text.startswith("/"):
        yield (*where, "value"), f"the path {text} must begin with a slash"
    elif any(part in text for part in ("//", "/./", "/../", "#", "%2f", "%2F")) or text.endswith(("/.", "/..")):
        yield (*where, "value"), f"the path {text} must not have //, /./, /../, # or %2f"


def _filters(rule: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    filters = list(entries(rule, "filters", path))
    kinds = [str(one.get("type")) for _, one in filters]
    for where, one in filters:
        wanted = _FILTERS.get(str(one.get("type")))
        if wanted and one.get(wanted) is None:
            yield where, f"{wanted} is missing, of which the type speaks"
    if "RequestRedirect" in kinds and rule.get("backendRefs"):
        yield (*path, "backendRefs"), "requests that are sent elsewhere reach no Service"
    if {"RequestRedirect", "URLRewrite"} <= set(kinds):
        yield (*path, "filters"), "requests are either sent elsewhere or rewritten"
