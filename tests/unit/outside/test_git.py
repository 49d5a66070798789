"""A revision is read just as the work tree is."""

import subprocess
from pathlib import Path

import pytest

from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.outside.files import Files
from lsparch.outside.git import read_revision

AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a folder of a repository with all that may be in a work tree."""
    root = tmp_path / "inside"
    files = {
        "model/b.yaml": b"b: 1\n",
        "model/a/z.yaml": b"z: 1\n",
        "model/a-b.yaml": b"",
        "model/na\xefve \xe2\x9c\x93.yaml": b"a\0b",
        "model/text.txt": b"plain\n",
        "model/.hidden.yaml": b"hidden: 1\n",
        "model/.editor/c.yaml": b"c: 1\n",
        "elsewhere/d.yaml": b"d: 1\n",
        "model/kept-out.yaml": b"e: 1\n",
        ".gitattributes": b"model/kept-out.yaml export-ignore\n",
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    links = {"gone.yaml": "nowhere.yaml", "link.yaml": "../elsewhere/d.yaml", "folder": "a"}
    for name, target in links.items():
        (root / "model" / name).symlink_to(target)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, *AUTHOR, "commit", "-q", "-m", "all")
    return root


@pytest.mark.parametrize("suffixes", [(), (".yaml",), (".txt", ".md")])
def test_a_revision_holds_what_the_work_tree_holds(repository: Path, suffixes: tuple[str, ...]) -> None:
    there = {f"model/{name}": data for name, data in Files().tree(repository / "model", *suffixes).items()}
    found = read_revision(repository, "HEAD", "model", *suffixes)
    assert list(found.items()) == list(there.items())
    assert ("model/link.yaml" in found) == (".txt" not in suffixes)


def test_a_folder_that_a_revision_has_not_is_empty_as_in_the_work_tree(repository: Path) -> None:
    assert read_revision(repository, "HEAD", "checks") == {}
    assert Platform(repository, "HEAD").files("checks", ".yaml") == Platform(repository).files("checks", ".yaml") == {}


@pytest.mark.parametrize(
    ("target", "told"),
    [("/somewhere/else.yaml", "out of the repository, to /somewhere/else.yaml"), ("out.yaml", "that leads to itself")],
)
def test_a_link_that_leads_to_no_known_file_is_told(repository: Path, target: str, told: str) -> None:
    (repository / "model" / "out.yaml").symlink_to(target)
    git(repository, "add", "-A")
    git(repository, *AUTHOR, "commit", "-q", "-m", "link")
    with pytest.raises(LsparchError, match=f"^git:HEAD: model/out.yaml is a link {told}"):
        read_revision(repository, "HEAD", "model")
    assert "model/text.txt" in read_revision(repository, "HEAD", "model", ".txt")


@pytest.mark.parametrize("revision", ["nothing-of-the-kind", "--output=x", "HEAD~99"])
def test_what_names_no_commit_is_refused(repository: Path, revision: str) -> None:
    with pytest.raises(LsparchError, match=f"^git:{revision}: "):
        read_revision(repository, revision, "model")
