"""Read YAML into nodes that know where they were written; every fault is a finding, never an exception.

=======  ==========================================================================================
code     meaning
=======  ==========================================================================================
YAML001  syntax error
YAML002  the bytes are not UTF-8
YAML003  forbidden character (NUL, control, surrogate), or a line break that readers treat differently
YAML004  text longer than the limit (model 1 MiB, manifests 64 MiB)
YAML005  nested deeper than 100 levels
YAML006  model file with no document, or with more than one
YAML007  key written twice in a mapping
YAML008  anchor in a model file
YAML009  alias in a model file
YAML010  merge key in a model file, or with a value that is not a mapping
YAML011  tag in a model file, or tag that does not fit its value
YAML012  key that is not a string
YAML013  plain scalar in a model file that readers take differently (``no``, ``0755``, ``1e3``)
YAML014  alias to an anchor that does not stand before it, or that contains the alias
YAML015  aliases stand for more than 1 000 000 nodes
YAML016  number that Kubernetes cannot hold (infinite, or not a number)
YAML017  directive in a model file
=======  ==========================================================================================

A document with a fault does not hide the others: reading goes on at the next line that starts with ``---``.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from ruamel.yaml.error import YAMLError

from lsparch.diagnostics import Finding, Place, sort_findings
from lsparch.yaml.builder import NodeBuilder
from lsparch.yaml.codes import MAX_REPARSED_SIZE, YamlCode, YamlFault, yaml_finding
from lsparch.yaml.dialect import Dialect
from lsparch.yaml.events import Backend, available_backend, events_of, syntax_fault
from lsparch.yaml.nodes import Document, YamlList, YamlMap
from lsparch.yaml.plainlines import read_plain_lines

__all__ = ["ReadResult", "read"]

_FORBIDDEN_ASCII = re.compile("[^\t\n\r\x20-\x7e]")
_NUL = re.compile(r"\\(?:0|x00|u0000|U00000000)")
_LINE_BREAK = re.compile("\r\n|\r|\n")
_DOCUMENT_MARK = re.compile(r"\n---(?=\s|$)")


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one text holds."""

    documents: tuple[Document, ...]
    """The documents that could be read, in order, also those in which something was found."""

    findings: tuple[Finding, ...]
    """Everything that is wrong, in the order in which it is shown; empty for a sound text."""


def read(text: str | bytes, file: str, dialect: Dialect, backend: Backend | None = None) -> ReadResult:
    """Read a YAML text.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8; a byte order mark at the start is skipped.
    file
        The file, as places name it.
    dialect
        How strictly, and with which meaning of scalars.
    backend
        Who splits the text into events; by default the fastest that is installed, and none for documents of one key or
        item to a line. The result is the same.

    Returns
    -------
    ReadResult
        Documents and findings. Files are not touched and nothing is raised for any text.
    """
    try:
        content = _checked(text, dialect)
        with _collector_paused():
            builder = NodeBuilder(file, dialect)
            _Reading(builder, file, backend).read(content)
    except YamlFault as fault:
        return ReadResult((), (fault.finding(file),))
    findings = builder.findings
    if dialect is Dialect.MODEL:
        findings = findings + _not_one_document(builder, file)
        if _NUL.search(content):
            findings += [_nul(file, place) for document in builder.documents for place in _nul_places(document.root)]
    return ReadResult(tuple(builder.documents), sort_findings(findings))


def _nul_places(node: object) -> Iterator[tuple[int, int]]:
    """Iterate over the places of keys and values that contain NUL, which an escape can write."""
    match node:
        case YamlMap():
            for key, value in node.items():
                if "\0" in key:
                    yield node.keys_at[key]
                yield from [node.values_at[key]] if _has_nul(value) else _nul_places(value)
        case YamlList():
            for value, place in zip(node, node.items_at, strict=True):
                yield from [place] if _has_nul(value) else _nul_places(value)
        case _:
            return


def _has_nul(value: object) -> bool:
    return isinstance(value, str) and "\0" in value


def _nul(file: str, place: tuple[int, int]) -> Finding:
    message = "the text contains the character NUL, which no program can be given"
    return yaml_finding(YamlCode.CHARACTER, Place(file, *place), message, "remove the escape")


def _checked(text: str | bytes, dialect: Dialect) -> str:
    """Return the decoded text without byte order mark, or raise a `YamlFault`."""
    if len(text) > dialect.max_size:
        message = f"the text is longer than {dialect.max_size // 1024**2} MiB"
        raise YamlFault(YamlCode.SIZE, 1, 1, message, "split the file")
    content = _decoded(text) if isinstance(text, bytes) else text
    content = content.removeprefix("\ufeff")
    match = (_FORBIDDEN_ASCII if content.isascii() else _forbidden()).search(content)
    if match is None:
        return content
    line, column = _line_and_column(content, match.start())
    shown = f"U+{ord(match[0]):04X}"
    advice = "remove it, or write it as an escape in a double-quoted string"
    raise YamlFault(YamlCode.CHARACTER, line, column, f"the character {shown} is not allowed here", advice)


@cache
def _forbidden() -> re.Pattern[str]:
    """Return the pattern of a character that no text may contain; it takes longer to make than a short file to read."""
    return re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        line, column = _line_and_column(before, len(before))
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        raise YamlFault(YamlCode.ENCODING, line, column, message, "save the file as UTF-8") from None


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    breaks = list(_LINE_BREAK.finditer(text, 0, index))
    start = breaks[-1].end() if breaks else 0
    return len(breaks) + 1, index - start + 1


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the garbage collector: nodes are many and form no cycles, so each pass over them is for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _not_one_document(builder: NodeBuilder, file: str) -> list[Finding]:
    if len(builder.documents) > 1:
        place = Place(file, builder.documents[1].line)
        advice = "put each document into a file of its own"
        return [yaml_finding(YamlCode.DOCUMENTS, place, "a model file holds one document only", advice)]
    if builder.documents or builder.findings:
        return []
    message, advice = "the file holds no document", "write something or remove the file"
    return [yaml_finding(YamlCode.DOCUMENTS, Place(file), message, advice)]


class _Reading:
    """The reading of one text: all at once, and document by document after the first fault."""

    def __init__(self, builder: NodeBuilder, file: str, backend: Backend | None) -> None:
        self._builder = builder
        self._short_way = backend is None
        self._file = file
        self._backend = backend or available_backend()
        self._reparsed = 0

    def read(self, text: str) -> None:
        builder = self._builder
        if self._short_way and not _has_directive(text):
            for part, first_line in _parts(text, 1):
                if not read_plain_lines(part, first_line, self._file, builder) and not self._read_part(
                    part, first_line
                ):
                    return
            return
        try:
            builder.build(events_of(text, self._backend))
        except YAMLError:
            pass
        except YamlFault as fault:
            builder.findings.append(fault.finding(self._file))
            if fault.code is YamlCode.EXPANSION:
                return
            self._read_rest(text, skip=1)
            return
        else:
            return
        self._read_rest(text, skip=0)

    def _read_rest(self, text: str, skip: int) -> None:
        """Read document by document, from the one that failed on; without the first when it is reported already."""
        builder = self._builder
        if _has_directive(text):  # belongs to a document, but stands before its mark
            if skip == 0:
                builder.documents.clear()
                builder.findings.clear()
                self._read_part(text, 1)
            return
        line = builder.open_line if skip else builder.reopen()
        for part, first_line in islice(_parts(text, line or 1), skip, None):
            if not self._read_part(part, first_line):
                return

    def _read_part(self, part: str, first_line: int) -> bool:
        """Read one document; return whether those after it are worth reading."""
        builder = self._builder
        documents, findings = len(builder.documents), len(builder.findings)
        backend = self._backend
        while True:
            builder.begin(first_line)
            try:
                builder.build(events_of(part, backend))
            except YAMLError as error:
                del builder.documents[documents:], builder.findings[findings:]
                if backend is Backend.C and self._reparsed + len(part) <= MAX_REPARSED_SIZE:
                    self._reparsed += len(part)
                    backend = Backend.PURE
                    continue
                builder.findings.append(syntax_fault(error, first_line).finding(self._file))
            except YamlFault as fault:
                builder.findings.append(fault.finding(self._file))
                return fault.code is not YamlCode.EXPANSION
            return True


def _has_directive(text: str) -> bool:
    return text.startswith("%") or "\n%" in text


def _parts(text: str, line: int) -> Iterator[tuple[str, int]]:
    """Yield the documents from a line on, each with the number of its first line."""
    breaks = islice(_LINE_BREAK.finditer(text), line - 2, None) if line > 1 else iter(())
    first = next(breaks, None)
    start = first.end() if first else 0
    marks = [match.start() + 1 for match in _DOCUMENT_MARK.finditer(text, start)]
    for begin, end in pairwise([start, *marks, len(text)]):
        part = text[begin:end]
        yield part, line
        line += len(_LINE_BREAK.findall(part)) if "\r" in part else part.count("\n")
