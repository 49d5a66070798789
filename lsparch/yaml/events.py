"""Events of a YAML text, from libyaml where it is installed and from ruamel.yaml's pure Python parser elsewhere."""

import functools
import importlib
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from types import ModuleType
from typing import Any

import ruamel.yaml
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import ScalarEvent

from lsparch.yaml.codes import YamlCode, YamlFault

__all__ = [
    "Backend",
    "NextEvent",
    "available_backend",
    "events_of",
    "installed_extension",
    "reader_backend",
    "syntax_fault",
]

NextEvent = Callable[[], Any]
"""Returns the next event at each call, and None after the last."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNTIDY = re.compile(r"\s+")


class Backend(StrEnum):
    """Who splits the text into events; the nodes built from them are the same.

    One difference is known: a tab that separates, such as one at the end of a line or before a comment, is refused by
    the pure parser and taken by libyaml. Nobody is misled by it, because it is refused with its place.
    """

    C = "c"
    PURE = "pure"


@functools.cache
def installed_extension() -> ModuleType | None:
    """Return the C extension of ruamel.yaml, whichever of its two kinds is installed, or None."""
    for name in ("_ruamel_yaml", "_ruamel_yaml_clibz"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def available_backend() -> Backend:
    """Return the fastest backend that is installed."""
    return Backend.PURE if installed_extension() is None else Backend.C


def reader_backend() -> str:
    """Say which parser is active, for ``lsparch --version``."""
    extension = installed_extension()
    if extension is None:
        return f"ruamel.yaml {ruamel.yaml.__version__}, pure Python"
    return f"libyaml {extension.get_version_string()} ({extension.__name__})"


def events_of(text: str, backend: Backend) -> NextEvent:
    """Return a function that yields the events of a text one by one.

    Parameters
    ----------
    text
        The text, without byte order mark and without forbidden characters.
    backend
        Who parses; pure Python is taken when the C extension is wanted and absent.

    Returns
    -------
    Callable[[], Any]
        Returns the next event, and None after the last; raises ``YAMLError`` or `YamlFault` at a syntax error.
    """
    extension = installed_extension() if backend is Backend.C else None
    if extension is None:
        return functools.partial(next, _pure_events(text), None)
    get_event: NextEvent = extension.CParser(text).get_event
    return get_event


def _pure_events(text: str) -> Iterator[Any]:
    event: Any = None
    try:
        for event in ruamel.yaml.YAML(typ="safe", pure=True).parse(text):
            if type(event) is ScalarEvent and event.style == '"' and _SURROGATE.search(event.value):
                raise _escape_error(event.start_mark)
            yield event
    except (ValueError, OverflowError):  # an escape beyond U+10FFFF
        raise _escape_error(getattr(event, "end_mark", None)) from None


def _escape_error(mark: Any) -> MarkedYAMLError:
    return MarkedYAMLError(problem="an escape in this quoted string names no Unicode character", problem_mark=mark)


def syntax_fault(error: YAMLError, first_line: int) -> YamlFault:
    """Return the fault that a parser's error stands for.

    Parameters
    ----------
    error
        What the parser raised.
    first_line
        Line of the file at which the parsed text starts.
    """
    if not isinstance(error, MarkedYAMLError):
        return YamlFault(YamlCode.SYNTAX, first_line, 1, f"syntax error: {_UNTIDY.sub(' ', str(error))}")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + first_line, mark.column + 1) if mark is not None else (first_line, 1)
    problem = _UNTIDY.sub(" ", str(error.problem or error.context or "unreadable"))
    context = f" {error.context}" if error.problem and error.context else ""
    if error.context_mark is not None and context and error.context_mark.line + first_line != line:
        context += f" that starts on line {error.context_mark.line + first_line}"
    return YamlFault(YamlCode.SYNTAX, line, column, f"syntax error: {problem}{context}", _advice(problem))


def _advice(problem: str) -> str:
    if "tab" in problem or "\\t" in problem:
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in problem:
        return "quote the text if the colon belongs to it, or put the key on a line of its own"
    if "could not find expected ':'" in problem:
        return "add the colon after the key, or indent the line if it continues the text above"
    return "check brackets, quotes and indentation at this place and on the lines above"
