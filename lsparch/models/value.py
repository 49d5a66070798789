"""Values of environment variables and configuration files: literals, and references that are said once elsewhere."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Strict, Tag

from lsparch.models.element import Bool, Count, Language, Number, Text

__all__ = [
    "AddressValue",
    "FieldValue",
    "HostValue",
    "ImageValue",
    "MountValue",
    "PathValue",
    "PeersValue",
    "PortValue",
    "PublicValue",
    "Reference",
    "ResourceValue",
    "SecretValue",
    "SizesValue",
    "TextValue",
    "UrlValue",
    "Value",
]


class UrlValue(Language):
    """The URL at which an endpoint is reached from inside the cluster."""

    url: Text = Field(
        description="Endpoint or role, such as `tap.http`.", json_schema_extra={"reference": ["endpoint", "role"]}
    )
    path: Text | None = Field(None, description="Path below the endpoint; must be one that it serves.")
    scheme: Text | None = Field(
        None, description="Scheme instead of the protocol's own, such as `jdbc:mysql` or `mysql+mysqldb`."
    )
    database: Text | None = Field(None, description="Database name, for database URLs.")
    user: Text | None = Field(None, description="User name, for database URLs; never a password.")


class HostValue(Language):
    """The host name of an endpoint."""

    host: Text = Field(description="Endpoint or role.", json_schema_extra={"reference": ["endpoint", "role"]})


class PortValue(Language):
    """The port number of an endpoint."""

    port: Text = Field(description="Endpoint or role.", json_schema_extra={"reference": ["endpoint", "role"]})


class AddressValue(Language):
    """``host:port`` of an endpoint."""

    address: Text = Field(description="Endpoint or role.", json_schema_extra={"reference": ["endpoint", "role"]})


class PathValue(Language):
    """The path at which an endpoint is published, or that it serves."""

    path_of: Text = Field(
        description="Endpoint that a route publishes, such as `hub.http`.",
        json_schema_extra={"reference": ["endpoint"]},
    )


class PublicValue(Language):
    """The URL at which users reach an endpoint from outside the cluster."""

    public: Text = Field(description="Endpoint that a route publishes.", json_schema_extra={"reference": ["endpoint"]})
    path: Text | None = Field(None, description="Path below the published one.")
    part: Literal["url", "host", "domain"] = Field(
        "url",
        description="The whole URL, its host name alone, or the domain in which all hosts of the environment lie, "
        "for cookies that all Aspects share.",
    )


class PeersValue(Language):
    """The stable host names of the replicas of a StatefulSet, in order."""

    peers: Text = Field(description="Component.", json_schema_extra={"reference": ["component"]})
    separator: Text = Field(",", description="Between the names.")


class SecretValue(Language):
    """The value of a secret's key; the model holds names and keys only."""

    secret: Text = Field(
        description="Secret and key, such as `oauth.client-id`.",
        json_schema_extra={"reference": ["secret-key"]},
    )


class MountValue(Language):
    """The path at which a volume is mounted in this container."""

    mount: Text = Field(description="Volume.", json_schema_extra={"reference": ["volume", "config", "secret"]})
    path: Text | None = Field(None, description="Path below the mount.")


class ImageValue(Language):
    """The full reference of an image in this environment's registry."""

    image: Text = Field(description="Image.", json_schema_extra={"reference": ["image"]})


class FieldValue(Language):
    """A fact that Kubernetes tells the pod about itself."""

    field: Literal["pod-name", "pod-ip", "namespace", "node-name", "service-account"] = Field(description="Which fact.")


class ResourceValue(Language):
    """A share of the container's own resources, in whole units, rounded down."""

    resource: Literal["memory-limit", "memory", "cpu-limit", "cpu"] = Field(description="Which resource.")
    percent: Annotated[int, Strict(), Field(gt=0, le=100)] = Field(100, description="How much of it.")
    unit: Literal["", "k", "m", "g", "K", "M", "G", "Mi", "Gi"] = Field(
        "", description="Unit of the result, written after the number."
    )


class SizesValue(Language):
    """The sizes that users may choose of a spawned component, as JSON."""

    sizes: Text = Field(
        description="Component of kind spawned.",
        json_schema_extra={"reference": ["component"]},
    )


class TextValue(Language):
    """Text with closed, checked placeholders ``@{name}``; a literal ``@{`` is written ``@@{``."""

    text: Text = Field(description="The text.")
    with_: dict[Text, "Value"] = Field(
        default_factory=dict, description="A value for every placeholder of the text, and no other."
    )


_KEYS: dict[str, str] = {
    "url": "url",
    "host": "host",
    "port": "port",
    "address": "address",
    "path-of": "path-of",
    "public": "public",
    "peers": "peers",
    "secret": "secret",
    "mount": "mount",
    "image": "image",
    "field": "field",
    "resource": "resource",
    "sizes": "sizes",
    "text": "text",
}


def _kind_of_value(value: Any) -> str | None:
    """Return the tag of a reference by the one key that tells it."""
    if isinstance(value, dict):
        return next((tag for key, tag in _KEYS.items() if key in value), None)
    if isinstance(value, Language):
        return next((_KEYS[k] for n, f in type(value).model_fields.items() if (k := f.alias or n) in _KEYS), None)
    return None


Reference = Annotated[
    Annotated[UrlValue, Tag("url")]
    | Annotated[HostValue, Tag("host")]
    | Annotated[PortValue, Tag("port")]
    | Annotated[AddressValue, Tag("address")]
    | Annotated[PathValue, Tag("path-of")]
    | Annotated[PublicValue, Tag("public")]
    | Annotated[PeersValue, Tag("peers")]
    | Annotated[SecretValue, Tag("secret")]
    | Annotated[MountValue, Tag("mount")]
    | Annotated[ImageValue, Tag("image")]
    | Annotated[FieldValue, Tag("field")]
    | Annotated[ResourceValue, Tag("resource")]
    | Annotated[SizesValue, Tag("sizes")]
    | Annotated[TextValue, Tag("text")],
    Discriminator(
        _kind_of_value,
        custom_error_type="reference_kind",
        custom_error_message="a reference has one of the keys " + ", ".join(_KEYS),
    ),
]
"""A value that is stated elsewhere in the model and only referred to here."""


def _literal_or_reference(value: Any) -> str:
    return "reference" if isinstance(value, dict | Language) else "literal"


Literal_ = Annotated[str, Strict()] | Bool | Count | Number

Value = Annotated[
    Annotated[Literal_, Tag("literal")] | Annotated[Reference, Tag("reference")],
    Discriminator(_literal_or_reference),
]
"""A literal, or a reference."""

TextValue.model_rebuild()
