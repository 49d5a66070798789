"""``lsparch render --review``: one document, read by Poppler."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lsparch.emit.review import (
    Alternative,
    Cut,
    Figure,
    Glance,
    GlanceCell,
    GlanceColumn,
    GlanceRow,
    Question,
    Review,
    Section,
    review_document,
)
from lsparch.outside.typeset import typeset
from tests.functional.conftest import Outcome, Run

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed")
WANTED = ("render", "--review", "production", "--as-of", "2026-11-01", "--out", "out/review.pdf")
SHIPPED = Path(__file__).parents[2] / "diagrams"


@pytest.fixture(autouse=True)
def drawn(platform: Path) -> None:
    """Give the small platform the shipped symbols, and views of figures."""
    shutil.copy(SHIPPED / "symbology.yaml", platform / "diagrams/symbology.yaml")
    for name in ("capacity", "findings"):
        shutil.copy(SHIPPED / f"views/{name}.yaml", platform / f"diagrams/views/{name}.yaml")


def words(pdf: Path) -> list[str]:
    """Return the text of each page, in lines."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True)
    return done.stdout.split("\f")[:-1]


@needs_poppler
def test_a_review_holds_pictures_capacity_findings_questions_and_what_is_not_sure(command: Run, platform: Path) -> None:
    outcome = command(*WANTED)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.endswith("wrote out/review.pdf\n")
    pages = words(platform / "out/review.pdf")
    assert "Design review" in pages[0]
    assert "Environment production" in pages[0]
    assert "2026-11-01" in pages[0]
    contents = [line.split() for line in pages[1].splitlines() if line.strip()]
    listed = {" ".join(line[:-1]): line[-1].strip("\u2060") for line in contents}
    for heading in ("From afar to near", "Capacity", "Findings", "Undecided", "Open, planned and assumed"):
        number = int(listed[heading])
        assert heading in pages[number - 1], heading
        assert f"page {number} of {len(pages)}" in pages[number - 1]
    assert all("environment production" in page for page in pages[1:])


@needs_poppler
def test_findings_stand_with_their_places(command: Run, platform: Path) -> None:
    command(*WANTED)
    text = " ".join(" ".join(words(platform / "out/review.pdf")).split())
    found = command("check", "production", "--as-of", "2026-11-01", "--notes").out.splitlines()
    places = [line.partition(": ")[0] for line in found if line.startswith("model/")]
    assert places
    for place in places:
        assert place in text, place


def test_the_same_review_is_the_same_bytes(command: Run, platform: Path) -> None:
    command(*WANTED)
    first = (platform / "out/review.pdf").read_bytes()
    command(*WANTED)
    assert (platform / "out/review.pdf").read_bytes() == first


def test_a_review_wants_to_know_where(command: Run) -> None:
    assert command("render", "--review", "production") == Outcome(
        2, "", "lsparch: --review wants --out: FILE.pdf, FILE.html, or a folder for Markdown with pictures\n"
    )
    assert command("render", "--review", "production", "--out", "review.docx") == Outcome(
        2, "", "lsparch: --review writes PDF, HTML or a folder, and no .docx: see --out review.docx\n"
    )


def test_a_folder_of_a_review_may_have_a_dot(command: Run, platform: Path) -> None:
    assert command("render", "--review", "production", "--out", "v1.2").code == 0
    assert list((platform / "v1.2").glob("*.md"))


def test_an_unknown_environment_is_told(command: Run) -> None:
    outcome = command("render", "--review", "productoin", "--out", "r.pdf")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no environment `productoin`; did you mean `production`?" in outcome.err


def test_what_a_review_would_not_heed_is_refused(command: Run) -> None:
    outcome = command("render", "sandbox", "--review", "production", "--format", "png", "--check", "--out", "r.pdf")
    assert outcome == Outcome(
        2,
        "",
        "lsparch: --review draws all views of one environment, in the form that --out names: "
        "leave out SOURCE, --format, --check\n",
    )


class Page(HTMLParser):
    """What a page says, and how it is linked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self._level = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        known = dict(attrs)
        self.tags.append(tag)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known["href"] or ""] if "href" in known else []
        if tag in {"h2", "h3"}:
            self._level = tag
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a heading."""
        self._level = "" if tag == self._level else self._level

    def handle_data(self, data: str) -> None:
        """Note the words of headings."""
        if self._level:
            self.headings[-1] += data


def test_the_same_review_is_a_page_that_stands_alone(command: Run, platform: Path) -> None:
    outcome = command(*WANTED[:-1], "out/review.html")
    assert (outcome.code, outcome.out) == (0, "")
    text = (platform / "out/review.html").read_text("utf-8")
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert "script" not in page.tags
    assert "default-src 'none'" in text
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("nav") == 1
    assert command(*WANTED[:-1], "out/review.html").code == 0
    assert (platform / "out/review.html").read_text("utf-8") == text


def test_the_same_review_is_markdown_with_its_pictures(command: Run, platform: Path) -> None:
    command(*WANTED[:-1], "out/review.html")
    outcome = command(*WANTED[:-1], "notes")
    assert outcome.code == 0
    assert outcome.err.endswith("files to notes\n")
    text = (platform / "notes/review.md").read_text("utf-8")
    pictures = set(re.findall(r"!\[[^]]*\]\(([^)]+)\)", text))
    assert pictures == {path.name for path in (platform / "notes").glob("*.svg")}
    (every, here) = re.findall(r"\*?\*?(\d+)\*?\*? values assumed, (\d+) of them here", text)[0]
    assert f"({here} of {every} value" in text or every == "0"
    headings = [line.partition(" ")[2] for line in text.splitlines() if line.startswith(("## ", "### "))]
    anchors = re.findall(r"- \[.*\]\(#([^)]+)\)", text)
    assert len(anchors) == len(headings) - 1
    assert anchors[:2] == ["from-afar-to-near", "the-small-platform"]
    shown = Page((platform / "out/review.html").read_text("utf-8")).headings
    assert [one for one in headings if one in shown] == [one for one in shown if one in headings]


@needs_poppler
@pytest.mark.parametrize(("rows", "names"), [(0, 0), (3, 2), (3, 400), (200, 3)])
def test_whatever_is_not_settled_stands_on_one_last_page_and_is_counted(tmp_path: Path, rows: int, names: int) -> None:
    cell = GlanceCell(tuple((f"a thing that is called thing-{n}", 1) for n in range(names)), (("", 5),))
    glance = Glance(
        (GlanceColumn("Open", "nobody has decided", rows * (names + 5), rows * names),),
        tuple(GlanceRow(f"Part {n}", (cell,)) for n in range(rows)),
        (("somebody", 2),),
    )
    nothing = Section("Capacity", ())
    asked = Question("What to do", (), "", ())
    review = Review(
        "It", "here", "", (), "0", (("1", "thing"),), (), nothing, (), nothing, (), (asked,), (), glance
    )  # fmt: skip
    (tmp_path / "review.pdf").write_bytes(typeset(review_document(review)))
    *before, last = words(tmp_path / "review.pdf")
    assert sum("Open, planned and assumed" in page for page in before) == 1, "in the contents"
    assert "2 undecided questions" in " ".join(last.split())
    if not rows:
        assert "Nothing: documents say all" in last
        return
    assert f"Open {rows * (names + 5)}" in last
    shown = [line for line in last.splitlines() if re.match(r" *(Part \d+|\d+ more) ", line)]
    counts = re.findall(r"elsewhere\s+(\d+)", last)
    assert sum(map(int, counts)) == rows * 5
    assert len(counts) == len(shown)
    if rows < 10:
        assert len(shown) == rows


@needs_poppler
@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((300, 200), [["today", "one", "other"]]),
        ((700, 340), [["today", "one"], ["today", "other"]]),
        ((900, 700), [[], ["today", "one"], ["today", "other"]]),
        ((2400, 260), [["today", "one"], ["today", "other"]]),
    ],
)
def test_alternatives_that_would_be_small_have_room(
    tmp_path: Path, size: tuple[int, int], shown: list[list[str]]
) -> None:
    names = ("today", "one", "other")
    cuts = tuple(Cut(name, name == "today", drawing(f"drawn {name}", size)) for name in names)
    figure = Figure("a view", "A caption", cuts, size, drawing("the legend", (900, 60)), (900, 60))
    asked = Question(
        "What to do", (("decided by:", "us"),), "A note", tuple(Alternative(n, n == "today") for n in names), (figure,)
    )
    nothing = Section("Capacity", ())
    review = Review("It", "here", "", (), "0", (("1", "thing"),), (), nothing, (), nothing, (), (asked,))
    (tmp_path / "review.pdf").write_bytes(typeset(review_document(review)))
    pages = [page for page in words(tmp_path / "review.pdf")[2:] if "What to do" in page]
    assert [re.findall(r"drawn (\w+)", page) for page in pages] == shown
    assert [("continued" in page) for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert ["the legend" in page for page in pages] == [bool(found) for found in shown]


def drawing(text: str, size: tuple[int, int]) -> bytes:
    """Return an SVG of a size that holds a text."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#eee"/><text x="20" y="40" font-size="30">{text}</text></svg>'
    ).encode()
