"""Rasterising in child processes: the rasteriser uses one processor, and a set of pictures takes seconds."""

import json
import os
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lsparch.outside.child import answer_of
from lsparch.outside.raster_worker import rasterise_all

__all__ = ["rasterise"]

WORKER = Path(__file__).with_name("raster_worker.py")
MOST = 8
"""Most children at once."""


def rasterise(requests: Sequence[Mapping[str, object]], processes: int | None = None) -> list[bytes]:
    """Return the PNG of each request, in order.

    Parameters
    ----------
    requests
        Arguments of the rasteriser, by name.
    processes
        Most children at once; one for each processor when not given. The bytes do not depend on it.

    Raises
    ------
    LsparchError
        When a child fails.
    """
    count = min(processes or os.cpu_count() or 1, MOST, len(requests))
    if count < 2:  # noqa: PLR2004 - a single child costs more than it saves
        return rasterise_all(requests)
    pictures: list[bytes] = [b""] * len(requests)
    with ThreadPoolExecutor(count) as pool:
        for start, answers in enumerate(pool.map(_child, (requests[start::count] for start in range(count)))):
            pictures[start::count] = answers
    return pictures


def _child(requests: Sequence[Mapping[str, object]]) -> list[bytes]:
    text = json.dumps(list(requests)).encode()
    answer = answer_of([sys.executable, str(WORKER)], text, "rasterising")
    return [b64decode(picture) for picture in json.loads(answer)]
