"""Host names that people typed into texts."""

import re
from collections.abc import Iterator

__all__ = ["is_prose", "typed_hosts", "typed_names"]

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_URL = re.compile(rf"[a-z][a-z0-9+.-]*://([^\s/@\"']*@)?(?P<host>{_LABEL}(\.{_LABEL})*)(?=[:/?#\s\"',;)]|$)")
_WITH_PORT = re.compile(rf"(?<![\w./@:{{}}$-])(?P<host>{_LABEL}(\.{_LABEL})*):[0-9]{{2,5}}(?![\w.:-])")
_BARE = re.compile(rf"(?<![\w./@:{{}}$-])(?P<host>({_LABEL}\.)+(com|edu|gov|net|org|io|cl|fr|int|uk|de))(?![\w./@(=-])")
_COMMENT = re.compile(r"^\s*(#|//|--\s|;|<!--)")
_WORDS = re.compile(r"(?<![\w.-])[A-Za-z]{2,}(?![\w.:=-])")
_MANY_WORDS = 5
_NUMBERS = re.compile(r"[0-9.]+")


def is_prose(line: str) -> bool:
    """Tell whether a line is for people: a comment, or a sentence of at least five words."""
    return _COMMENT.match(line) is not None or len(_WORDS.findall(line)) >= _MANY_WORDS


def typed_hosts(text: str) -> Iterator[str]:
    """Iterate over the hosts of URLs and before ports, in lower case, each once; numeric addresses are none."""
    yield from _found(text, _URL, _WITH_PORT)


def typed_names(text: str) -> Iterator[str]:
    """Iterate over the full host names of a text that is for machines, in lower case, each once."""
    return (host for host in _found(text, _URL, _WITH_PORT, _BARE) if "." in host)


def _found(text: str, *patterns: re.Pattern[str]) -> Iterator[str]:
    seen: dict[str, None] = {}
    for line in text.lower().split("\n"):
        if ":" not in line and "." not in line:
            continue
        if is_prose(line):
            continue
        for pattern in patterns:
            seen |= dict.fromkeys(match["host"] for match in pattern.finditer(line))
    return (host for host in seen if not _NUMBERS.fullmatch(host))
