"""Codes of references that lead nowhere."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["REFERENCES"]

REFERENCES = (
    Code(
        "ADR001",
        "A value cannot be worked out, because what it refers to states none",
        "An address, digest, port or key that a configuration needs is not stated in this environment, so the "
        "configuration cannot be made.",
        "State the value, bind the role, or leave out what needs it.",
    ),
    Code(
        "REF001",
        "A reference names nothing",
        "What was meant is not known; whatever depends on it would be left out.",
        "Write the id that was meant, which the message proposes where it can be guessed, or declare the element.",
    ),
    Code(
        "REF002",
        "A name inside of a component names nothing there",
        "A container, port, endpoint or volume of the component itself is meant, and it has none of that name.",
        "Correct the name, or declare it in the component.",
    ),
    Code(
        "REF003",
        "A requirement cites what does not exist",
        "A requirement counts as satisfied only by what is there; a wrong citation would prove nothing.",
        "Cite an element by its id, or a rule as `rule:NAME`.",
    ),
)
