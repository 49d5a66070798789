"""Formats in which plans are written down."""

from enum import StrEnum

__all__ = ["DrawingFormat"]


class DrawingFormat(StrEnum):
    """How a plan is written down."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    DOT = "dot"
    MERMAID = "mermaid"
    D2 = "d2"
    DRAWIO = "drawio"
    DIAGRAMS = "diagrams"
    STRUCTURIZR = "structurizr"
    JSON = "json"
    HTML = "html"
    """The viewer, with all pictures in one file."""

    @property
    def suffix(self) -> str:
        """Ending of the file's name, with the dot."""
        match self:
            case DrawingFormat.MERMAID:
                return ".mmd"
            case DrawingFormat.DIAGRAMS:
                return ".py"
            case DrawingFormat.STRUCTURIZR:
                return ".dsl"
            case _:
                return f".{self.value}"
