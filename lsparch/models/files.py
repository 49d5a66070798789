"""Kinds of hand-written file, told apart by the first key of each."""

from lsparch.models.catalogue import (
    ActorsFile,
    DatasetsFile,
    ExternalsFile,
    ImagesFile,
    OptionsFile,
    PipelinesFile,
    ReleasesFile,
    RolesFile,
    SourcesFile,
    StoriesFile,
    TeamsFile,
)
from lsparch.models.cluster import ClusterFile
from lsparch.models.element import Language
from lsparch.models.environment import EnvironmentFile, ProfileFile
from lsparch.models.lock import LockFile
from lsparch.models.part import AspectFile, ServiceFile
from lsparch.models.platform import PlatformFile

__all__ = ["MODEL_FILES"]

MODEL_FILES: dict[str, type[Language]] = {
    "platform": PlatformFile,
    "aspect": AspectFile,
    "service": ServiceFile,
    "cluster": ClusterFile,
    "environment": EnvironmentFile,
    "profile": ProfileFile,
    "sources": SourcesFile,
    "teams": TeamsFile,
    "images": ImagesFile,
    "releases": ReleasesFile,
    "externals": ExternalsFile,
    "roles": RolesFile,
    "datasets": DatasetsFile,
    "actors": ActorsFile,
    "stories": StoriesFile,
    "pipelines": PipelinesFile,
    "options": OptionsFile,
    "lock": LockFile,
}
"""Class of each kind of file below ``model/``, by its telling key."""
