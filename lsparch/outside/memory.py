"""Memory: pausing the search for cyclic garbage while structures are built that stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_paused"]


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the search for cyclic garbage; memory without cycles is freed as ever.

    Models, graphs and manifests are large and stay. Walking them again and again while they grow costs a third of
    the time and frees nothing.

    Examples
    --------
    >>> with collection_paused():
    ...     gc.isenabled()
    False
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
