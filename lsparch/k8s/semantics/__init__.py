"""What the API server refuses of a value though its schema allows it.

The rules are those of the validation of Kubernetes 1.36 and of the expressions in the definitions of Gateway API. They
look at one object at a time; what is of the wrong type is left to the schema.
"""

from lsparch.k8s.semantics.objects import semantic_faults

__all__ = ["semantic_faults"]
