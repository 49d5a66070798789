"""Undecided questions, with what each alternative would change."""

from collections.abc import Iterator

from lsparch.analysis.unsettled import source_of
from lsparch.api.platform import Platform
from lsparch.emit.review import Alternative, Question

__all__ = ["questions_of"]


def questions_of(platform: Platform) -> Iterator[Question]:
    """Yield every undecided question of the model."""
    model = platform.model
    for name, option in model.options.items():
        source = source_of(model, model.declared[f"option/{name}"])
        facts = [("decided by:", option.decides), ("by when:", option.by or ""), ("source:", source)]
        alternatives = tuple(
            Alternative(found.title, key == option.baseline, tuple(found.effects.items()))
            for key, found in option.alternatives.items()
        )
        shown = tuple(pair for pair in facts if pair[1])
        yield Question(option.title or name, shown, option.note or "", alternatives)
