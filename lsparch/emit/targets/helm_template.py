"""A template of a chart out of the objects of one family."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

from lsparch.emit.targets.families import Family, neutral
from lsparch.emit.targets.helm_values import Path, ValueTable
from lsparch.emit.targets.images import image_reference
from lsparch.k8s.labels import stable_text
from lsparch.yaml import Emitter

__all__ = ["TemplateWriter", "quoted", "unused_word"]

_CONTAINER_LISTS = ("containers", "initContainers")
_PREFIXES: tuple[Path, ...] = (
    ("spec", "jobTemplate", "spec", "template", "spec"),
    ("spec", "jobTemplate", "spec", "template"),
    ("spec", "jobTemplate", "spec"),
    ("spec", "template", "spec"),
    ("spec", "template"),
    ("template", "spec"),
    ("spec",),
)
"""What is left out of the path of a value, so that it is short."""

_SIZES = (("spec", "replicas"), ("spec", "minReplicas"), ("spec", "maxReplicas"))
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INDENT = re.compile(r" *")
_OBJECT = "$object"


def unused_word(texts: str) -> str:
    """Return a word of letters and digits that does not occur in a text, as the beginning of marks."""
    number = 0
    while (word := f"lsparch{number}x") in texts:
        number += 1
    return word


@dataclass
class TemplateWriter:
    """Writes the template of a family, and stores its values.

    Parameters
    ----------
    values
        Where values are stored.
    word
        A word that occurs in no object.
    images
        Repositories whose registry, tag and digest stand once in the values, for all containers.
    """

    values: ValueTable
    word: str
    images: frozenset[str]
    _emitter: Emitter = field(default_factory=Emitter)
    _expressions: list[str] = field(default_factory=list)
    _family: Family | None = None
    _root: Path = ()

    def text(self, family: Family, root: Path, condition: str) -> str:
        """Return the template.

        Parameters
        ----------
        family
            The objects.
        root
            Path of the family's values.
        condition
            What decides whether an environment has the object.
        """
        self._family, self._root, self._expressions = family, root, []
        found = {environment: stored.data for environment, stored in family.members.items()}
        body = self._finished(self._emitter.document(self._mapping(found, ())))
        index = " ".join(quoted(key) for key in root)
        used = f"{{{{- {_OBJECT} := index .Values {index} }}}}\n" if _OBJECT in body else ""
        return f"{{{{- if {condition} }}}}\n{used}{body}{{{{- end }}}}\n"

    def _node(self, found: Mapping[str, Any], steps: Path) -> Any:
        first = next(iter(found.values()))
        if isinstance(first, dict) and all(isinstance(value, dict) for value in found.values()):
            return self._mapping(found, steps)
        if isinstance(first, list) and all(isinstance(value, list) for value in found.values()):
            return self._list(found, steps)
        if steps[-1] == "image" and len(steps) > 2 and steps[-3] in _CONTAINER_LISTS:  # noqa: PLR2004 - list, name
            return self._image(found, steps)
        if steps[:2] == ("metadata", "annotations") and steps[-1].endswith("/digest"):
            return self._digest(found)
        if _is_set_by_users(steps):
            return self._value(found, steps)
        return self._scalar(found, steps)

    def _scalar(self, found: Mapping[str, Any], steps: Path) -> Any:
        place = f"{self.word}E"
        if all(isinstance(value, str) for value in found.values()):
            texts = {neutral(value, environment, place) for environment, value in found.items()}
            if len(texts) == 1:
                (text,) = texts
                return self._mark("{{ .Values.environment | quote }}") if text == place else text
        first, *others = found.values()
        if all(type(value) is type(first) and value == first for value in others):
            return first
        return self._value(found, steps)

    def _value(self, found: Mapping[str, Any], steps: Path) -> str:
        path = self._claim(found, steps)
        kinds = {type(value) for value in found.values()}
        access = _access(path[len(self._root) :])
        if kinds & {dict, list}:
            return self._mark(f"{{{{- toYaml ({access}) | nindent ")
        if kinds == {str}:
            return self._mark(f"{{{{ {access} | quote }}}}")
        if kinds == {int}:
            return self._mark(f"{{{{ {access} | int64 }}}}")
        return self._mark(f"{{{{ {access} | toJson }}}}")

    def _claim(self, found: Mapping[str, Any], steps: Path) -> Path:
        prefix = next(
            (prefix for prefix in _PREFIXES if steps[: len(prefix)] == prefix and len(steps) > len(prefix)), ()
        )
        paths = (steps[len(prefix) :], steps, ("fields", "/".join(steps)))
        return self.values.claim([self._root + path for path in paths], found)

    def _image(self, found: Mapping[str, Any], steps: Path) -> str:
        first = image_reference(str(next(iter(found.values()))))
        taken_apart = {environment: image_reference(str(value)) for environment, value in found.items()}
        known = {image.repository for image in taken_apart.values() if image is not None}
        if first is None or None in taken_apart.values() or len(known) > 1 or not known <= self.images:
            return self._value(found, steps)
        return self._mark(f'{{{{ include "image" (index .Values.images "{first.repository}") | quote }}}}')

    def _digest(self, found: Mapping[str, Any]) -> str:
        key = "/".join(self._root[1:])
        self.values.mark_optional(self.values.claim([("digests", key)], found))
        return self._mark(f'{{{{ index .Values.digests {quoted(key)} | default "" | quote }}}}')

    def _mapping(self, found: Mapping[str, Any], steps: Path) -> Any:
        keys = dict.fromkeys(key for value in found.values() for key in value)
        first, *others = found.values()
        shared = set(first).intersection(*others)
        required = [key for key in keys if key in shared]
        if keys and not required:
            return self._value(found, steps)
        result: dict[str, Any] = {}
        if keys and next(iter(keys)) not in shared:  # the first line of an item must be there
            keys = dict.fromkeys([*required, *keys])
        for key in keys:
            inner = {environment: value[key] for environment, value in found.items() if key in value}
            node = self._node(inner, (*steps, key))
            if key in shared:
                result[key] = node
            else:
                opening, closing = self._condition(found, inner, (*steps, key))
                result |= {opening: None, key: node, closing: None}
        return result

    def _condition(self, found: Mapping[str, Any], inner: Mapping[str, Any], steps: Path) -> tuple[str, str]:
        """Return the marks around what not all environments have."""
        flags = {environment: environment in inner for environment in found}
        path = self._claim(flags, (*steps[:-1], "enabled", steps[-1]))
        condition = _access(path[len(self._root) :])
        return self._mark(f"{{{{- if {condition} }}}}", "B"), self._mark("{{- end }}", "C")

    def _list(self, found: Mapping[str, Any], steps: Path) -> Any:
        lists = list(found.values())
        names = [_names(value) for value in lists]
        if all(name is not None for name in names):
            return self._named_items(found, {e: n for e, n in zip(found, names, strict=True) if n is not None}, steps)
        length = len(lists[0])
        if all(len(value) == length for value in lists) and all(
            _alike([value[index] for value in lists]) for index in range(length)
        ):
            return [
                self._node({environment: value[index] for environment, value in found.items()}, (*steps, str(index)))
                for index in range(length)
            ]
        return self._equal_or_value(found, steps)

    def _equal_or_value(self, found: Mapping[str, Any], steps: Path) -> Any:
        first, *others = found.values()
        if all(stable_text(value) == stable_text(first) for value in others):
            return first
        return self._value(found, steps)

    def _named_items(self, found: Mapping[str, Any], names: Mapping[str, list[str]], steps: Path) -> Any:
        order = _merged(list(names.values()))
        if order is None:
            return self._value(found, steps)
        items: list[Any] = []
        for name in order:
            inner = {e: value[names[e].index(name)] for e, value in found.items() if name in names[e]}
            node = self._node(inner, (*steps, name))
            if len(inner) < len(found):
                opening, closing = self._condition(found, inner, (*steps, name))
                node = {opening: None, **node, closing: None}
            items.append(node)
        return items

    def _mark(self, expression: str, kind: str = "V") -> str:
        self._expressions.append(expression)
        return f"{self.word}{kind}{len(self._expressions) - 1}Q"

    def _finished(self, text: str) -> str:
        """Return the template: what is literal stays so, marks become expressions."""
        literal = text.replace("{{", '{{ "{{" }}')
        literal = re.sub(rf"\{{(?={self.word})", '{{ "{" }}', literal)
        literal = literal.replace(f"{self.word}E", "{{ .Values.environment }}")
        lines: list[str] = []
        dash = False
        for line in literal.split("\n"):
            if self.word not in line and not dash:
                lines.append(line)
                continue
            marked = re.fullmatch(rf"( *)(- )?{self.word}([BC])(\d+)Q: null", line)
            if marked:
                lines.append(self._expressions[int(marked[4])])
                dash = dash or bool(marked[2])
                continue
            if dash:
                indent = _INDENT.match(line)
                width = len(indent[0]) if indent else 0
                line, dash = f"{line[: width - 2]}- {line[width:]}", False  # noqa: PLW2901
            lines.append(re.sub(rf"{self.word}V(\d+)Q", self._expression(line), line))
        return "\n".join(lines)

    def _expression(self, line: str) -> Callable[[re.Match[str]], str]:
        indent = len(line) - len(line.lstrip(" -"))

        def filled(found: re.Match[str]) -> str:
            expression = self._expressions[int(found[1])]
            return f"{expression}{indent + 2} }}}}" if expression.endswith("nindent ") else expression

        return filled


def _is_set_by_users(steps: Path) -> bool:
    sized = len(steps) > 3 and steps[-3] == "resources" and steps[-2] in {"requests", "limits"}  # noqa: PLR2004
    return steps in _SIZES or sized


def _access(path: Path) -> str:
    if all(_IDENTIFIER.fullmatch(key) for key in path):
        return f"{_OBJECT}.{'.'.join(path)}"
    return f"index {_OBJECT} {' '.join(quoted(key) for key in path)}"


def quoted(text: str) -> str:
    """Return a text as a string of Go."""
    return encode_basestring(text)


def _alike(items: Sequence[Any]) -> bool:
    """Whether items can be told apart by their values: mappings with the same keys, or equal scalars."""
    first = items[0]
    if isinstance(first, dict):
        return all(isinstance(item, dict) and item.keys() == first.keys() for item in items)
    return all(type(item) is type(first) and item == first for item in items)


def _names(items: Sequence[Any]) -> list[str] | None:
    names = [item.get("name") if isinstance(item, dict) else None for item in items]
    texts = [name for name in names if isinstance(name, str) and name]
    return texts if items and len(texts) == len(items) == len(set(texts)) else None


def _merged(orders: Sequence[list[str]]) -> list[str] | None:
    """Return an order that contains each of some orders; None if there is none that is found simply."""
    merged: list[str] = []
    for order in sorted(orders, key=len, reverse=True):
        at = 0
        for name in order:
            if name in merged:
                at = merged.index(name) + 1
            else:
                merged.insert(at, name)
                at += 1
    fits = all(sorted(order, key=merged.index) == order for order in orders)
    return merged if fits else None
