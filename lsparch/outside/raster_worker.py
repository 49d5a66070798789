"""The child process that rasterises: a JSON list of requests in, a JSON list of pictures in base64 out.

Run by its path, so that it imports nothing of lsparch and starts fast.
"""

import importlib
import json
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence

__all__ = ["main", "rasterise_all"]


def rasterise_all(requests: Sequence[Mapping[str, object]]) -> list[bytes]:
    """Return the PNG of every request, in order."""
    draw = importlib.import_module("resvg_py").svg_to_bytes
    return [bytes(draw(**request)) for request in requests]


def main() -> None:
    """Serve one list of requests from standard input."""
    requests = json.loads(sys.stdin.buffer.read())
    json.dump([b64encode(picture).decode() for picture in rasterise_all(requests)], sys.stdout)


if __name__ == "__main__":
    main()
