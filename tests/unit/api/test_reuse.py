"""Pictures that were drawn before: the same bytes, and after an edit only those are drawn that it concerns."""

import json
import random
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from lsparch.api.platform import Platform
from lsparch.api.render import render_files
from lsparch.api.review import find_review
from lsparch.api.serve import LiveViewer
from lsparch.api.shelf import CacheShelf, MemoryShelf
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.review import Review
from lsparch.models.theme_name import ThemeName
from lsparch.outside.cache import Cache
from tests.support.small import ROOT as SMALL
from tests.unit.views.shipped import ROOT

VIEWS = ("context", "datasets", "logging", "registry-fill", "storage", "story-log-line")
FORMATS = tuple(form for form in DrawingFormat if form is not DrawingFormat.HTML)
SEED = 7


class Recorded:
    """A shelf that tells what is put on it."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.put: list[bytes] = []

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a digest."""
        return self.content.get(key)

    def write_all(self, entries: Mapping[str, bytes]) -> None:
        """Keep something under each digest."""
        self.content |= entries
        self.put += entries.values()

    def drawn(self) -> list[str]:
        """Return the titles of pictures that were drawn since this was last asked."""
        pictures = [entry.decode() for entry in self.put if entry.startswith(b"<svg")]
        parts = [json.loads(entry) for entry in self.put if entry.startswith(b'{"view"')]
        self.put.clear()
        titles = [picture.partition("<title")[2].partition(">")[2].partition("<")[0] for picture in pictures]
        return sorted([*titles, *(part["drawing"]["title"] for part in parts)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("model", "diagrams", "checks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def rendered(
    root: Path, shelf: Recorded | CacheShelf | None, formats: Sequence[DrawingFormat] = ()
) -> dict[str, bytes]:
    return render_files(Platform(root), (), VIEWS, formats or (DrawingFormat.SVG,), shelf=shelf)


def keep_layouts(root: Path, files: Mapping[str, bytes]) -> None:
    """Put layouts beside the pictures, as the command does."""
    for name, data in files.items():
        if name.endswith(".layout.json"):
            (root / "diagrams" / "rendered" / name).write_bytes(data)


def test_after_an_edit_only_the_pictures_that_show_it_are_drawn(root: Path) -> None:
    shelf = Recorded()
    before = rendered(root, shelf)
    assert len(shelf.drawn()) == len(VIEWS)
    edit(root, "model/services/logging.yaml", "title: Log collection", "title: Collection of logs")
    after = rendered(root, shelf)
    changed = [name for name in before if name.endswith(".svg") and before[name] != after[name]]
    assert 0 < len(changed) < len(VIEWS)
    assert len(shelf.drawn()) == len(changed)
    keep_layouts(root, after)
    assert rendered(root, shelf) == after
    assert shelf.drawn() == []


def test_a_comment_has_nothing_drawn(root: Path) -> None:
    shelf = Recorded()
    rendered(root, shelf)
    shelf.drawn()
    path = root / "model" / "services" / "logging.yaml"
    path.write_text(f"# a comment\n{path.read_text()}")
    rendered(root, shelf)
    assert shelf.drawn() == []


def test_each_theme_has_pictures_of_its_own_with_the_same_places(root: Path) -> None:
    shelf = Recorded()
    rendered(root, shelf)
    shelf.put.clear()
    render_files(Platform(root), (), VIEWS, theme=ThemeName.DARK, shelf=shelf)
    assert all(entry.startswith(b"<svg") for entry in shelf.put)
    assert len(shelf.put) == len(VIEWS)


def test_pictures_are_the_same_as_without_a_shelf_whatever_is_edited(root: Path) -> None:
    shelf, chance = Recorded(), random.Random(SEED)
    for step in range(5):
        made = rendered(root, shelf, FORMATS)
        assert made == rendered(root, None, FORMATS), step
        keep_layouts(root, made)
        titles = [
            (path, line)
            for path in sorted((root / "model").rglob("*.yaml"))
            for line in path.read_text().splitlines()
            if line.lstrip().startswith("title: ") and line.endswith(tuple("abcdefghijklmnopqrstuvwxyz"))
        ]
        for path, line in chance.sample(titles, 12):
            edit(root, str(path.relative_to(root)), line, f"{line}, {chance.choice(('changed', 'a longer title'))}")
        if step == 2:
            edit(root, "diagrams/symbology.yaml", "title: ", "title: Another ")
        if step == 3:
            (root / "diagrams" / "rendered" / "logging.layout.json").unlink()


def test_what_is_damaged_or_put_elsewhere_is_drawn_again(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    made = rendered(root, CacheShelf(Cache(str(folder))))
    entries = sorted(folder.iterdir())
    contents = [entry.read_bytes() for entry in entries]
    for entry, content in zip(entries, [contents[-1], *contents], strict=False):
        entry.write_bytes(content)
    assert rendered(root, CacheShelf(Cache(str(folder)))) == made
    for entry in folder.iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    assert rendered(root, CacheShelf(Cache(str(folder)))) == made


def test_what_other_code_drew_is_not_taken(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    rendered(root, CacheShelf(Cache(str(folder))))
    number = len(list(folder.iterdir()))
    monkeypatch.setattr("lsparch.api.shelf.installed_code", lambda: "other code")
    rendered(root, CacheShelf(Cache(str(folder))))
    assert len(list(folder.iterdir())) == 2 * number


def test_the_live_viewer_draws_after_an_edit_only_what_shows_it(root: Path) -> None:
    shelf = Recorded()
    viewer = LiveViewer(root, ("usdac",), ("logging", "storage"), date(2000, 1, 1), shelf)
    pictures = [f"/part/picture/{name}/usdac" for name in ("logging", "storage")]
    assert viewer.refresh()
    before = [viewer.answer(path).body for path in pictures]
    assert len(shelf.drawn()) == len(pictures)
    edit(root, "model/services/logging.yaml", "title: Log collection", "title: Collection of logs")
    assert viewer.refresh()
    after = [viewer.answer(path).body for path in pictures]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]
    assert len(shelf.drawn()) == 1


QUESTION = """\
options:
  pages:
    title: Who asks for pages
    source: PLAN
    decides: web-team
    baseline: people
    alternatives:
      people: {title: People alone}
      store: {title: "The store, too", effects: {store/db: connects to web/site.http}}
"""


def test_a_review_draws_only_what_was_not_drawn_before(tmp_path: Path) -> None:
    root = tmp_path / "small"
    shutil.copytree(SMALL, root)
    (root / "model" / "options.yaml").write_text(QUESTION)
    (root / "diagrams" / "views").mkdir(parents=True)
    for name in ("symbology", "views/context", "views/findings", "views/platform"):
        shutil.copy(ROOT / "diagrams" / f"{name}.yaml", root / "diagrams" / f"{name}.yaml")
    day, shelf = date(2026, 11, 1), Recorded()

    def reviewed(shelf: Recorded | None) -> Review:
        return find_review(Platform(root), "production", day, shelf)

    first = reviewed(shelf)
    assert first.questions[0].figures
    assert first == reviewed(None)
    assert len(shelf.drawn()) == 3
    assert reviewed(shelf) == first
    assert shelf.put == []
    edit(root, "diagrams/views/context.yaml", "title: ", "title: Another ")
    again = reviewed(shelf)
    assert again != first
    assert len(shelf.drawn()) == 1
    assert again == reviewed(None)


def test_a_shelf_in_memory_holds_no_more_than_it_may() -> None:
    shelf = MemoryShelf(limit=10)
    shelf.write_all({"one": b"x" * 6, "two": b"x" * 4})
    shelf.write_all({"one": b"y" * 5})
    assert (shelf.read("one"), shelf.read("two")) == (b"y" * 5, b"x" * 4)
    shelf.write_all({"three": b"x" * 6})
    assert [shelf.read(key) for key in ("two", "one", "three")] == [None, None, b"x" * 6]
    shelf.write_all({"four": b"x" * 11})
    assert all(shelf.read(key) is None for key in ("one", "two", "three", "four"))
