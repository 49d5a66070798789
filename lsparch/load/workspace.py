"""Loading all files of a model folder into one model, with every fault of every file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity, sort_findings
from lsparch.load.ambiguous import advise_on_ambiguous
from lsparch.load.configs import check_configs
from lsparch.load.declare import DECLARED_KINDS, Declarations, ParsedFile, declare
from lsparch.load.foreign import check_foreign
from lsparch.load.inside import check_elements
from lsparch.load.model import Declared, Model
from lsparch.load.names import PREFIXED, Names
from lsparch.load.references import FoundReference, check_references
from lsparch.load.validate import suggest, validate
from lsparch.models.component import Component, Container
from lsparch.models.files import MODEL_FILES
from lsparch.models.part import AspectFile, ServiceFile
from lsparch.models.platform import PlatformFile
from lsparch.yaml import Dialect, YamlMap, place_of, read

__all__ = ["FORMAT", "LoadResult", "load_model"]

FORMAT = 1
"""Version of the model format that this release reads and writes."""

_TEXTS = "files"
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORD = re.compile(r"[A-Za-z0-9_-]+")
_TELLING = re.compile(r"^([a-z-]+):", re.MULTILINE)
_BEGIN = f"begin with one of: {', '.join(sorted(MODEL_FILES))}"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The model, or None if it cannot be read, and everything found on the way."""

    model: Model | None
    findings: tuple[Finding, ...]


def load_model(files: Mapping[str, bytes], folder: str = "model") -> LoadResult:
    """Load a model.

    Parameters
    ----------
    files
        Content of every file below the model folder, by path relative to the folder that holds it.
    folder
        Name of the model folder; text files lie below its ``files/``.

    Returns
    -------
    LoadResult
        The model if every file is valid and every reference resolves; all findings in any case.
    """
    for shared in (Container, Component):  # built once, not anew within each class that holds it
        shared.model_rebuild()
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    parsed: list[ParsedFile] = []
    for name in sorted(files):
        inside = PurePosixPath(name).relative_to(folder)
        if inside.parts[0] == _TEXTS:
            text, fault = _decode(name, files[name])
            texts[str(PurePosixPath(*inside.parts[1:]))] = text
            findings += [fault] if fault else []
        elif inside.suffix in {".yaml", ".yml"}:
            file, faults = _parse(name, files[name])
            findings += faults
            if file is not None:
                parsed.append(file)
        else:
            findings.append(_error("MOD006", Place(name), "not a model file", "only *.yaml, and texts below files/"))
    future = [finding for finding in findings if finding.code == "MOD010"]
    if future:  # what else is wrong with a model in another format cannot be told
        return LoadResult(None, sort_findings(future))
    platforms = [file for file in parsed if isinstance(file.value, PlatformFile)]
    if len(platforms) != 1 and not findings:
        place = Place(platforms[1].name) if platforms else Place(folder)
        findings.append(_error("MOD007", place, f"{len(platforms)} platform files", "a model has exactly one"))
    if findings:
        whole = {file.name for file in parsed}
        broken = [data for name, data in files.items() if name not in whole]
        beside = _beside(parsed, broken) if {finding.code for finding in findings} <= _WITHIN else []
        return LoadResult(None, sort_findings([*findings, *beside]))
    return _merge(parsed, texts)


def _decode(name: str, data: bytes) -> tuple[str, Finding | None]:
    """Return the text of a file below ``files/``, and what keeps it from being put into a ConfigMap."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        return "", _error("MOD016", _place_in(name, before), message, "save the file as UTF-8")
    control = _CONTROL.search(text)
    if control is None:
        return text, None
    message = f"the character U+{ord(control[0]):04X} is not allowed here"
    return text, _error("MOD016", _place_in(name, text[: control.start()]), message, "remove it")


def _place_in(name: str, before: str) -> Place:
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _parse(name: str, data: bytes) -> tuple[ParsedFile | None, list[Finding]]:
    result = read(data, name, Dialect.MODEL)
    findings = list(result.findings)
    root: Any = result.documents[0].root if result.documents else None
    if not isinstance(root, YamlMap) or not root:
        if not findings:
            message = "a model file holds a mapping, and this one something else" if root else "the file is empty"
            findings.append(_error("MOD008", Place(name), message, _BEGIN))
        return None, findings
    key = next(iter(root))
    cls = MODEL_FILES.get(key)
    if cls is None:
        line, column = root.keys_at[key]
        telling = next((known for known in root if known in MODEL_FILES), None)
        advice = suggest(key, MODEL_FILES) or (f"move `{telling}` to the top" if telling else _BEGIN)
        message = f"the first key `{key}` is no kind of model file"
        return None, [*findings, _error("MOD009", Place(name, line, column), message, advice)]
    if cls is PlatformFile and (fault := _format_fault(root, name)):
        return None, [fault]
    findings = advise_on_ambiguous(cls, root, findings)
    value, faults = validate(cls, root, name)
    if value is None or findings:
        known = {finding.place for finding in findings}  # what is no YAML cannot be judged
        return None, findings + [fault for fault in faults if fault.place not in known]
    return ParsedFile(name, key, root, value), findings


def _merge(parsed: list[ParsedFile], texts: dict[str, str]) -> LoadResult:
    declarations = declare(parsed)
    by_id = declarations.by_id
    platform = next(d for d in by_id.values() if d.kind == "platform")
    _add_aggregators(declarations, platform)
    findings = list(declarations.findings)
    names = Names({identifier: declared.kind for identifier, declared in by_id.items()})
    findings.extend(check_references(by_id, names))
    findings.extend(check_configs(by_id, texts))
    findings.extend(check_elements(by_id))
    findings.extend(check_foreign(by_id, texts))
    if findings:
        return LoadResult(None, sort_findings(findings))

    def of(kind: str) -> dict[str, Any]:
        return {i.removeprefix(f"{kind}/"): by_id[i].element for i in sorted(by_id) if by_id[i].kind == kind}

    assert isinstance(platform.element, PlatformFile)
    model = Model(
        platform=platform.element, parts=of("part"), clusters=of("cluster"), environments=of("environment"),
        profiles=of("profile"), sources=of("source"), teams=of("team"), concerns=of("concern"), images=of("image"),
        releases=of("release"), externals=of("external"), roles=of("role"), datasets=of("dataset"),
        actors=of("actor"), groups=of("group"), bucket_users=of("bucket-user"), stories=of("story"),
        pipelines=of("pipeline"), options=of("option"), locks=of("lock"), texts=texts, declared=by_id, names=names,
        roots={file.name: file.root for file in parsed},
    )  # fmt: skip
    return LoadResult(model, ())


_WITHIN = frozenset({"MOD001", "MOD002", "MOD003"})
"""Faults inside a file, which leave no doubt about what else it declares."""


def _beside(parsed: list[ParsedFile], broken: list[bytes]) -> list[Finding]:
    """Return references to nothing in the valid files of a model of which others are faulty.

    A reference is left alone if a faulty file may declare what it names: a catalogue anything of its kinds, another
    file what its words occur in.
    """
    declarations = declare(parsed)
    platform = next((d for d in declarations.by_id.values() if d.kind == "platform"), None)
    if platform is not None:
        _add_aggregators(declarations, platform)
    names = Names({identifier: declared.kind for identifier, declared in declarations.by_id.items()})
    texts = [data.decode(errors="replace") for data in broken]
    words = {word for text in texts for word in _WORD.findall(text)}
    words |= {"logstash"} if platform is None else set()
    kinds = {kind for text in texts for key in _TELLING.findall(text) for kind in DECLARED_KINDS.get(key, ())}

    def perhaps(found: FoundReference) -> bool:
        return bool(kinds & set(found.kinds)) or all(w in words or w in PREFIXED for w in _WORD.findall(found.text))

    return list(check_references(declarations.by_id, names, perhaps))


def _add_aggregators(declarations: Declarations, platform: Declared) -> None:
    """Declare the log aggregator that policy gives to each part with one of its own."""
    assert isinstance(platform.element, PlatformFile)
    logging = platform.element.logging
    if "aggregator" not in logging.model_fields_set:
        return
    aggregator = logging.aggregator
    for declared in [d for d in declarations.by_id.values() if d.kind == "part"]:
        part = declared.element
        assert isinstance(part, AspectFile | ServiceFile)
        if part.aggregator != "own":
            continue
        raw = platform.raw["logging"]["aggregator"]
        path = ("logging", "aggregator")
        identifier = f"{declared.id}/{logging.aggregator_name}"
        before = len(declarations.findings)
        declarations.add(
            Declared(identifier, "component", platform.file, path, declared.id, aggregator, raw, platform.root)
        )
        if len(declarations.findings) > before:
            continue
        for name, endpoint in aggregator.endpoints.items():
            below = (*path, "endpoints", name)
            declarations.add(
                Declared(
                    f"{identifier}.{name}",
                    "endpoint",
                    platform.file,
                    below,
                    declared.id,
                    endpoint,
                    raw["endpoints"][name],
                    platform.root,
                )
            )


def _format_fault(root: YamlMap, file: str) -> Finding | None:
    """Return what is wrong with the format of a platform file, before anything else in it is judged."""
    found = root.get("format")
    if not isinstance(found, int) or found == FORMAT:
        return None
    advice = "run `lsparch migrate`" if found < FORMAT else "use a newer lsparch"
    message = f"model format {found}; this release reads {FORMAT}"
    return _error("MOD010", place_of(root, ("format",), file), message, advice)


def _error(code: str, place: Place, message: str, advice: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, place=place, message=message, help=advice)
