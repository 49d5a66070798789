"""From Kubernetes objects, whoever wrote them, back to the architecture graph.

It knows objects alone: neither the model nor what is generated from it.
"""

from lsparch.observe.assembly import observe
from lsparch.observe.traces import traces

__all__ = ["observe", "traces"]
