"""The short way through the most common kind of YAML: one key, or one item, to a line.

Most manifests are block mappings and sequences whose scalars are plain words, or quoted strings without escapes, that
end on their line. Such a document is read line by line with one regular expression, several times as fast as through
a parser's events. At the first line that is anything else the document is left to the parser, so this module decides
nothing: whatever it accepts, both ways give the same nodes at the same places (a test compares them).
"""

import re
from typing import Any

from lsparch.yaml.builder import NodeBuilder
from lsparch.yaml.codes import MAX_DEPTH
from lsparch.yaml.nodes import Document, YamlList, YamlMap

__all__ = ["read_plain_lines"]

_VALUE = (
    r"(?:[A-Za-z0-9_./]|-(?=[A-Za-z0-9._/-]))"
    r"(?:[A-Za-z0-9_./@+=(),;%$-]|:(?=[A-Za-z0-9_./@-])|\ +(?=[A-Za-z0-9_./(@+=$-]))*+"
)
_LINE = re.compile(
    rf"""
    (\ *+)((?:-\ ++)*+)                                    # 1 indentation, 2 dashes
    (?:([A-Za-z_/][A-Za-z0-9_./-]{{0,200}}+):(?=[\ \n]|\Z)\ *+)?+  # 3 key
    (?:({_VALUE})|"([^"\\\n]*+)"|'([^'\n]*+)'|(\{{\}}|\[\]))?+     # 4 plain, 5 and 6 quoted, 7 empty collection
    \ *+(?:(?:(?<=\ )|(?<=^))\#[^\n]*+)?+(?:\n|\Z)
    """,
    re.VERBOSE | re.MULTILINE,
)
_START = re.compile(r"---\ *\n")


def read_plain_lines(text: str, first_line: int, file: str, builder: NodeBuilder) -> bool:
    """Read one document, if it is of the common kind.

    Parameters
    ----------
    text
        The document, from its ``---`` if it has one.
    first_line
        Line of the file at which the text starts.
    file
        The file, for the document.
    builder
        Gives scalars their meaning, and takes the document and the findings.

    Returns
    -------
    bool
        Whether the document was read; if not, the builder is as it was.
    """
    found = len(builder.findings)
    mark = _START.match(text)
    document = _document(text, mark.end() if mark else 0, first_line + (1 if mark else 0), builder)
    if document is None:
        del builder.findings[found:]
        return False
    root, line = document
    builder.documents.append(Document(file, root, first_line if mark else line))
    return True


def _document(text: str, start: int, line: int, builder: NodeBuilder) -> tuple[Any, int] | None:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
    known_keys, known_values = builder.known_keys, builder.known_values
    stack: list[tuple[int, Any]] = []
    root: Any = None
    node: Any = None
    level = -1
    pending: str | None = None
    end, position = len(text), start
    line -= 1
    scan = _LINE.match
    while position < end:
        match = scan(text, position)
        if match is None:
            return None
        begin, position = position, match.end()
        line += 1
        indent, dashes, key, plain, double, single, empty = match.groups()
        if not dashes and key is None:
            if plain is None and double is None and single is None and empty is None:
                continue  # blank, or a comment
            return None
        column = len(indent)
        # The container to which the first dash or key of the line belongs.
        if pending is not None and (column > level or (column == level and dashes)):
            child: Any = YamlList(line, column + 1) if dashes else YamlMap(line, column + 1)
            node[pending] = child
            node.values_at[pending] = (line, column + 1)
            stack.append((level, node))
            node, level = child, column
        elif node is None:
            node = root = YamlList(line, column + 1) if dashes else YamlMap(line, column + 1)
            level, root_line = column, line
        else:
            if pending is not None:
                node[pending] = None
                node.values_at[pending] = node.keys_at[pending]
            while stack and (level > column or (level == column and not dashes and type(node) is YamlList)):
                level, node = stack.pop()
            if level != column or (type(node) is YamlList) is not bool(dashes):
                return None
        pending = None
        # Further dashes, and the key, of the same line.
        if dashes:
            inner = column + len(dashes)
            columns = (
                [column + at for at, sign in enumerate(dashes) if sign == "-"][1:] if dashes.count("-") > 1 else []
            )
            if key is not None:
                columns.append(inner)
            for at in columns:
                child = YamlMap(line, at + 1) if at == inner else YamlList(line, at + 1)
                node.append(child)
                node.items_at.append((line, at + 1))
                stack.append((level, node))
                node, level = child, at
        if len(stack) >= MAX_DEPTH:
            return None
        if key is not None:
            place = (line, match.start(3) - begin + 1)
            name = known_keys.get(key)
            if name is None:
                name = builder.plain_key(key, place)
            if name in node.keys_at:
                return None
            node.keys_at[name] = place
        if plain is not None:
            place = (line, match.start(4) - begin + 1)
            value = known_values.get(plain, builder)
            if value is builder:
                value = builder.plain_value(plain, place)
        elif double is not None:
            value, place = double, (line, match.start(5) - begin)
        elif single is not None:
            value, place = single, (line, match.start(6) - begin)
        elif empty is not None:
            place = (line, match.start(7) - begin + 1)
            value = YamlMap(*place) if empty == "{}" else YamlList(*place)
        elif key is None:
            return None
        else:
            pending = name
            continue
        if key is not None:
            node[name] = value
            node.values_at[name] = place
        else:
            node.append(value)
            node.items_at.append(place)
    if root is None:
        return None
    if pending is not None:
        node[pending] = None
        node.values_at[pending] = node.keys_at[pending]
    return root, root_line
