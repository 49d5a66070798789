"""The child process that lays graphs out: a JSON list of DOT texts in, a JSON list of layouts out.

Run by its path, so that it imports nothing of lsparch and starts fast. Graphviz cannot be interrupted inside a
process, hence the child: whoever started it may end it.
"""

import importlib
import json
import sys
from collections.abc import Sequence

__all__ = ["layout_all", "main"]


def layout_all(dots: Sequence[str]) -> list[str]:
    """Return Graphviz's JSON for every DOT text, in order."""
    agraph = importlib.import_module("pygraphviz").AGraph
    return [agraph(string=dot).draw(format="json0", prog="dot").decode("utf-8") for dot in dots]


def main() -> None:
    """Serve one request from standard input."""
    dots = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(layout_all(dots)).encode("utf-8"))


if __name__ == "__main__":
    main()
