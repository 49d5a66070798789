"""Documents for the typesetter: a template of the package, and its words and pictures as data.

Nothing of the model is ever part of a template, so no text of the model can be taken for markup.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsparch.draw.text import printable
from lsparch.models.paper import Paper

__all__ = ["Picture", "document", "picture_set"]

TEMPLATES = Path(__file__).with_name("typst")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a document."""

    title: str
    of: str
    """Environment or source shown; empty for the whole model."""

    description: str
    svg: bytes
    name: str = ""
    """Name of its file, without ending."""

    chapter: str = ""
    """Title of the chapter that it stands in; empty where there are none."""


def document(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a document.

    Parameters
    ----------
    template
        Name of a template, without ending.
    data
        What the template fills in; texts lose signs that the shipped font lacks.
    pictures
        SVG by the name under which the data mentions it.
    """
    text = json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)
    main = TEMPLATES.joinpath(f"{template}.typ").read_bytes()
    return {"main": main, "data.json": text.encode(), **pictures}


def _printable(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {key: _printable(item) for key, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
        case _:
            return value


def picture_set(
    title: str, subtitle: str, pictures: Sequence[Picture], size: tuple[int, int] = Paper.SLIDE.size
) -> dict[str, bytes]:
    """Return the files of a document that holds pictures, one a page of a size in points, after a page of contents."""
    data = {"title": title, "subtitle": subtitle, "size": size, "pictures": picture_data(pictures)}
    return document("set", data, picture_files(pictures))


def picture_data(pictures: Sequence[Picture]) -> list[dict[str, str]]:
    """Return what a template says of pictures, each with the name of its file."""
    return [
        {
            "file": f"picture-{index}.svg",
            "title": picture.title,
            "of": picture.of,
            "chapter": picture.chapter,
            "description": picture.description,
            "alt": ". ".join(filter(None, (picture.title, picture.of, picture.description))),
        }
        for index, picture in enumerate(pictures)
    ]


def picture_files(pictures: Sequence[Picture]) -> dict[str, bytes]:
    """Return the files of pictures by the names that the data give them."""
    return {f"picture-{index}.svg": picture.svg for index, picture in enumerate(pictures)}
