"""Configuration files as they are in one environment: structures and texts with every reference filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lsparch.load.content import is_reference, parse_reference
from lsparch.models.part import ConfigFile
from lsparch.models.value import SecretValue, TextValue, Value
from lsparch.resolve.address import UnknownAddressError
from lsparch.resolve.formats import write_structure
from lsparch.resolve.values import Fact, SecretKey, Text, Values

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
        return RenderedFile(write_structure(tree, file.format or "yaml"), secrets)
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
