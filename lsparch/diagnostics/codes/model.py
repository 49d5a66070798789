"""Codes of the loader of the model."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["MODEL"]

MODEL = (
    Code(
        "MOD001",
        "A value is not what its key takes",
        "A value of another type, or out of its bounds, has no meaning; nothing guesses.",
        "Write what the message says; the schemas below `schemas/` let editors complete and check each key.",
    ),
    Code(
        "MOD002",
        "A key is unknown",
        "A misspelt key would silently state nothing.",
        "Write the key that was meant, which the message proposes where it can be guessed.",
    ),
    Code(
        "MOD003",
        "A key is missing that must be there",
        "Without it the element cannot be understood.",
        "Add the key.",
    ),
    Code(
        "MOD004",
        "An id is declared twice",
        "References to it would mean either.",
        "Rename one of them, or remove what is left over. The finding names both places.",
    ),
    Code(
        "MOD005",
        "A part has the name of a kind of element",
        "`image/web` could be the image, or the component `web` of a part `image`.",
        "Give the part another id.",
    ),
    Code(
        "MOD006",
        "A file below model/ is not a model file",
        "It would be ignored, although its author thinks that it counts.",
        "Name it `*.yaml`, move a text of an application below `model/files/`, or move it out of `model/`.",
    ),
    Code(
        "MOD007",
        "A model does not have exactly one platform file",
        "Defaults and policy are said once, for all.",
        "Keep one file that begins with `platform:`.",
    ),
    Code(
        "MOD008",
        "A file is empty, or holds no mapping",
        "It states nothing.",
        "Begin with the telling key, such as `aspect: ID`, or remove the file.",
    ),
    Code(
        "MOD009",
        "The first key of a file names no kind of model file",
        "The first key tells what a file is about.",
        "Move the telling key, such as `service:`, to the top, or correct it.",
    ),
    Code(
        "MOD010",
        "The model has another format than this release reads",
        "Keys may have come, gone or changed their meaning, so nothing else is judged.",
        "Run `lsparch migrate` for an older format; use a newer lsparch for a newer one.",
    ),
    Code(
        "MOD011",
        "Of several keys exactly one must stand, and none or several do",
        "What was meant is not known: the keys are alternatives.",
        "Keep one of them, or add one.",
    ),
    Code(
        "MOD012",
        "A text below model/files/ does not exist, or lies outside",
        "A configuration or foreign part would be empty; paths that leave the folder differ from machine to machine.",
        "Correct the path, relative to `model/files/`, or add the file.",
    ),
    Code(
        "MOD013",
        "A placeholder and its values do not fit together",
        "A placeholder without a value would reach the application as it is; a value without one has no effect.",
        "State the value under `with:`, remove what is not used, and write `@@{` for a literal `@{`.",
    ),
    Code(
        "MOD014",
        "A secret would be written in clear",
        "Whoever may read the object, or this repository's output, would see it.",
        "Deliver the configuration with `delivery: secret`, or let the object or chart name an existing Secret.",
    ),
    Code(
        "MOD015",
        "Keys of an element contradict each other",
        "A cronjob without schedule, a spawned component that nobody spawns, values of a chart that is not there: one "
        "of the two is wrong.",
        "Add or remove the key that the message names.",
    ),
    Code(
        "MOD016",
        "A text below model/files/ is not clean UTF-8",
        "It is put into a ConfigMap, which holds texts; control characters are lost or refused.",
        "Save the file as UTF-8, and remove the character at the place.",
    ),
    Code(
        "MOD017",
        "Content does not fit the format of its file",
        "ini files have sections with single values, and XML has one element at the top; anything else cannot be "
        "written.",
        "Change the structure, or choose another format.",
    ),
    Code(
        "MOD018",
        "An image is built on itself",
        "None of the images in the circle can be built first.",
        "Break the circle of `built-on`.",
    ),
)
