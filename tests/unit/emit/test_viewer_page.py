"""The page of the viewer: nothing in it asks for anything, and no text ends where it should not."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import get_type_hints

import pytest

from lsparch.emit.viewer import document
from lsparch.emit.viewer.page import part_text, security_policy, viewer_page, viewer_script, viewer_styles
from lsparch.emit.viewer.parts import manifests_part
from tests.support.hostile import HOSTILE

ROOT = Path(__file__).parents[3]


class _Read(HTMLParser):
    """Collects elements, and the text of those that hold code or data."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag in {"script", "style"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self._open in {"script", "style"}:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def texts_of(self, tag: str) -> list[str]:
        kinds = [name for name, _ in self.elements if name in {"script", "style"}]
        return [text for name, text in zip(kinds, self.texts, strict=True) if name == tag]


def test_the_policy_names_exactly_the_styles_and_the_script_of_the_page() -> None:
    read = _Read(viewer_page("A", [("index", "{}")]))
    policy = next(a["content"] for tag, a in read.elements if tag == "meta" and "http-equiv" in a)
    assert policy is not None
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    digests = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in read.texts_of("style")]
    assert rules["style-src"] == digests
    assert len(digests) == 2
    script = read.texts_of("script")[-1]
    assert rules["script-src"] == [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"]
    assert rules["default-src"] == ["'none'"]
    assert "connect-src" not in rules
    assert "unsafe" not in policy


def test_a_page_that_a_server_keeps_up_to_date_may_ask_that_server_alone() -> None:
    assert security_policy(["a"], "b", live=True).endswith("; connect-src 'self'")


def test_the_page_names_no_address() -> None:
    read = _Read(viewer_page("A", []))
    named = [
        (tag, name) for tag, attributes in read.elements for name in attributes if name in {"src", "href", "style"}
    ]
    assert named == []
    script = viewer_script()
    assert set(re.findall(r"https?://[\w./-]+", script)) <= {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"
    }  # fmt: skip
    for source in (ROOT / "viewer/src").iterdir():
        assert not re.search(r"InnerHTML|innerHTML|outerHTML|\beval\(|new Function|document\.write", source.read_text())
    assert [sheet for sheet in viewer_styles() if re.search(r"@import|url\((?!data:font/woff2)", sheet)] == []


def test_the_script_can_stand_in_a_page() -> None:
    assert not re.search(r"</script|<!--|<script", viewer_script(), re.IGNORECASE)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</script><script>x()</script>", "<!--<script>", "\u2028\u2029", "</title>&lt;"], ids=ascii
)
def test_any_text_arrives_and_ends_nothing(text: str) -> None:
    page = viewer_page(text, [(text.replace("\r", "").replace("\n", " "), part_text({text: [text]})), ("last", "{}")])
    read = _Read(page)
    assert [tag for tag, _ in read.elements] == [
        "html", "head", "meta", "meta", "meta", "meta", "title", "style", "style", "body", "div", "noscript",
        "script", "script", "script",
    ]  # fmt: skip
    assert json.loads(read.texts_of("script")[0]) == {text: [text]}


def test_objects_come_back_from_their_lines() -> None:
    texts = ["kind: A\nmetadata:\n  name: x\n", "kind: A\nmetadata:\n  name: y\n"]
    part = manifests_part(texts)
    assert len(part["lines"]) == 4
    assert ["".join(f"{part['lines'][number]}\n" for number in one) for one in part["objects"]] == texts


def test_the_same_input_gives_the_same_page() -> None:
    assert viewer_page("A", [("index", "{}")]) == viewer_page("A", [("index", "{}")])


def test_the_front_end_knows_the_same_types() -> None:
    text = (ROOT / "viewer/src/document.ts").read_text(encoding="utf-8")
    theirs = {
        name: set(re.findall(r"^  (\w+): ", body, re.MULTILINE))
        for name, body in re.findall(r"export interface (\w+) \{\n(.*?)\n\}", text, re.DOTALL)
    }
    ours = {name: set(get_type_hints(getattr(document, name))) for name in document.__all__ if name != "FORMAT"}
    assert theirs == ours
    assert f"FORMAT = {document.FORMAT};" in text
