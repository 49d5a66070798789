"""The architecture of the LSST Science Platform, held once, from which everything else is derived."""

__version__ = "0.1.0"

__all__ = ["__version__"]
