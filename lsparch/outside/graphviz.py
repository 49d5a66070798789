"""Graphviz as a child process: positions for DOT texts, under a time limit.

The Graphviz in the pygraphviz wheel is used; a ``dot`` on the search path only when that wheel is missing.
Which layout attributes are used is decided by the size of a graph before it comes here, never by the clock: a
time-out is an error.
"""

import importlib.util
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.outside.child import answer_of

__all__ = ["GraphvizEngine"]

WORKER = Path(__file__).with_name("graphviz_worker.py")
LEAST_PER_CHILD = 8
"""DOT texts below which a second child costs more than it saves."""


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
        size = max(LEAST_PER_CHILD, -(-len(dots) // self.processes))
        parts = [dots[start : start + size] for start in range(0, len(dots), size)]
        run = self._in_wheel if importlib.util.find_spec("pygraphviz") else self._on_path
        if len(parts) == 1:
            return run(parts[0])
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        with ThreadPoolExecutor(self.processes) as pool:
            return [answer for answers in pool.map(run, parts) for answer in answers]

    def _in_wheel(self, dots: Sequence[str]) -> list[str]:
        output = self._run([sys.executable, str(WORKER)], json.dumps(list(dots)))
        answers: list[str] = json.loads(output)
        return answers

    def _on_path(self, dots: Sequence[str]) -> list[str]:
        program = shutil.which("dot")
        if program is None:
            raise LsparchError("Graphviz is missing: install the package pygraphviz, whose wheel contains it")
        return [self._run([program, "-Tjson0"], dot) for dot in dots]

    def _run(self, command: Sequence[str], text: str) -> str:
        late = f"Graphviz found no layout within {self.timeout:g} s: the view is too big, show less in it"
        return answer_of(command, text.encode("utf-8"), "Graphviz", timeout=self.timeout, late=late).decode("utf-8")
