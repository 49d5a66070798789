"""Plans as one workspace in the notation of Structurizr."""

from lsparch.emit.structurizr.workspace import workspace_text

__all__ = ["workspace_text"]
