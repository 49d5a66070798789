"""Configuration files as they are in one environment: structures and texts with every reference filled in."""

import configparser
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from lsparch.load.content import is_reference, parse_reference
from lsparch.models.part import ConfigFile
from lsparch.models.value import SecretValue, TextValue, Value
from lsparch.resolve.address import UnknownAddressError
from lsparch.resolve.values import Fact, SecretKey, Text, Values
from lsparch.yaml import emit

__all__ = ["RenderedFile", "fill_structure", "render_file"]


@dataclass(slots=True)
class RenderedFile:
    """A file's text; where it holds secrets, a template with ``{{ part/secret.key }}`` in their place."""

    text: str
    secrets: list[SecretKey] = field(default_factory=list)


def render_file(file: ConfigFile, texts: Mapping[str, str], values: Values) -> RenderedFile:
    """Render a configuration file for one container.

    Parameters
    ----------
    file
        The file.
    texts
        Text files of the model, by path below ``model/files/``.
    values
        Values in the eyes of the container that mounts it.

    Raises
    ------
    UnknownAddressError
        If the model cannot tell a value that the file needs.
    """
    secrets: list[SecretKey] = []

    def leaf(value: Value) -> str:
        if isinstance(value, TextValue):
            return values.fill(value.text, {k: _opaque(v, values, secrets) for k, v in value.with_.items()})
        found = values.evaluate(value)
        match found:
            case Text(text):
                return text
            case SecretKey() as key:
                secrets.append(key)
                return f"{{{{ {key.secret}.{key.key} }}}}"
            case Fact(name):
                raise UnknownAddressError(f"a configuration file cannot hold the pod's {name}")

    if file.content is not None:
        tree = _filled(file.content, leaf)
        return RenderedFile(_format(tree, file.format or "yaml"), secrets)
    text = file.text if file.text is not None else texts[file.file or ""]
    known = {name: _opaque(value, values, secrets) for name, value in file.with_.items()}
    return RenderedFile(values.fill(text, known), secrets)


def fill_structure(content: Any, values: Values) -> Any:
    """Return a structure with every reference filled in; a port becomes a number.

    Raises
    ------
    UnknownAddressError
        If the model cannot tell a value, or it is a secret or a fact of a pod.
    """
    return _filled(content, values.text)


def _opaque(value: Value, values: Values, secrets: list[SecretKey]) -> Value:
    if isinstance(value, SecretValue):
        key = values.evaluate(value)
        assert isinstance(key, SecretKey)
        secrets.append(key)
        return f"{{{{ {key.secret}.{key.key} }}}}"
    return value


def _filled(node: Any, leaf: Any) -> Any:
    if is_reference(node):
        text = leaf(parse_reference(node["from"]))
        return int(text) if text.isdigit() else text
    if isinstance(node, Mapping):
        return {str(key): _filled(item, leaf) for key, item in node.items()}
    if isinstance(node, list | tuple):
        return [_filled(item, leaf) for item in node]
    return node


def _format(tree: dict[str, Any], name: str) -> str:
    match name:
        case "yaml":
            return emit(tree)
        case "json":
            return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"
        case "ini":
            return _ini(tree)
        case "properties":
            return "".join(f"{key} = {value}\n" for key, value in _flat(tree))
        case "env":
            return "".join(f"{key}={value}\n" for key, value in _flat(tree))
        case _:
            return _xml(tree)


class _Ini(configparser.RawConfigParser):
    """Ini files whose keys keep their case."""

    def optionxform(self, optionstr: str) -> str:
        """Return a key as it is written."""
        return optionstr


def _ini(tree: dict[str, Any]) -> str:
    parser = _Ini(delimiters=("=",))
    for section, items in tree.items():
        parser[section] = {key: _scalar(value) for key, value in items.items()}
    text = io.StringIO()
    parser.write(text)
    return text.getvalue().rstrip("\n") + "\n"


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_scalar(item) for item in value)
    return "" if value is None else str(value)


def _xml(tree: dict[str, Any]) -> str:
    """Write a tree as XML: keys that begin with ``@`` are attributes, ``#text`` is the text of an element."""
    ((name, content),) = tree.items()
    root = _xml_element(name, content)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _xml_element(name: str, content: Any) -> ET.Element:
    element = ET.Element(name)
    if not isinstance(content, Mapping):
        element.text = _scalar(content)
        return element
    for key, value in content.items():
        if key.startswith("@"):
            element.set(key[1:], _scalar(value))
        elif key == "#text":
            element.text = _scalar(value)
        else:
            for item in value if isinstance(value, list) else [value]:
                element.append(_xml_element(key, item))
    return element
