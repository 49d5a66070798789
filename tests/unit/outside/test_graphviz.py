import importlib.util
import json
import shutil
import threading

import pytest

from lsparch.diagnostics import LsparchError
from lsparch.outside.child import clean_environment
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.outside.graphviz_worker import layout_all

SMALL = 'digraph { node [shape=box, fixedsize=true, label=""]; a -> b }'


def test_positions_come_back_as_json() -> None:
    graph = json.loads(GraphvizEngine().layout(SMALL))
    assert [item["name"] for item in graph["objects"]] == ["a", "b"]
    assert all(len(item["pos"].split(",")) == 2 for item in graph["objects"])


def test_many_layouts_come_back_in_order() -> None:
    dots = [f"digraph n{number} {{ a }}" for number in range(20)]
    answers = GraphvizEngine(processes=2).layout_many(dots)
    assert [json.loads(answer)["name"] for answer in answers] == [f"n{number}" for number in range(20)]


def test_nothing_to_lay_out_starts_no_process() -> None:
    assert GraphvizEngine(timeout=0).layout_many([]) == []


def test_a_time_out_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(LsparchError, match=r"no layout within 0\.001 s: the view is too big, show less"):
        GraphvizEngine(timeout=0.001).layout(SMALL)


def test_a_text_that_is_not_dot_is_an_error() -> None:
    with pytest.raises(LsparchError, match="Graphviz failed with status"):
        GraphvizEngine().layout("no graph")


def test_the_worker_lays_out_what_it_is_given() -> None:
    assert json.loads(layout_all([SMALL])[0])["directed"] is True


def test_without_graphviz_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(LsparchError, match="install the package pygraphviz"):
        GraphvizEngine().layout(SMALL)


@pytest.mark.parametrize("dots", [[SMALL], [SMALL] * 17])
def test_answers_are_the_same_where_this_process_cannot_be_copied(dots: list[str]) -> None:
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    found = GraphvizEngine().layout_many(dots)
    other.start()
    try:
        assert GraphvizEngine().layout_many(dots) == found
    finally:
        waiting.set()
        other.join()


def test_the_child_sees_no_locale_and_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_NUMERIC", "de_DE.UTF-8")
    monkeypatch.setenv("FONTCONFIG_FILE", "fonts.conf")
    environment = clean_environment()
    assert environment["LC_ALL"] == "C"
    assert not {"LC_NUMERIC", "FONTCONFIG_FILE", "HOME"} & set(environment)
