"""Text inside XML; the standard library's own functions would load its network modules, or a table of all entities."""

__all__ = ["attribute", "content"]


def content(text: str) -> str:
    """Return text that may stand between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Return text as a quoted attribute value."""
    escaped = content(text).replace('"', "&quot;").replace("'", "&#x27;")
    return f'"{escaped}"'
