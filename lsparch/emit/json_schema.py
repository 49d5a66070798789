"""JSON Schemas (2020-12): of hand-written files, by which editors complete and validate, and of files for programs."""

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from lsparch.emit.notation_json import DrawingFile
from lsparch.models.drift_policy import DriftPolicyFile
from lsparch.models.files import MODEL_FILES
from lsparch.models.policy import PolicyFile
from lsparch.models.requirement import RequirementsFile
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile

__all__ = ["HAND_WRITTEN", "schema_texts"]

HAND_WRITTEN: dict[str, type[BaseModel]] = {
    **MODEL_FILES,
    "drift-policy": DriftPolicyFile,
    "policy": PolicyFile,
    "requirements": RequirementsFile,
    "symbology": Symbology,
    "view": ViewFile,
}
"""Class of every kind of hand-written file, by its telling key."""

WRITTEN: dict[str, type[BaseModel]] = {"drawing": DrawingFile}
"""Class of every kind of file that is written for programs."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Strict(GenerateJsonSchema):
    """Schemas that accept exactly what the model classes accept."""

    def dict_schema(self, schema: Any) -> dict[str, Any]:
        """Refuse keys that do not match the pattern of a mapping's keys."""
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made["additionalProperties"] = False
        return made


def schema_texts() -> dict[str, str]:
    """Return the text of each schema, by file name."""
    return {f"{key}.schema.json": _text(key, cls) for key, cls in sorted({**HAND_WRITTEN, **WRITTEN}.items())}


def _text(key: str, cls: type[BaseModel]) -> str:
    schema = cls.model_json_schema(by_alias=True, schema_generator=_Strict, ref_template="#/$defs/{model}")
    schema.pop("title", None)
    head = {"$schema": DIALECT, "$id": f"{key}.schema.json", "title": f"lsparch {key} file"}
    return json.dumps(_without_marks({**head, **schema}), indent=2, ensure_ascii=False) + "\n"


def _without_marks(node: Any) -> Any:
    """Drop the marks by which references are found, and titles beside a ``$ref``.

    Marks say nothing to an editor. Whether pydantic writes such titles depends on the order of building classes.
    """
    if isinstance(node, dict):
        dropped = {"reference"} if isinstance(node.get("reference"), list) else set()
        dropped |= {"title"} if isinstance(node.get("$ref"), str) and isinstance(node.get("title"), str) else set()
        return {k: _without_marks(v) for k, v in node.items() if k not in dropped}
    if isinstance(node, list):
        return [_without_marks(item) for item in node]
    return node
