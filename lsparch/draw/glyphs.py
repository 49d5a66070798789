"""Our vector symbols: line drawings on a field of 24 by 24, in the colour of what uses them.

Each keeps clear of the outer two units, and strokes keep two and a half units apart, so that it can be read at 16
pixels. What runs pods is in a hexagon, what guards is a shield or a wall, what holds data is round or lies flat.
"""

__all__ = ["FIELD", "GLYPHS", "glyph_table", "stroke_of"]

FIELD = 24
"""Width and height of the field that a glyph is drawn on."""

STROKE = 1.7
MARK_STROKE = 2.6
SIGN_STROKE = 3.6

_CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18Z"
_HEXAGON = "M12 2.6 20.2 7.3v9.4L12 21.4 3.8 16.7V7.3Z"
_PAGE = "M5.5 3h8.6L18.5 7.4V21h-13Z M13.8 3v4.7h4.7"
_DRIVE = "M3.5 14.5h17V20h-17Z M16.8 17.2h.1"

_KINDS = {
    "application": "M4 4h16v16H4Z M9.5 9.5h5v5h-5Z M12 4v5.5 M12 14.5V20",
    "aspect": "M3.5 4.5h17v15h-17Z M3.5 9h17 M6.5 6.8h.1 M9.5 6.8h.1",
    "autoscaler": "M9.5 8h5v8h-5Z M3 12h3.6 M17.4 12H21 M5.2 9.4 2.8 12l2.4 2.6 M18.8 9.4l2.4 2.6-2.4 2.6",
    "backend": "M4 4.5h16v6H4Z M4 13.5h16v6H4Z M7.5 7.5h.1 M7.5 16.5h.1 M12.5 7.5h4 M12.5 16.5h4",
    "batch": "M4 4h6v6H4Z M14 4h6v6h-6Z M4 14h6v6H4Z M13.5 17H20 M17.2 14.2 20 17l-2.8 2.8",
    "cache": "M13.2 2.8 5.5 13.5H11L10 21.2l8-11h-5.6Z",
    "ci": "M4 12a8 8 0 0 1 13.7-5.6L20 8.6 M20 3.6v5h-5 M20 12a8 8 0 0 1-13.7 5.6L4 15.4 M4 20.4v-5h5",
    "cluster": "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9Z M12 2.5v5 M12 16.5v5 M2.5 12h5 M16.5 12h5"
    " M5.3 5.3l3.5 3.5 M15.2 15.2l3.5 3.5 M18.7 5.3l-3.5 3.5 M8.8 15.2l-3.5 3.5",
    "config-map": f"{_PAGE} M9 12h6 M9 16h6",
    "container": "M3.5 5.5h17v13h-17Z M8 8.8v6.4 M12 8.8v6.4 M16 8.8v6.4",
    "cronjob": f"{_CIRCLE} M12 7v5l3.5 2.2",
    "custom-resource": "M4 8.5h4.3a2.5 2.5 0 1 1 4.7 0h4.5v4.3a2.5 2.5 0 1 1 0 4.7V21H4Z",
    "daemonset": f"{_HEXAGON} M8.2 9v6 M12 9v6 M15.8 9v6",
    "dashboard": "M4 3.5v16.5h16.5 M8.2 16.5v-4 M12.2 16.5V8 M16.2 16.5v-6.5",
    "database": "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3v12c0 1.7-3.1 3-7 3s-7-1.3-7-3Z"
    " M5 6c0 1.7 3.1 3 7 3s7-1.3 7-3 M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3",
    "dataset": "M3.5 4.5h17v15h-17Z M3.5 9.5h17 M9.2 9.5v10 M14.8 9.5v10 M3.5 14.5h17",
    "deployment": f"{_HEXAGON} M16 12a4 4 0 1 1-1.6-3.2 M15.2 5.9l-.4 3.3-3.2-.5",
    "disruption-budget": "M12 2.8v1.4 M3.2 12.8a8.8 8.6 0 0 1 17.6 0Z M12 12.8v6a2.2 2.2 0 0 1-4.4 0",
    "environment": f"{_CIRCLE} M3 12h18 M12 3c3.6 4 3.6 14 0 18 M12 3c-3.6 4-3.6 14 0 18",
    "external": "M7 18.5a4.3 4.3 0 0 1-.4-8.6A5.6 5.6 0 0 1 17.2 8.8a4.9 4.9 0 0 1 .1 9.7Z",
    "external-database": "M3.5 6.5C3.5 5 6.2 4 9.5 4s6 1 6 2.5v11c0 1.4-2.7 2.5-6 2.5s-6-1.1-6-2.5Z"
    " M3.5 6.5C3.5 8 6.2 9 9.5 9s6-1 6-2.5 M12 14h9 M18.2 11.2 21 14l-2.8 2.8",
    "filebeat": "M11.5 21h-6V3h8.6L18.5 7.4v4.4 M9 8.5h4 M9 12.5h4.5 M13 17.8h8 M18.2 15 21 17.8l-2.8 2.8",
    "gateway": "M4 21V11.2a8 8 0 0 1 16 0V21 M9 21v-9a3 3 0 0 1 6 0v9 M2.6 21h18.8",
    "host-group": "M5 3h14v18H5Z M5 9h14 M5 15h14 M8.2 6h.1 M8.2 12h.1 M8.2 18h.1 M12 6h4 M12 12h4 M12 18h4",
    "identity": "M12 2.8l7.6 3v6c0 4.5-3.2 7.8-7.6 9.4-4.4-1.6-7.6-4.9-7.6-9.4v-6Z M8.4 12l2.5 2.5 4.7-5",
    "image": "M12 3 3.5 7.5 12 12l8.5-4.5Z M3.5 12l8.5 4.5 8.5-4.5 M3.5 16.5 12 21l8.5-4.5",
    "ingress": "M12.5 4H20v16h-7.5 M3 12h11.5 M10.8 8 14.8 12l-4 4",
    "init-container": "M5 21V3.5h14l-3.6 4.6L19 12.7H5",
    "job": f"{_CIRCLE} M10 8.2v7.6l6-3.8Z",
    "load-balancer": "M9.5 3h5v4.5h-5Z M12 7.5v7.8 M12 11.2H5.2v4.1 M12 11.2h6.8v4.1 M3 15.3h4.4V20H3Z"
    " M9.8 15.3h4.4V20H9.8Z M16.6 15.3H21V20h-4.4Z",
    "log-store": "M3.5 4.5h17 M3.5 9.5h5 M3.5 14.5h4 M3.5 19.5h6 M14.5 9a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9Z"
    " M17.8 16.8 21 20.2",
    "logstash": "M3.5 4h17l-6.3 8v6.5l-4.4 2.3V12Z",
    "namespace": "M8.5 4H4v16h4.5 M15.5 4H20v16h-4.5 M8.8 12h.1 M12 12h.1 M15.2 12h.1",
    "network-policy": "M3.5 5h17v14h-17Z M3.5 9.7h17 M3.5 14.3h17 M9.2 5v4.7 M14.8 9.7v4.6 M9.2 14.3V19",
    "node-pool": "M6 6h12v12H6Z M10 10h4v4h-4Z M9 3v3 M15 3v3 M9 18v3 M15 18v3 M3 9h3 M3 15h3 M18 9h3 M18 15h3",
    "page": f"{_PAGE} M8.5 14h6.5 M12.4 11.2 15.2 14l-2.8 2.8",
    "package": "M12 2.8l8 4.2v10l-8 4.2L4 17V7Z M4 7l8 4.2L20 7 M12 11.2v10 M8 4.9l8 4.2v3.6",
    "platform": "M4 4h6.5v6.5H4Z M13.5 4H20v6.5h-6.5Z M4 13.5h6.5V20H4Z M13.5 13.5H20V20h-6.5Z",
    "pod": f"{_HEXAGON} M3.8 7.3l8.2 4.7 8.2-4.7 M12 12v9.4",
    "proxy": "M4 8h13 M14 5l3 3-3 3 M20 16H7 M10 13l-3 3 3 3",
    "queue": "M3.5 7h17v10h-17Z M9.2 7v10 M14.8 7v10",
    "quota": "M3 18a9 9 0 1 1 18 0 M12 18l4.6-6 M3 18h3.2 M17.8 18H21",
    "registry": "M4 13h7v7H4Z M13 13h7v7h-7Z M8.5 4h7v7h-7Z",
    "replica-set": f"{_HEXAGON} M8 8h5.4v5.4H8Z M10.8 16H16v-5.2",
    "role": "M5.5 4.5h13V21h-13Z M9 3h6v3.6H9Z M8.8 13.4l2.2 2.2 4.2-4.6",
    "route": "M6 16a2.4 2.4 0 1 0 0 4.8A2.4 2.4 0 1 0 6 16Z M6 16v-5a4 4 0 0 1 4-4h10 M16.4 3.2 20.2 7l-3.8 3.8",
    "search": "M10.5 3.5a7 7 0 1 0 0 14 7 7 0 1 0 0-14Z M15.6 15.6 21 21 M7.8 13v-2 M10.5 13V7.5 M13.2 13V9.5",
    "secret": "M8 10a4.8 4.8 0 1 0 0 9.6A4.8 4.8 0 1 0 8 10Z M11.5 11.5 20.2 3.2 M16.4 6.8l3 3 M13.2 9.8l2.4 2.4",
    "service": "M5 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5Z M7.5 12H16 M7.2 10.8 16.4 6 M7.2 13.2 16.4 18"
    " M18.5 2.8a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6Z M18.5 9.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6Z"
    " M18.5 16.6a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6Z",
    "service-account": "M5 5.5h14V21H5Z M12 2.8v4.4 M12 10a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 1 0 0-4.4Z"
    " M8.4 18.2c.4-1.6 1.8-2.2 3.6-2.2s3.2.6 3.6 2.2",
    "sidecar": "M3.5 4.5h10.5v15H3.5Z M17 9.5h3.8v10H17Z M7.2 8.5h3",
    "spawned-pod": f"{_HEXAGON} M12 8.2v7.6 M8.2 12h7.6",
    "statefulset": f"{_HEXAGON} M8 9.2c0-1.1 1.8-1.9 4-1.9s4 .8 4 1.9v5.6c0 1.1-1.8 1.9-4 1.9s-4-.8-4-1.9Z"
    " M8 9.2c0 1.1 1.8 1.9 4 1.9s4-.8 4-1.9",
    "storage-class": f"{_DRIVE} M6 11h12 M8 7.5h8 M10 4h4",
    "team": "M9 5a3.6 3.6 0 1 0 0 7.2A3.6 3.6 0 1 0 9 5Z M2.5 20c.4-3.8 2.9-5.6 6.5-5.6s6.1 1.8 6.5 5.6Z"
    " M15.5 5.4a3.4 3.4 0 0 1 0 6.4 M17.5 14.8c2.4.6 3.8 2.3 4 5.2",
    "terminal": "M3.5 5h17v14h-17Z M7 9.2l3.2 2.8L7 14.8 M12.5 15.2H17",
    "user": "M12 3.5a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 1 0 0-8.4Z M4.2 20.5c.6-4.2 3.6-6.2 7.8-6.2s7.2 2 7.8 6.2Z",
    "volume": f"{_DRIVE} M3.5 14.5 6 4.5h12l2.5 10 M13.4 17.2h.1",
    "volume-claim": f"{_DRIVE} M12 3v7.8 M8.6 7.6 12 11l3.4-3.4",
}

_MARKS = {
    "key": "M7.5 10.5a5 5 0 1 0 0 10 5 5 0 1 0 0-10Z M11.2 11.8 20.5 3 M16.4 7l3.4 3.4",
    "open-lock": "M4.5 11.5h15v9h-15Z M8 11.5V7.4a4 4 0 0 1 7.8-1.2",
    "person": "M12 3.2a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 1 0 0-8.6Z M4 21c.6-4.4 3.6-6 8-6s7.4 1.6 8 6Z",
    "seal": "M12 3a6 6 0 1 0 0 12 6 6 0 1 0 0-12Z M8.4 14.5 7 21.4l5-2.6 5 2.6-1.4-6.9",
}

_SIGNS = {
    "about": "M3.5 14c3-6 6-4.6 8.5-2s5.5 4 8.5-2",
    "cross": "M5 5l14 14 M19 5 5 19",
    "delta": "M12 5 20 19H4Z",
    "exclamation": "M12 3.5v10.5 M12 20.5h.1",
    "lower": "M12 3.5v16 M5.5 13.5l6.5 6.5 6.5-6.5",
    "minus": "M4 12h16",
    "plus": "M12 4v16 M4 12h16",
    "question": "M7 8.5a5 5 0 1 1 7.3 4.4c-1.5.8-2.3 1.6-2.3 3.1 M12 20.8h.1",
    "stopped": "M5 5h14v14H5Z",
    "to-come": "M4.5 12h.1 M12 12h.1 M19.5 12h.1",
}

GLYPHS = _KINDS | _MARKS | _SIGNS
"""Path data by name, stroked and not filled."""


def stroke_of(glyph: str) -> float:
    """Return the width of a glyph's lines: wider in those that are always drawn small."""
    return SIGN_STROKE if glyph in _SIGNS else MARK_STROKE if glyph in _MARKS else STROKE


def glyph_table() -> dict[str, tuple[str, float]]:
    """Return path data and width of the lines of every glyph, by name."""
    return {glyph: (data, stroke_of(glyph)) for glyph, data in GLYPHS.items()}
