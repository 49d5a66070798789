"""Our vector symbols: line drawings on a field of 24 by 24, in the colour of what uses them."""

__all__ = ["FIELD", "GLYPHS"]

FIELD = 24
"""Width and height of the field that a glyph is drawn on."""

_CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18Z"
_HEXAGON = "M12 2.8 20 7.4v9.2l-8 4.6-8-4.6V7.4Z"
_SPOKES = "M5.6 5.6l2.6 2.6M15.8 15.8l2.6 2.6M18.4 5.6l-2.6 2.6M8.2 15.8l-2.6 2.6"

GLYPHS = {
    "aspect": "M3.5 4.5h17v15h-17Z M3.5 9h17 M6.5 6.8h.1 M9.5 6.8h.1",
    "batch": "M4 4h6v6H4Z M14 4h6v6h-6Z M4 14h6v6H4Z M14 17h6 M17.5 14.5 20 17l-2.5 2.5",
    "cache": "M13.2 2.8 5.5 13.5H11L10 21.2l8-11h-5.6Z",
    "ci": f"M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 1 0 0-7.6Z M12 3v3 M12 18v3 M3 12h3 M18 12h3 {_SPOKES}",
    "cluster": f"M12 7a5 5 0 1 0 0 10 5 5 0 1 0 0-10Z M12 2.5v19 M2.5 12h19 {_SPOKES}",
    "cronjob": f"{_CIRCLE} M12 7v5l3.5 2.2",
    "daemonset": f"{_HEXAGON} M8.8 9v6 M12 9v6 M15.2 9v6",
    "dashboard": "M4 3.5v16.5h16.5 M8.2 16.5v-4 M12.2 16.5V8 M16.2 16.5v-6.5",
    "database": "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3v12c0 1.7-3.1 3-7 3s-7-1.3-7-3Z"
    " M5 6c0 1.7 3.1 3 7 3s7-1.3 7-3 M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3",
    "dataset": "M3.5 4.5h17v15h-17Z M3.5 9.5h17 M9.2 9.5v10 M14.8 9.5v10 M3.5 14.5h17",
    "deployment": f"{_HEXAGON} M15.6 12a3.6 3.6 0 1 1-1.3-2.8 M14.6 6.8v2.6H12",
    "environment": f"{_CIRCLE} M3 12h18 M12 3c3.6 4 3.6 14 0 18 M12 3c-3.6 4-3.6 14 0 18",
    "external": "M7 18.5a4.3 4.3 0 0 1-.4-8.6A5.6 5.6 0 0 1 17.2 8.8a4.9 4.9 0 0 1 .1 9.7Z",
    "external-database": "M3.5 6.5C3.5 5 6.2 4 9.5 4s6 1 6 2.5v11c0 1.4-2.7 2.5-6 2.5s-6-1.1-6-2.5Z"
    " M3.5 6.5C3.5 8 6.2 9 9.5 9s6-1 6-2.5 M12 14h9 M18.2 11.2 21 14l-2.8 2.8",
    "filebeat": "M12 21H5.5V3h8l4.5 4.5V13 M9 9h5 M9 13h3 M13 18h8 M18.4 15.2 21.2 18l-2.8 2.8",
    "host-group": "M5 3h14v18H5Z M5 9h14 M5 15h14 M8.2 6h.1 M8.2 12h.1 M8.2 18h.1 M12 6h4 M12 12h4 M12 18h4",
    "identity": "M12 2.8l7.6 3v6c0 4.5-3.2 7.8-7.6 9.4-4.4-1.6-7.6-4.9-7.6-9.4v-6Z M8.4 12l2.5 2.5 4.7-5",
    "image": "M12 3 3.5 7.5 12 12l8.5-4.5Z M3.5 12l8.5 4.5 8.5-4.5 M3.5 16.5 12 21l8.5-4.5",
    "job": f"{_CIRCLE} M10 8.2v7.6l6-3.8Z",
    "load-balancer": "M9.5 3h5v4h-5Z M12 7v8 M12 10.5H5V15 M12 10.5h7V15 M2.8 15h4.4v4.5H2.8Z"
    " M9.8 15h4.4v4.5H9.8Z M16.8 15h4.4v4.5h-4.4Z",
    "logstash": "M3.5 4h17l-6.3 8v6.5l-4.4 2.3V12Z",
    "namespace": "M8.5 4H4v16h4.5 M15.5 4H20v16h-4.5 M9.5 12h.1 M12 12h.1 M14.5 12h.1",
    "node-pool": "M6 6h12v12H6Z M9.5 9.5h5v5h-5Z M9 3v3 M15 3v3 M9 18v3 M15 18v3 M3 9h3 M3 15h3 M18 9h3 M18 15h3",
    "package": "M12 3l8 4v10l-8 4-8-4V7Z M4 7l8 4 8-4 M12 11v10 M8 5l8 4v3.5",
    "platform": "M4 4h7v7H4Z M13.5 4h6.5v7h-6.5Z M4 13.5h7V20H4Z M13.5 13.5h6.5V20h-6.5Z",
    "pod": f"{_HEXAGON} M4 7.4l8 4.6 8-4.6 M12 12v9.2",
    "proxy": "M4 8h13 M14 5l3 3-3 3 M20 16H7 M10 13l-3 3 3 3",
    "queue": "M3.5 7h17v10h-17Z M9.2 7v10 M14.8 7v10",
    "registry": "M4 13h7v7H4Z M13 13h7v7h-7Z M8.5 4h7v7h-7Z",
    "route": "M6 16.5a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6Z M6 16.5C6 8 18 13 18 4.5 M14.2 8 18 3.8 21.8 8",
    "search": "M10.5 3.5a7 7 0 1 0 0 14 7 7 0 1 0 0-14Z M15.6 15.6 21 21 M7.8 13v-2 M10.5 13V7.5 M13.2 13V9.5",
    "secret": "M8 10a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 1 0 0-9.2Z M11.4 11.4 20 3.5 M16.4 6.8l3 3 M13.4 9.6l2.4 2.4",
    "spawned-pod": f"{_HEXAGON} M12 8.2v7.6 M8.2 12h7.6",
    "statefulset": f"{_HEXAGON} M8.4 9.6c0-1.1 1.6-1.8 3.6-1.8s3.6.7 3.6 1.8v4.8c0 1.1-1.6 1.8-3.6 1.8"
    "s-3.6-.7-3.6-1.8Z M8.4 9.6c0 1.1 1.6 1.8 3.6 1.8s3.6-.7 3.6-1.8",
    "team": "M9 5a3.6 3.6 0 1 0 0 7.2A3.6 3.6 0 1 0 9 5Z M2.5 20c.4-3.8 2.9-5.6 6.5-5.6s6.1 1.8 6.5 5.6Z"
    " M15.5 5.4a3.4 3.4 0 0 1 0 6.4 M17.5 14.8c2.4.6 3.8 2.3 4 5.2",
    "terminal": "M3.5 5h17v14h-17Z M7 9.2l3.2 2.8L7 14.8 M12.5 15.2H17",
    "user": "M12 3.5a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 1 0 0-8.4Z M4.2 20.5c.6-4.2 3.6-6.2 7.8-6.2s7.2 2 7.8 6.2Z",
    "volume": "M3.5 14h17v5.5h-17Z M3.5 14 6 4.5h12L20.5 14 M16.8 16.8h.1 M13.6 16.8h.1",
}
"""Path data by name, stroked and not filled."""
