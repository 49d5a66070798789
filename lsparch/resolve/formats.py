"""Structures written in the formats of configuration files; what a format cannot hold is refused."""

import configparser
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from lsparch.resolve.address import UnknownAddressError
from lsparch.yaml import emit

__all__ = ["write_structure"]

_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What some reader takes for the end of a line."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*(:[A-Za-z_][A-Za-z0-9_.-]*)?")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SHOWN = 40


def write_structure(tree: dict[str, Any], name: str) -> str:
    """Return a structure as text.

    Parameters
    ----------
    tree
        The structure.
    name
        The format: yaml, json, ini, properties, env or xml.

    Raises
    ------
    UnknownAddressError
        If the format cannot hold a key or value of it, so that a reader would find something else.
    """
    match name:
        case "yaml":
            return emit(tree)
        case "json":
            return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"
        case "ini":
            return _ini(tree)
        case "properties":
            return "".join(f"{_property(key, key=True)} = {_property(value)}\n" for key, value in _flat(tree))
        case "env":
            return "".join(f"{_variable(key)}={_line('env', value)}\n" for key, value in _flat(tree))
        case _:
            return _xml(tree)


def _refused(form: str, what: str, text: str, why: str) -> UnknownAddressError:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return UnknownAddressError(f"{form} files cannot hold the {what} {json.dumps(shown, ensure_ascii=True)}: {why}")


def _line(form: str, value: str) -> str:
    """Return a value that has to stand on one line, and keep its ends."""
    if _BREAK.search(value):
        raise _refused(form, "value", value, "it has several lines")
    if value != value.strip():
        raise _refused(form, "value", value, "readers drop the spaces at its ends")
    return value


class _Ini(configparser.RawConfigParser):
    """Ini files whose keys keep their case."""

    def optionxform(self, optionstr: str) -> str:
        """Return a key as it is written."""
        return optionstr


def _ini(tree: dict[str, Any]) -> str:
    parser = _Ini(delimiters=("=",))
    for section, items in tree.items():
        if not section or section == "DEFAULT" or "]" in section or section != section.strip():
            raise _refused("ini", "section", section, "readers would find another name")
        _line("ini", section)
        parser[section] = {_ini_key(key): _line("ini", _scalar(value)) for key, value in items.items()}
    text = io.StringIO()
    parser.write(text)
    return text.getvalue().rstrip("\n") + "\n"


def _ini_key(key: str) -> str:
    if not key or key != key.strip() or "=" in key or key[0] in "#;[" or _BREAK.search(key):
        raise _refused("ini", "key", key, "readers would find another name")
    return key


def _property(text: str, *, key: bool = False) -> str:
    """Return a key or value of a properties file, as ``java.util.Properties`` reads it."""
    if key and not text:
        raise _refused("properties", "key", text, "it is empty")
    special = "\\=: \t" if key else "\\"
    escaped = "".join(_PROPERTY.get(c, f"\\{c}" if c in special else c) for c in text)
    if key and escaped[0] in "#!":
        return f"\\{escaped}"
    return f"\\{escaped}" if escaped[:1] in {" ", "\t"} else escaped


_PROPERTY = {"\n": "\\n", "\r": "\\r", "\f": "\\f"}


def _variable(key: str) -> str:
    if not _ENV_NAME.fullmatch(key):
        raise _refused("env", "key", key, "it is no name of a variable")
    return key


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
        items = [_scalar(item) for item in value]
        for item in items:
            if "," in item:
                raise UnknownAddressError(f"a list of {json.dumps(item)} is written with commas, and it has one itself")
        return ",".join(items)
    return "" if value is None else str(value)


def _xml(tree: dict[str, Any]) -> str:
    """Write a tree as XML: keys that begin with ``@`` are attributes, ``#text`` is the text of an element."""
    ((name, content),) = tree.items()
    root = _xml_element(name, content)
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _xml_text(value: Any) -> str:
    text = _scalar(value)
    if _NOT_XML.search(text):
        raise _refused("xml", "text", text, "XML has no such character")
    return text


def _xml_name(name: str) -> str:
    if not _XML_NAME.fullmatch(name):
        raise _refused("xml", "name", name, "it is no name of an element or attribute")
    return name


def _xml_element(name: str, content: Any) -> ET.Element:
    element = ET.Element(_xml_name(name))
    if not isinstance(content, Mapping):
        element.text = _xml_text(content)
        return element
    for key, value in content.items():
        if key.startswith("@"):
            element.set(_xml_name(key[1:]), _xml_text(value))
        elif key == "#text":
            element.text = _xml_text(value)
        else:
            for item in value if isinstance(value, list) else [value]:
                element.append(_xml_element(key, item))
    return element
