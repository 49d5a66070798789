"""Events in, positioned nodes out."""

import base64
import binascii
import math
from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from lsparch.diagnostics import Finding, Place, Related
from lsparch.yaml.aliases import AliasBudget, merge_into
from lsparch.yaml.codes import MAX_DEPTH, YamlCode, YamlFault, yaml_finding
from lsparch.yaml.dialect import Dialect
from lsparch.yaml.events import NextEvent
from lsparch.yaml.nodes import Document, YamlList, YamlMap
from lsparch.yaml.scalars import describe_readings, is_ambiguous, kubectl_key, resolve_core, resolve_kubectl

__all__ = ["NodeBuilder"]

_NO_KEY: Any = object()
_MERGE: Any = object()
_UNKNOWN: Any = object()
_STANDARD = "tag:yaml.org,2002:"
_RESOLVED_TAGS: dict[str, type | tuple[type, ...]] = {
    "bool": bool,
    "int": int,
    "float": (int, float),
    "null": type(None),
    "timestamp": str,
}


class NodeBuilder:
    """Builds the documents of one text, and collects what is wrong with them.

    Parameters
    ----------
    file
        The file, for places.
    dialect
        How scalars, keys, tags and aliases are taken.
    """

    def __init__(self, file: str, dialect: Dialect) -> None:
        self.documents: list[Document] = []
        self.findings: list[Finding] = []
        self.open_line: int | None = None
        """Line at which the document that is being read started; None between documents."""
        self.last_line = 1
        """Line at which the last document ended."""
        self._first_line = 1
        self._found_before = 0
        self._file = file
        self._dialect = dialect
        self.known_keys: dict[str, Any] = {}
        """Keys by what is written plain, for those in which nothing is wrong."""
        self.known_values: dict[str, Any] = {}
        """Values by what is written plain, for those in which nothing is wrong."""
        self._anchors: dict[str, tuple[Any, tuple[int, int]]] = {}
        self._merged: dict[int, set[str]] = {}
        self._stack: list[tuple[Any, Any, tuple[int, int], bool]] = []
        self._aliases = AliasBudget()

    def begin(self, first_line: int) -> None:
        """Prepare for the text that starts at a line of the file, whatever became of the document before.

        Parameters
        ----------
        first_line
            Line of the file at which the text given to `build` starts.
        """
        self._first_line = first_line
        self.open_line = None
        self.last_line = first_line
        self._forget()

    def reopen(self) -> int:
        """Give up the document at, or after, which the text cannot be parsed; return the line at which it starts."""
        if self.open_line is None and not self.documents:
            return self.last_line
        del self.findings[self._found_before :]
        return self.documents.pop().line if self.open_line is None else self.open_line

    def build(self, next_event: NextEvent) -> None:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
        """Build all documents that the events describe.

        Parameters
        ----------
        next_event
            Returns the next event, and None after the last.

        Raises
        ------
        YamlFault
            If the document that is being read must be given up; earlier ones are in `documents`.
        """
        first = self._first_line
        known_keys, known_values = self.known_keys, self.known_values
        stack = self._stack
        stack.clear()
        node: Any = None
        key: Any = _NO_KEY
        mapping = False
        place = (first, 1)
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                mark = event.start_mark
                place = (mark.line + first, mark.column + 1)
                text = event.value
                if mapping and key is _NO_KEY:
                    if event.anchor is not None or event.tag is not None:
                        key = self._decorated_key(event, place)
                    elif event.style:
                        key = text
                    else:
                        key = known_keys.get(text, _UNKNOWN)
                        if key is _UNKNOWN:
                            key = self.plain_key(text, place)
                    if key in node.keys_at:
                        self._report_duplicate(node, key, place)
                    if key is not _MERGE:
                        node.keys_at[key] = place
                    continue
                if event.anchor is not None or event.tag is not None:
                    value = self._decorated_value(event, place)
                elif event.style:
                    value = text
                else:
                    value = known_values.get(text, _UNKNOWN)
                    if value is _UNKNOWN:
                        value = self.plain_value(text, place)
                        if mapping and not text:  # nothing is written: parsers differ about where
                            place = node.keys_at.get(key, place)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mark = event.start_mark
                if mapping and key is _NO_KEY:
                    raise self._collection_key(mark)
                if len(stack) >= MAX_DEPTH:
                    raise self._too_deep(mark)
                stack.append((node, key, place, mapping))
                place = (mark.line + first, mark.column + 1)
                mapping = kind is MappingStartEvent
                node = YamlMap(*place) if mapping else YamlList(*place)
                key = _NO_KEY
                if event.anchor is not None or event.tag is not None:
                    self._decorate(event, node, place)
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = node
                place = (node.line, node.column)
                node, key, _, mapping = stack.pop()
            elif kind is AliasEvent:
                mark = event.start_mark
                place = (mark.line + first, mark.column + 1)
                value = self._alias(event.anchor, place, node)
                if mapping and key is _NO_KEY:
                    key = self._alias_key(value, place)
                    if key in node.keys_at:
                        self._report_duplicate(node, key, place)
                    node.keys_at[key] = place
                    continue
            else:
                if kind is DocumentStartEvent:
                    self._start(event)
                    node = YamlList()
                    mapping = False
                elif kind is DocumentEndEvent:
                    self._end(event, node[0])
                continue
            if not mapping:
                node.append(value)
                node.items_at.append(place)
            elif key is _MERGE:
                self._merge(node, value, place)
                key = _NO_KEY
            else:
                node[key] = value
                node.values_at[key] = place
                key = _NO_KEY

    def _start(self, event: Any) -> None:
        mark = event.end_mark if event.explicit else event.start_mark  # directives stand before the mark
        line = mark.line + self._first_line
        self.open_line = line
        self._found_before = len(self.findings)
        if self._dialect is Dialect.MODEL and (event.version or event.tags):
            self._report(YamlCode.DIRECTIVE, (line, 1), "directives are not allowed in model files", "remove it")

    def _end(self, event: Any, root: Any) -> None:
        self.documents.append(Document(self._file, root, self.open_line or self._first_line))
        self.open_line = None
        self.last_line = event.end_mark.line + self._first_line
        self._forget()

    def _forget(self) -> None:
        self._anchors.clear()
        self._merged.clear()
        self._aliases.forget()

    def _report(
        self, code: YamlCode, place: tuple[int, int], message: str, advice: str, related: tuple[Related, ...] = ()
    ) -> None:
        self.findings.append(yaml_finding(code, Place(self._file, *place), message, advice, related))

    def plain_key(self, text: str, place: tuple[int, int]) -> Any:
        """Return the key for a plain scalar at a place, and report what is wrong with it."""
        if self._dialect is Dialect.MODEL:
            return self._model_key(text, place)
        if text == "<<":
            return _MERGE
        key = kubectl_key(text)
        if key is None:
            self._report(YamlCode.KEY, place, "the key is null", "give the key a name, or quote it")
            return text
        self.known_keys[text] = key
        return key

    def _model_key(self, text: str, place: tuple[int, int]) -> str:
        if text == "<<":
            self._report(YamlCode.MERGE_KEY, place, "merge keys are not allowed in model files", "write the keys out")
        elif is_ambiguous(text):
            self._report_ambiguous(text, place)
        elif not isinstance(resolve_core(text), str):
            self._report(YamlCode.KEY, place, f"the key `{text}` is not a string", f'write "{text}"')
        else:
            self.known_keys[text] = text
        return text

    def plain_value(self, text: str, place: tuple[int, int]) -> Any:
        """Return the value of a plain scalar at a place, and report what is wrong with it."""
        if self._dialect is Dialect.MODEL:
            if is_ambiguous(text):
                self._report_ambiguous(text, place)
                return resolve_core(text)
            value = resolve_core(text)
        else:
            value = resolve_kubectl(text)
            if isinstance(value, float) and not math.isfinite(value):
                self._report(YamlCode.NUMBER, place, f"Kubernetes cannot hold the number `{text}`", f'write "{text}"')
                return value
        if text:
            self.known_values[text] = value
        return value

    def _report_ambiguous(self, text: str, place: tuple[int, int]) -> None:
        message = f"`{text}` is read as {describe_readings(text)}"
        self._report(YamlCode.AMBIGUOUS, place, message, f'write "{text}" if you mean the text')

    def _report_duplicate(self, node: YamlMap, key: str, place: tuple[int, int]) -> None:
        merged = self._merged.get(id(node), set())
        if key in merged:
            merged.discard(key)
            return
        first = Related(Place(self._file, *node.keys_at[key]), "first written here")
        advice = "remove one of the two; kubectl would silently take the last"
        self._report(YamlCode.DUPLICATE_KEY, place, f"the key `{key}` is written twice", advice, (first,))

    def _collection_key(self, mark: Any) -> YamlFault:
        line, column = mark.line + self._first_line, mark.column + 1
        message = "a mapping or sequence stands where a key is expected"
        advice = "keys are strings; quote a template expression such as {{ name }}"
        return YamlFault(YamlCode.KEY, line, column, message, advice)

    def _too_deep(self, mark: Any) -> YamlFault:
        line, column = mark.line + self._first_line, mark.column + 1
        return YamlFault(YamlCode.DEPTH, line, column, f"nested deeper than {MAX_DEPTH} levels", "flatten the text")

    def _decorate(self, event: Any, value: Any, place: tuple[int, int]) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, place)
        if self._dialect is not Dialect.MODEL:
            return
        if event.anchor is not None:
            message = f"the anchor `&{event.anchor}` is not allowed in model files"
            self._report(YamlCode.ANCHOR, place, message, "say it once, and refer to it by id")
        if event.tag is not None:
            message = f"the tag `{event.tag.replace(_STANDARD, '!!')}` is not allowed in model files"
            self._report(YamlCode.TAG, place, message, "remove it; quote the value if it is a string")

    def _decorated_key(self, event: Any, place: tuple[int, int]) -> Any:
        if event.tag is None or (event.tag == _STANDARD + "merge" and event.value == "<<"):
            key = event.value if event.style and event.tag is None else self.plain_key(event.value, place)
        else:
            value = self._tagged(event, place)
            key = value if isinstance(value, str) else kubectl_key(event.value) or event.value
        self._decorate(event, key, place)
        return key

    def _decorated_value(self, event: Any, place: tuple[int, int]) -> Any:
        if event.tag is not None:
            value = self._tagged(event, place)
        elif event.style:
            value = event.value
        else:
            value = self.plain_value(event.value, place)
        self._decorate(event, value, place)
        return value

    def _tagged(self, event: Any, place: tuple[int, int]) -> Any:
        """Return the value of a tagged scalar as kubectl reads it; an unknown tag makes a string."""
        name = event.tag.removeprefix(_STANDARD) if event.tag.startswith(_STANDARD) else ""
        text: str = event.value
        if name == "binary":
            try:
                return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                self._report(YamlCode.TAG, place, "the value of `!!binary` is not base64", "correct the value")
        elif name in _RESOLVED_TAGS:
            value = resolve_kubectl(text)
            if isinstance(value, _RESOLVED_TAGS[name]) and (name == "bool" or not isinstance(value, bool)):
                return value
            message = f"the value `{text}` does not fit its tag `!!{name}`"
            self._report(YamlCode.TAG, place, message, "correct the value or remove the tag")
        return text

    def _alias(self, name: str, place: tuple[int, int], node: Any) -> Any:
        if self._dialect is Dialect.MODEL:
            message = f"the alias `*{name}` is not allowed in model files"
            self._report(YamlCode.ALIAS, place, message, "say it once, and refer to it by id")
        value, _ = self._anchors.get(name, (_UNKNOWN, place))
        if value is _UNKNOWN:
            message = f"no anchor `&{name}` stands before this alias"
            raise YamlFault(YamlCode.UNKNOWN_ANCHOR, *place, message, "add the anchor or write the value out")
        inside = value is node or any(value is frame[0] for frame in self._stack)
        if inside and isinstance(value, YamlMap | YamlList):
            message = f"the anchor `&{name}` contains this alias to itself"
            raise YamlFault(YamlCode.UNKNOWN_ANCHOR, *place, message, "write the value out")
        self._aliases.spend(value, len(self._stack), place)
        return value

    def _alias_key(self, value: Any, place: tuple[int, int]) -> str:
        if isinstance(value, YamlMap | YamlList):
            raise YamlFault(YamlCode.KEY, *place, "a mapping or sequence stands where a key is expected")
        if isinstance(value, str):
            return value
        key = kubectl_key("null" if value is None else str(value).lower())
        return "null" if key is None else key

    def _merge(self, node: YamlMap, value: Any, place: tuple[int, int]) -> None:
        sources = value if isinstance(value, YamlList) else [value]
        if not all(isinstance(source, YamlMap) for source in sources):
            message = "the value of a merge key is not a mapping, nor a sequence of mappings"
            self._report(YamlCode.MERGE_KEY, place, message, "merge a mapping, or remove the merge key")
            return
        merged = self._merged.setdefault(id(node), set())
        for source in reversed(sources):
            merged.update(merge_into(node, source))
