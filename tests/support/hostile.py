"""A small model with a hostile text in every place that takes any."""

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["HOSTILE", "hostile_files"]

HOSTILE = (
    '"', "'", "`", "\\", "line\nline", "line\n", "\nline\n\n", "\r\n", "tab\there", " blank ", "", "~", "null", "yes",
    "NO", "on", "true", "0755", "0o17", "0x1F", "1e3", "1_000", "12:30:45", ".inf", ".nan", "2001-01-01", "-", "- x",
    "? x", "key: value", "x: {y", "# no comment", "x # no comment", "&a *a", "*a", "!!python/object:os.system x", "%x",
    "%s %d", "@{", "@@{x}", "{{ .Values.x }}", "{{- end }}", "{{/*", "}}", "${x}", "$(HOME)", "$$(HOME)", "$(FIRST)",
    "`id`", "$(id)", "'; id; '", "---", "---\nkind: Pod\n", "...", "|", ">-", "[x]", "[section]\nx=1", "a=b",
    "<b>&amp;",    "<script>x</script>", "]]>", "<!--", "|a|b|", "[x](javascript:y)", "```\nid\n```", "'''",
    "\N{RIGHT-TO-LEFT OVERRIDE}x",    "\N{LINE SEPARATOR}x", "\N{NEXT LINE}x", "\N{NO-BREAK SPACE}",
    "\N{GRINNING FACE}", "\N{ZERO WIDTH NO-BREAK SPACE}x",    "x" * 5000, "<<", "=", "a/b", "../../x", "é",
)  # fmt: skip
"""Texts that mean something to YAML, to templates, to shells, to Markdown, to XML, or to the kubelet."""


_RELEASES = """\
releases:
  "2026.1":
    images: {web: "1.0", filebeat: "6.2", logstash: "6.2", registry: "2.7"}
"""


def hostile_files(text: str, *, keys: bool = True) -> Mapping[str, str]:
    """Return files beside those of the least model, with a text in every place that takes any.

    Parameters
    ----------
    text
        The text.
    keys
        Whether keys of configuration files hold it too.
    """
    tree: dict[str, Any] = {"value": text, "list": [text, text]}
    if keys:
        tree[text] = "value"
    described = {"title": text or "x", "note": text or "x"}
    flat = {"value": text, **({text: "value"} if keys else {})}
    stored = {
        "tree.yaml": {"format": "yaml", "content": tree},
        "tree.json": {"format": "json", "content": tree},
        "flat.ini": {"format": "ini", "content": {"section": flat, **({text: {"a": "b"}} if keys else {})}},
        "flat.properties": {"format": "properties", "content": flat},
        "flat.env": {"format": "env", "content": flat},
        "tree.xml": {"format": "xml", "content": {"root": {"@value": text, "item": [text, text]}}},
        "any.txt": {"text": text.replace("@{", "@@{") or "x"},
    }
    web = {
        **described,
        "image": "web",
        "replicas": 1,
        "endpoints": {"http": {"port": 8080, "health": "/", "exported": True, **described}},
        "uses": [{"to": "api.http", "for": text or "x", "note": text or "x", "auth": {"none": text or "x"}}],
        "command": ["start", text],
        "args": [text],
        "env": {"HOME": "/root", "FIRST": "1", "VALUE": text},
        "probes": {"liveness": {"exec": ["check", text or "x"]}},
        "security": {"root": True, "because": text or "x"},
        "mounts": {"/etc/web": {"config": "settings"}, "/scratch": {"scratch": "1Gi", "sub-path": "x"}},
    }
    api: dict[str, Any] = {
        "image": "web",
        "endpoints": {"http": {"port": 8080, "health": "/"}},
        "logs": "none",
        "logs-because": text or "x",
    }
    aspect = {
        "aspect": "portal",
        "owner": "ldf",
        "source": "DOC",
        **described,
        "components": {"web": web, "api": api},
        "routes": [{"path": "/web", "to": "web.http", "auth": "none", "because": text or "x"}],
        "configs": {"settings": {**described, "files": stored}},
        "secrets": {"key": {"keys": {"a": text or "x"}, "provider": text or "x"}},
    }
    lab = {
        "environment": "lab",
        **described,
        "owner": "ldf",
        "source": "DOC",
        "kind": "sandbox",
        "cluster": "lab",
        "domain": "lab.example.org",
        "include": ["portal", "logging", "registry"],
        "release": "2026.1",
        "deployment-tool": "kubectl",
        "exposure": "internal",
    }
    return {
        "model/aspects/portal.yaml": _written(aspect),
        "model/environments/lab.yaml": _written(lab),
        "model/releases.yaml": _RELEASES,
    }


def _written(tree: Any) -> str:
    """Return a tree as YAML of quoted texts, in which what cannot stand in a file is an escape."""
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    return "".join(c if c.isprintable() or c == "\n" else _escape(ord(c)) for c in text)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
