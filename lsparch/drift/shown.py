"""Values in words, short enough to be read, and so that one sees where two of them differ."""

from itertools import takewhile

__all__ = ["LONGEST", "shown", "told_apart"]

LONGEST = 80
"""Letters of a value that are shown."""


def shown(value: object, longest: int = LONGEST) -> str:
    """Return a value on one line, cut where it is too long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    text = str(value)
    if "\n" in text:
        text = f"{text.splitlines()[0]}…"
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    quoted = not text or text != text.strip() or (isinstance(value, str) and _looks_other(text))
    return f"'{text}'" if quoted else text


def told_apart(left: object, right: object, longest: int = LONGEST) -> tuple[str, str]:
    """Return two values cut so that one sees where they differ: of several lines, the first that does."""
    if not (isinstance(left, str) and isinstance(right, str)):
        return shown(left, longest), shown(right, longest)
    if "\n" not in left + right:
        return _cut(left, right, longest)
    ours, theirs = left.splitlines(), right.splitlines()
    for number, (a, b) in enumerate(zip(ours, theirs, strict=False), 1):
        if a != b:
            one, other = _cut(a, b, longest)
            return f"line {number} `{one}`", f"a text with line {number} `{other}`"
    return f"{len(ours)} lines long", f"a text of {len(theirs)} lines"


def _cut(left: str, right: str, longest: int) -> tuple[str, str]:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
    start = same - longest // 2
    if max(len(left), len(right)) <= longest or start <= 0:
        return shown(left, longest), shown(right, longest)
    return shown(f"…{left[start:]}", longest), shown(f"…{right[start:]}", longest)


def _looks_other(text: str) -> bool:
    return text in {"true", "false", "null"} or text.replace(".", "", 1).lstrip("-").isdigit()
