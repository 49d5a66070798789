"""From Kubernetes objects, whoever wrote them, back to the architecture graph.

It knows objects alone: neither the model nor what is generated from it.
"""

from lsparch.observe.assembly import observe

__all__ = ["observe"]
