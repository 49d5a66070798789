"""The Python API of lsparch: what the command line does, as functions.

Nothing here prints or exits. Faults of the input raise `lsparch.diagnostics.UnreadableInputError` with every finding,
other impossible requests `lsparch.diagnostics.LsparchError`.

Examples
--------
>>> from lsparch import api
>>> platform = api.open_platform()
>>> "usdac" in platform.environments
True
>>> platform.environment("usdac").kind
'operational'
"""

from lsparch.api.platform import Platform, find_platform, open_platform

__all__ = ["Platform", "find_platform", "open_platform"]
