"""Codes of views."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["VIEW"]

VIEW = (
    Code(
        "VIW001",
        "A view names what does not exist",
        "The picture would lack what its author wanted to show.",
        "Correct the name, which the message proposes where it can be guessed.",
    ),
    Code(
        "VIW002",
        "Two views have the same id",
        "Their pictures would have the same file name.",
        "Give one of them another id.",
    ),
    Code(
        "VIW003",
        "A view of the whole model asks for what there is only in an environment",
        "Without an environment there are no addresses, pods or connections that the picture could show.",
        "Name an environment under `environments:`, or write `default` or `all`.",
    ),
    Code(
        "VIW004",
        "The symbology lacks what a view needs",
        "Without the symbol, frame, arrow, sign or ink the picture cannot be drawn, so none is.",
        "Declare it in `diagrams/symbology.yaml`, as the message proposes. A model without that file is drawn with the "
        "shipped symbology, which has all of them.",
    ),
    Code(
        "VIW005",
        "The symbology names a glyph that does not exist",
        "Glyphs are drawn by this release; the symbology only chooses among them.",
        "Choose one of those that `symbology.svg` beside the shipped pictures shows.",
    ),
)
