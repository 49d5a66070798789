"""What is wrong with a text that is not of the form that the language wants, in words."""

__all__ = ["FORMS"]

_FILE_NAME = ("is no file name", "use letters, digits, dots, hyphens and underscores")
_HOST = ("is no host name", "use lower case letters, digits, dots and hyphens; leave out https:// and what follows")
_ID = ("is no id", "use lower case letters, digits and hyphens, and begin with a letter")
_PATH = ("is no path", "must begin with /")
_TAG = ("is no tag of an image", "use letters, digits, dots, hyphens and underscores")

FORMS = {
    r"^#[0-9a-f]{6}$": ("is no colour", "write # and six digits, such as #1b9e77"),
    r"^(rule:[a-z0-9-]+|[A-Z]{3}[0-9]{3}|[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9.-]*)*)$": (
        "is no id of an element or a rule",
        "write an id such as `web/site`, the code of a rule, or `rule:` and its name",
    ),
    r"^[-._a-zA-Z0-9]+$": _FILE_NAME,
    r"^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)$": ("is no size", "write 16G or 16Gi"),
    r"^[0-9]+(\.[0-9]+){0,2}$": ("is no version", 'write numbers with dots between, such as "1.36"'),
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": ("is no date", 'write year, month and day, such as "2026-01-31"'),
    r"^[0-9]{4}\.[0-9]+$": ("is no id of a release", 'write year and number, such as "2026.1"'),
    r"^[0-9a-f.:]+/[0-9]{1,3}$": (
        "is no block of addresses",
        "write an address, / and the length of its prefix, such as 192.0.2.0/24",
    ),
    r"^[0-9a-f]{12}$": ("is no digest", "copy the twelve digits that the check shows"),
    r"^sha256:[0-9a-f]{64}$": ("is no digest of an image", "run `lsparch lock` again, which asks the registry"),
    r"^[^{}]*(\{(environment|part|secret|namespace)\}[^{}]*)*$": (
        "is no name of an entry of a store",
        "only {environment}, {part}, {secret} and {namespace} may stand in braces",
    ),
    r"^[A-Z]{3}[0-9]{3}$": ("is no code of a rule", "write three capital letters and three digits, such as NET001"),
    r"^[A-Za-z0-9!#$%&'*+.^_|~-]+$": ("is no name of a header", "use letters, digits and hyphens, such as X-Track"),
    r"^[A-Z_]+$": ("is no Linux capability", "write it in capital letters without CAP_, such as NET_ADMIN"),
    r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$": ("is no path below model/files", "leave out the / at its beginning"),
    r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$": _TAG,
    r"^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*|\[[^\]\s]+\])*$": (
        "is no path to a field",
        "write fields with dots between and items in brackets, such as spec.template.spec.containers[web].lifecycle",
    ),
    r"^[A-Za-z][A-Za-z0-9-]*$": ("is no id of a source", "use letters, digits and hyphens, and begin with a letter"),
    r"^[A-Za-z][A-Za-z0-9_]*$": ("is no name of a table", "use letters, digits and underscores"),
    r"^[A-Za-z_][A-Za-z0-9_]*$": ("is no name of a variable", "use letters, digits and underscores"),
    r"^[a-z0-9]+\.[a-z0-9]+\.[A-Z][A-Za-z0-9]*$": (
        "is no class of the diagrams library",
        "write provider, module and class, such as k8s.compute.Deployment",
    ),
    r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$": _HOST,
    r"^[a-z0-9][a-z0-9._/-]*$": (
        "is no repository of an image",
        "use lower case letters, digits, dots, hyphens and /; the tag stands beside it, as `tag`",
    ),
    r"^[a-z]([a-z0-9-]*[a-z0-9])?$": _ID,
    r"^([a-z][a-z0-9-]*/)?[a-z]([a-z0-9-]*[a-z0-9])?$": _ID,
    r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$": (
        "is no name within a part",
        "write the id of the part, / and a name, such as `web/site`",
    ),
    r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*(\.[^\s]+)?$": (
        "names no value of an element",
        "write the id of an element and what of it, such as `web/site.replicas`",
    ),
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": _ID,
    r"^/[^\s:]*$": _PATH,
    r"^/[^\s?#]*$": _PATH,
}
"""What a text is not, and what to write instead, by the pattern that it does not match."""
