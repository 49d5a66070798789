"""``lsparch render --review``: one document, read by Poppler."""

import shutil
import subprocess
from pathlib import Path

import pytest

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


def test_a_review_is_one_file_and_says_so(command: Run) -> None:
    assert command("render", "--review", "production", "--out", "out") == Outcome(
        2, "", "lsparch: --review writes one PDF: give its name, as --out out/review-production.pdf\n"
    )


def test_an_unknown_environment_is_told(command: Run) -> None:
    outcome = command("render", "--review", "productoin", "--out", "r.pdf")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no environment `productoin`; did you mean `production`?" in outcome.err


def test_what_a_review_would_not_heed_is_refused(command: Run) -> None:
    outcome = command("render", "sandbox", "--review", "production", "--format", "png", "--check", "--out", "r.pdf")
    assert outcome == Outcome(
        2, "", "lsparch: --review draws all views of one environment as one PDF: leave out SOURCE, --format, --check\n"
    )
