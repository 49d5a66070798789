"""Kubernetes objects as plain mappings: identity, versions, schemas, quantities and equality of meaning.

Knows nothing of the model and reads nothing but the tables that ship with the package.
"""
