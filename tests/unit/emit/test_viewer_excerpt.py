"""The lines of the model that the viewer shows of a declaration."""

import pytest

from lsparch.diagnostics import Place
from lsparch.emit.viewer.excerpt import HIDDEN_LINE, LONGEST, declaring_lines, sources_part

TEXT = """\
# What this is
aspect: portal
components:
  web:
    image: web
    # said of what follows
    env:
    - name: A

    - name: B
    note: |
      many

      # words
  # said of the next one
  api: {image: web,
    replicas: 2}
routes:
  - path: /a
    to: web.http
  - {path: /b, to: api.http}
  - to: [web,
      api]
"""
LINES = TEXT.split("\n")


@pytest.mark.parametrize(
    ("line", "column", "last"),
    [
        (2, 1, 23),  # a document
        (4, 3, 14),  # a key, up to the next one, without what is said of that
        (5, 12, 5),  # a value
        (7, 5, 10),  # a list that is not indented
        (8, 7, 8),  # an item of it
        (11, 11, 14),  # a text of many lines
        (16, 3, 17),  # a mapping in braces
        (19, 5, 20),  # an item, with all its keys
        (20, 9, 20),
        (21, 5, 21),
        (21, 22, 21),
        (22, 9, 23),  # the value of an item's key
    ],
)
def test_what_begins_at_a_place_ends_where_the_next_begins(line: int, column: int, last: int) -> None:
    assert declaring_lines(LINES, Place("a.yaml", line, column)) == range(line, last + 1)


def test_a_document_ends_before_the_next() -> None:
    assert declaring_lines(["a: 1", "b: 2", "", "---", "c: 3"], Place("a.yaml")) == range(1, 3)


def test_a_place_behind_the_end_has_no_lines() -> None:
    assert list(declaring_lines(["a: 1"], Place("a.yaml", 7, 1))) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_lines_come_back_whatever_ends_them(end: str) -> None:
    part = sources_part({"a.yaml": TEXT.replace("\n", end).encode("utf-8-sig")}, [Place("a.yaml", 19, 5)], [])
    [(place, excerpt)] = part["excerpts"].items()
    assert (place, excerpt["line"], excerpt["more"]) == ("a.yaml:19:5", 19, 0)
    assert [part["lines"][number] for number in excerpt["lines"]] == ["  - path: /a", "    to: web.http"]


def test_each_line_is_there_once() -> None:
    part = sources_part({"a.yaml": TEXT.encode()}, [Place("a.yaml", 2), Place("a.yaml", 4, 3), Place("b.yaml")], [])
    assert list(part["excerpts"]) == ["a.yaml:2:1", "a.yaml:4:3"]
    assert len(part["lines"]) == len(set(part["lines"]))
    assert set(part["excerpts"]["a.yaml:4:3"]["lines"]) <= set(part["excerpts"]["a.yaml:2:1"]["lines"])


def test_of_a_long_declaration_the_rest_is_counted() -> None:
    text = "\n".join(f"key-{number}: 1" for number in range(LONGEST + 7))
    [excerpt] = sources_part({"a.yaml": text.encode()}, [Place("a.yaml")], [])["excerpts"].values()
    assert (len(excerpt["lines"]), excerpt["more"]) == (LONGEST, 7)


def test_a_secret_is_not_there_with_any_of_its_lines() -> None:
    text = b"web:\n  env:\n    KEY: |\n      sesame\n      sesame\n    HOME: /root\n"
    part = sources_part({"a.yaml": text}, [Place("a.yaml")], [Place("a.yaml", 3, 10)])
    [excerpt] = part["excerpts"].values()
    shown = [part["lines"][number] for number in excerpt["lines"]]
    assert shown == ["web:", "  env:", HIDDEN_LINE, HIDDEN_LINE, HIDDEN_LINE, "    HOME: /root"]
