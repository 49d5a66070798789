"""The child process that typesets: a JSON object of files in base64 in, a PDF out.

Run by its path, so that it imports nothing of lsparch and starts fast.
"""

import importlib
import json
import sys
from base64 import b64decode

__all__ = ["main"]


def main() -> None:
    """Serve one document from standard input."""
    request = json.loads(sys.stdin.buffer.read())
    files = {name: b64decode(content) for name, content in request["files"].items()}
    typst = importlib.import_module("typst")
    try:
        pdf = typst.compile(files, format="pdf", font_paths=[request["fonts"]], ignore_system_fonts=True)
    except typst.TypstError as error:
        sys.exit(f"{error.message} {' '.join(error.diagnostic.split())}")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
