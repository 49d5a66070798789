"""What is handed over for an environment: the recipe, the contract of secrets, the pipelines, and the bundle of all."""

from lsparch.emit.handover.bundle import bundle_files
from lsparch.emit.handover.contents import Handover
from lsparch.emit.handover.recipe import emit_recipe
from lsparch.emit.handover.shared import Dependent, dependents

__all__ = ["Dependent", "Handover", "bundle_files", "dependents", "emit_recipe"]
