"""From the model to one environment: overlays, bindings, addresses, values, and the graph."""

from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.assemble import resolve
from lsparch.resolve.environment import Balancer, Environment, Link, PublishedRoute
from lsparch.resolve.graph import environment_graph

__all__ = [
    "Addresses",
    "Balancer",
    "Environment",
    "Link",
    "PublishedRoute",
    "UnknownAddressError",
    "environment_graph",
    "resolve",
]
