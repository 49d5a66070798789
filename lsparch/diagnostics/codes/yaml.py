"""Codes of the YAML reader."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["YAML"]

YAML = (
    Code(
        "YAML001",
        "The text is not YAML",
        "A bracket or quote that does not close, a tab as indentation, a broken escape: nothing after it can be read.",
        "Mend the place that is named; the cause often stands on the line before.",
    ),
    Code(
        "YAML002",
        "The file is not UTF-8",
        "Other encodings are read differently by different programs; kubectl refuses them.",
        "Save the file as UTF-8.",
    ),
    Code(
        "YAML003",
        "The text holds a character that YAML forbids",
        "Control characters are refused, and line breaks other than LF and CR LF are read differently by different "
        "programs.",
        "Remove the character, or write it as an escape in double quotes.",
    ),
    Code(
        "YAML004",
        "The text is longer than is read",
        "A model file of more than 1 MiB, or manifests of more than 64 MiB, are no text that a person wrote.",
        "Divide the file; a big text of an application belongs below `model/files/`.",
    ),
    Code(
        "YAML005",
        "Mappings and lists are nested too deep",
        "Deeper than a hundred levels is no configuration, but an attack or an accident.",
        "Flatten the document.",
    ),
    Code(
        "YAML006",
        "A model file does not hold exactly one document",
        "A file says one thing; of several documents, other readers would take only the first.",
        "Make a file of each document, and remove empty ones.",
    ),
    Code(
        "YAML007",
        "A key stands twice in a mapping",
        "kubectl would silently take the last; which one was meant is not known.",
        "Keep one of them. The finding names both places.",
    ),
    Code(
        "YAML008",
        "An anchor stands in a model file",
        "The model has references of its own, which are checked and have a place; anchors copy text.",
        "State the value once, as an element or in a profile, and refer to it.",
    ),
    Code(
        "YAML009",
        "An alias stands in a model file",
        "As with anchors: what is meant twice is said once, and referred to by its id.",
        "Refer to the element that states the value.",
    ),
    Code(
        "YAML010",
        "A merge key cannot be used here",
        "In a model file inheritance is `from` of an environment or profile; in a manifest, `<<` takes a mapping.",
        "In the model use a profile; in a manifest merge a mapping.",
    ),
    Code(
        "YAML011",
        "A tag stands in a model file, or does not fit its value",
        "Tags make programs read a value as another type than it looks like, or run code.",
        "Remove the tag; quote the value if it is a text.",
    ),
    Code(
        "YAML012",
        "A key is not a text",
        "Kubernetes and JSON have only texts as keys; `1:` or `yes:` would be something else than it looks like.",
        "Quote the key.",
    ),
    Code(
        "YAML013",
        "A plain word means different things to different readers",
        "`no`, `0755`, `1e3` or `12:30` are a truth value, a number or a text, depending on the reader.",
        "Quote it if it is a text; else write it so that only one reading is left, such as `false` or `493`.",
    ),
    Code(
        "YAML014",
        "An alias has no anchor before it",
        "What it stands for cannot be known, or it would contain itself.",
        "Put the anchor before it, or write the value.",
    ),
    Code(
        "YAML015",
        "Aliases stand for too many values",
        "A few lines of aliases of aliases can stand for billions of values, which nothing could walk through.",
        "Write the values out.",
    ),
    Code(
        "YAML016",
        "A number cannot be written as JSON",
        "Kubernetes speaks JSON, which has neither infinity nor what is not a number.",
        "Write a finite number, or quote a text.",
    ),
    Code(
        "YAML017",
        "A directive stands in a model file",
        "`%YAML` and `%TAG` change how what follows is read.",
        "Remove it.",
    ),
)
