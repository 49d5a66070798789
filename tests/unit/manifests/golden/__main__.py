"""Writes the golden files."""

from lsparch.api.platform import open_platform
from tests.unit.manifests.golden import FOLDER, VERSIONS, summary

if __name__ == "__main__":
    platform = open_platform()
    for version in VERSIONS:
        text = summary(platform.manifests("usdac", version))
        (FOLDER / f"usdac-{version}.txt").write_text(text, encoding="utf-8")
