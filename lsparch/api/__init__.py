"""The Python API of lsparch: what the command line does, as functions.

Nothing here prints or exits. Faults of the input raise `lsparch.diagnostics.UnreadableInputError` with every finding,
other impossible requests `lsparch.diagnostics.LsparchError`. What a function does not need is not imported: take it
from its module.

=====================  ==============================================================================
module                 functions
=====================  ==============================================================================
``lsparch.api``        `open_platform`, `find_platform`, `Platform`
``….check``            ``check_platform``: all rules
``….drift``            ``find_drift``: two sources compared by meaning
``….generate``         ``generate_files``: Kubernetes configuration, by path
``….render``           ``render_files``: diagrams, by name
``….plans``            ``plan_drawings``: what they show
``….viewer``           ``viewer_file``: the viewer, as one HTML file; ``ViewerData``: its parts
``….serve``            ``LiveViewer``: the viewer, kept up to date
``….analysis``         ``find_impact``, ``find_trace``
``….audit``            ``audit_platform``: security inventory; ``story_tests``: test Jobs of an environment
``….bundle``           ``bundle_environment``: everything that is handed over, by path
``….explain``          ``explain``: an element or a rule, as text
``….lock``             ``find_lock``, ``promote_lock``, ``check_lock``, ``write_lock``
``….generated``        ``schema_files``, ``rule_pages``
``….graph``            ``graph_of``: the architecture graph of any source
``….migrate``          ``migrate_platform``
=====================  ==============================================================================

Examples
--------
>>> from lsparch import api
>>> platform = api.open_platform()
>>> "usdac" in platform.environments
True
>>> platform.environment("usdac").component("portal/firefly").endpoints["http"].port
8080
>>> [edge.target for edge in platform.graph("usdac").out_edges("api/tap") if edge.port == 4040]
['qserv/czar']
"""

from lsparch.api.platform import Platform, find_platform, open_platform

__all__ = ["Platform", "find_platform", "open_platform"]
