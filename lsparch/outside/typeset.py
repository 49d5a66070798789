"""Typesetting in a child process, under a time limit: a document of ours as PDF.

Typst writes the PDF: vectors stay vectors, text stays text, and equal files give equal bytes on every machine.
"""

import importlib.util
import json
import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.draw.text import FONTS
from lsparch.outside.child import answer_of

__all__ = ["typeset"]

WORKER = Path(__file__).with_name("typeset_worker.py")


def typeset(files: Mapping[str, bytes], timeout: float = 300.0) -> bytes:
    """Return the PDF of a document.

    Parameters
    ----------
    files
        Its files by name; ``main`` is the one that is typeset, and the others are what it reads.
    timeout
        Seconds of real time that it may take.

    Raises
    ------
    LsparchError
        If the typesetter is missing, fails, or takes longer than the time limit.
    """
    if importlib.util.find_spec("typst") is None:
        raise LsparchError("the typesetter is missing: install the package typst")
    request = {"files": {name: b64encode(content).decode() for name, content in files.items()}, "fonts": str(FONTS)}
    late = f"the PDF was not done within {timeout:g} s: put fewer views in it"
    command = [sys.executable, str(WORKER)]
    return answer_of(command, json.dumps(request).encode(), "typesetting", timeout=timeout, late=late)
