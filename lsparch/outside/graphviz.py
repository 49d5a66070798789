"""Graphviz in child processes: positions for DOT texts, under a time limit.

The Graphviz in the pygraphviz wheel is used; a ``dot`` on the search path only when that wheel is missing.
Which layout attributes are used is decided by the size of a graph before it comes here, never by the clock: a
time-out is an error.
"""

import importlib.util
import json
import locale
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.outside.child import answer_of, clean_environment
from lsparch.outside.crew import by_copies
from lsparch.outside.graphviz_worker import layout_all

__all__ = ["GraphvizEngine"]

WORKER = Path(__file__).with_name("graphviz_worker.py")
LEAST_PER_CHILD = 8
"""DOT texts below which a second child costs more than it saves."""

STANDARD_ERROR = 2


@dataclass(frozen=True, slots=True)
class GraphvizEngine:
    """A layout engine that runs Graphviz's ``dot`` in child processes.

    Parameters
    ----------
    timeout
        Seconds of real time that one child may take.
    processes
        Most children at once.
    """

    timeout: float = 120.0
    processes: int = 2

    def layout(self, dot: str) -> str:
        """Return Graphviz's JSON (``json0``) for one DOT text."""
        return self.layout_many([dot])[0]

    def layout_many(self, dots: Sequence[str]) -> list[str]:
        """Return Graphviz's JSON for each DOT text, in order; each child lays several out.

        Raises
        ------
        LsparchError
            When Graphviz is missing, fails, or takes longer than the time limit.
        """
        if not dots:
            return []
        size = -(-len(dots) // max(1, min(self.processes, len(dots) // LEAST_PER_CHILD)))
        parts = [dots[start : start + size] for start in range(0, len(dots), size)]
        if importlib.util.find_spec("pygraphviz"):
            found = self._in_copies(parts)
            missing = [part for part, answers in zip(parts, found, strict=True) if answers is None]
            others = iter(self._each(self._in_wheel, missing))
            done = [answers if answers is not None else next(others) for answers in found]
        else:
            done = self._each(self._on_path, parts)
        return [answer for answers in done for answer in answers]

    def _each(self, run: Callable[[Sequence[str]], list[str]], parts: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the answers to each part of the DOT texts, from a child for each."""
        if len(parts) < 2:  # noqa: PLR2004 - nothing to do at once
            return [run(part) for part in parts]
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        with ThreadPoolExecutor(self.processes) as pool:
            return list(pool.map(run, parts))

    def _in_copies(self, parts: Sequence[Sequence[str]]) -> list[list[str] | None]:
        """Return the answers of copies of this process, which need no start; None where one fails, silently."""

        def work(number: int) -> bytes:
            be_clean()
            return json.dumps(layout_all(parts[number])).encode()

        try:
            texts = by_copies(work, len(parts), self.timeout)
        except TimeoutError:
            raise LsparchError(self._late) from None
        return [None if text is None else json.loads(text) for text in texts]

    def _in_wheel(self, dots: Sequence[str]) -> list[str]:
        output = self._run([sys.executable, str(WORKER)], json.dumps(list(dots)))
        answers: list[str] = json.loads(output)
        return answers

    def _on_path(self, dots: Sequence[str]) -> list[str]:
        program = shutil.which("dot")
        if program is None:
            raise LsparchError("Graphviz is missing: install the package pygraphviz, whose wheel contains it")
        return [self._run([program, "-Tjson0"], dot) for dot in dots]

    @property
    def _late(self) -> str:
        return f"Graphviz found no layout within {self.timeout:g} s: the view is too big, show less in it"

    def _run(self, command: Sequence[str], text: str) -> str:
        answer = answer_of(command, text.encode("utf-8"), "Graphviz", timeout=self.timeout, late=self._late)
        return answer.decode("utf-8")


def be_clean() -> None:
    """Let this process, a copy, be as a child that is started: without locale and fonts, and heard by nobody."""
    environment = clean_environment()
    os.environ.clear()
    os.environ.update(environment)
    locale.setlocale(locale.LC_ALL, "C")
    os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_ERROR)
