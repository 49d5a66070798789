"""Make the fonts that ship with the package: subset, rename, and tabulate the advance widths.

Run by hand when the sign set changes::

    python tests/tools/build_fonts.py FOLDER_WITH_SourceSansPro_TTF_FILES lsparch/draw/fonts

Source Sans Pro is under the SIL Open Font License with a reserved name, so the subset carries another name.
Kerning and ligatures are dropped: the width of a text is then the sum of its advances in every renderer.
Needs fontTools and brotli, which the package itself does not.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

subset: Any = importlib.import_module("fontTools.subset")
ttlib: Any = importlib.import_module("fontTools.ttLib")

FAMILY = "Lsparch Sans"
WEIGHTS = {"Regular": ("SourceSansPro-Regular.ttf", 400), "Bold": ("SourceSansPro-Semibold.ttf", 700)}
SIGNS = "×→←…–—≤≥•✓µ·↑↓"
CHARACTERS = sorted({*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, SIGNS)})
NAMES_KEPT = {0, 13, 14}


def shrink(source: Path) -> Any:
    """Return the font with our characters only, without hints, kerning or ligatures."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = ttlib.TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    for tag in ("GPOS", "GSUB", "GDEF", "kern", "DSIG"):
        if tag in font:
            del font[tag]
    return font


def rename(font: Any, style: str, weight: int) -> None:
    """Give the subset its own name, as its licence demands of modified versions."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in NAMES_KEPT]
    full = f"{FAMILY} {style}"
    texts = {1: FAMILY, 2: style, 3: full, 4: full, 5: "Version 1.0", 6: full.replace(" ", "")}
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    bold = style == "Bold"
    font["OS/2"].fsSelection = (1 << 5) if bold else (1 << 6)
    font["head"].macStyle = 1 if bold else 0


def main(source: Path, target: Path) -> None:
    """Write ttf, woff2 and the metrics table."""
    metrics: dict[str, object] = {}
    for style, (file, weight) in WEIGHTS.items():
        font = shrink(source / file)
        rename(font, style, weight)
        font.save(target / f"LsparchSans-{style}.ttf")
        widths, cmap = font["hmtx"].metrics, font.getBestCmap()
        metrics[style.lower()] = {chr(code): widths[cmap[code]][0] for code in CHARACTERS if code in cmap}
        metrics |= {
            "unitsPerEm": font["head"].unitsPerEm,
            "ascent": font["hhea"].ascent,
            "descent": -font["hhea"].descent,
        }
        font.flavor = "woff2"
        font.save(target / f"LsparchSans-{style}.woff2")
    text = json.dumps(metrics, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    (target / "metrics.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
