"""What validators of several fields demand, said once more in JSON Schema, so that editors find it too."""

from pydantic.config import JsonDict

__all__ = ["any_of", "exactly_one", "given"]


def given(key: str, *, empty: bool = True, value: bool | None = None) -> JsonDict:
    """Return the schema of a mapping in which a key has a value other than null.

    Parameters
    ----------
    key
        The key, as it is written.
    empty
        Whether an empty list counts.
    value
        The value that it must have, if only one counts.
    """
    wanted: JsonDict = {"not": {"type": "null"}} if value is None else {"const": value}
    if not empty:
        wanted["minItems"] = 1
    return {"properties": {key: wanted}, "required": [key]}


def exactly_one(*alternatives: JsonDict) -> JsonDict:
    """Return the schema of what fits exactly one of some schemas."""
    return {"oneOf": list(alternatives)}


def any_of(*alternatives: JsonDict) -> JsonDict:
    """Return the schema of what fits at least one of some schemas."""
    return {"anyOf": list(alternatives)}
