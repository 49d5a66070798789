"""Draw our pictures below ``docs`` again: ``python -m tests.tools.draw_examples``.

The commands of each worked example are followed in a copy of its folder, and the pictures that they write are copied
back. Of ``docs/side-by-side``, those that are ours are drawn, and measured for the page.
"""

import contextlib
import io
import os
import shlex
import shutil
import tempfile
from pathlib import Path

from lsparch.cli.app import run
from tests.bench import side_by_side
from tests.test_examples import EXAMPLES, PICTURES, steps

__all__ = ["main"]


def main() -> None:
    """Draw all of them."""
    side_by_side.main(alone=True)
    for example in EXAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            workplace = Path(folder) / "copy"
            for command in steps(example, workplace):
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                    run(shlex.split(command.line)[1:])
            os.chdir(example)
            for name in PICTURES:
                shutil.rmtree(example / name, ignore_errors=True)
                shutil.copytree(workplace / name, example / name)


if __name__ == "__main__":
    main()
