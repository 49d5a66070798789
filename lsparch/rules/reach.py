"""What an element needs, directly or through others, by required connections."""

from collections import deque

from lsparch.resolve import Environment

__all__ = ["required_paths"]


def required_paths(env: Environment, start: str) -> dict[str, tuple[str, ...]]:
    """Return a shortest chain of required, live connections to each component and external, by its id.

    The start itself is among them only if a circle leads back to it.
    """
    chains: dict[str, tuple[str, ...]] = {}
    queue: deque[tuple[str, ...]] = deque([(start,)])
    while queue:
        chain = queue.popleft()
        for link in env.links_from(chain[-1]):
            if not link.connection.optional and link.target not in chains:
                chains[link.target] = (*chain, link.target)
                queue.append(chains[link.target])
    return chains
