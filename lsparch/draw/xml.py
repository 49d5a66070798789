"""Text inside XML; the standard library's own functions would load its network modules."""

from html import escape

__all__ = ["attribute", "content"]


def content(text: str) -> str:
    """Return text that may stand between tags."""
    return escape(text, quote=False)


def attribute(text: str) -> str:
    """Return text as a quoted attribute value."""
    return f'"{escape(text)}"'
