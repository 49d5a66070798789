"""Every code that a finding can carry has a page, and every page a code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import lsparch
from lsparch.api.check import code_titles
from lsparch.diagnostics.codes import all_codes
from lsparch.rules.catalogue import all_rules

PACKAGE = Path(lsparch.__file__).parent
TABLES = PACKAGE / "diagnostics" / "codes"
CODE = re.compile(r"[A-Z]{3,4}[0-9]{3}")
CODES = [code for members in all_codes().values() for code in members]


def raised() -> Iterator[str]:
    """Iterate over every text of the package that is a code, outside of the tables."""
    for path in PACKAGE.rglob("*.py"):
        if TABLES not in path.parents:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                    yield node.value


def test_every_code_that_is_raised_has_one_page_and_no_page_is_of_another() -> None:
    rules = {rule.code for rule in all_rules()}
    told = [code.code for code in CODES]
    assert len(set(told)) == len(told)
    assert not rules & set(told)
    assert set(raised()) == rules | set(told)


def test_no_code_is_put_together_from_pieces() -> None:
    """Such a code would escape the search of this file."""
    pieces = re.compile(r'f"[A-Z]{3,4}\{|"[A-Z]{3,4}0*" *\+')
    assert [path for path in PACKAGE.rglob("*.py") if pieces.search(path.read_text("utf-8"))] == []


def test_pages_say_what_is_wrong_why_and_what_to_do() -> None:
    for code in CODES:
        assert code.title[0].isupper(), code.code
        assert not code.title.endswith("."), code.code
        assert code.why.endswith("."), code.code
        assert code.remedy.endswith("."), code.code
        assert set(code.severity.split(" or ")) <= {"error", "warning", "note"}, code.code


def test_codes_of_a_teller_come_in_order() -> None:
    for members in all_codes().values():
        assert [code.code for code in members] == sorted(code.code for code in members)


def test_every_code_that_is_raised_has_a_title() -> None:
    titles = code_titles()
    assert titles["GEN009"] == "A component gets rights in every namespace"
    assert all(titles[code] for code in raised())
