"""The viewer as one HTML file, which asks for nothing and runs nothing but its own script."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files

from lsparch.draw.svg import font_faces

__all__ = ["LIVE_POLICY", "part_text", "security_policy", "viewer_page", "viewer_script", "viewer_styles"]

LIVE_POLICY = "connect-src 'self'"
"""What a page needs beside, that a server keeps up to date."""

_NOSCRIPT = "This page needs JavaScript, which is part of it; nothing is loaded from elsewhere."
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def viewer_page(title: str, parts: Iterable[tuple[str, str]], *, live: str = "") -> bytes:
    """Return the page.

    Parameters
    ----------
    title
        Title of the page.
    parts
        Name and JSON of each part of the data; see `lsparch.emit.viewer.document`.
    live
        Address, below that of the page, at which a server tells of changes; empty for a page that stands alone.
    """
    sheets = viewer_styles()
    script = viewer_script()
    policy = security_policy(sheets, script, live=bool(live))
    lines = [
        "<!doctype html>",
        f'<html lang="en"{f" data-live={json.dumps(live)}" if live else ""}>',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title>",
        *(f"<style>{sheet}</style>" for sheet in sheets),
        "</head>",
        "<body>",
        '<div id="viewer"></div>',
        f"<noscript>{_NOSCRIPT}</noscript>",
        *(f'<script type="application/json" data-part="{escape(name)}">{text}</script>' for name, text in parts),
        f'<script type="module">{script}</script>',
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def part_text(part: Mapping[str, object]) -> str:
    """Return JSON that can stand inside HTML: nothing in it ends a script or begins a comment."""
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def security_policy(sheets: Iterable[str], script: str, *, live: bool = False) -> str:
    """Return the Content-Security-Policy: only these styles and this script, and no address at all."""
    rules = [
        "default-src 'none'",
        f"script-src {_digest(script)}",
        f"style-src {' '.join(dict.fromkeys(_digest(sheet) for sheet in sheets))}",
        "font-src data:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join([*rules, LIVE_POLICY] if live else rules)


def viewer_styles() -> tuple[str, str]:
    """Return the style sheets: the font that pictures use, and the viewer's own."""
    return font_faces(), _asset("viewer.css")


def viewer_script() -> str:
    """Return the script."""
    return _asset("viewer.js")


def _asset(name: str) -> str:
    return (files("lsparch.emit.viewer") / "assets" / name).read_text(encoding="utf-8").rstrip("\n")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
