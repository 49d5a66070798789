"""What is said about a code that no rule has."""

from dataclasses import dataclass

__all__ = ["Code"]


@dataclass(frozen=True, slots=True)
class Code:
    """A code, what a finding with it means, and what to do about it."""

    code: str
    title: str
    """One sentence that names the fault, without a full stop."""

    why: str
    """Why it is bad, in Markdown."""

    remedy: str
    """What to do, in Markdown."""

    severity: str = "error"
