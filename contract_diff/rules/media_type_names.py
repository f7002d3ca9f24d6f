"""Names of media types: matched exactly, by structured suffix and by range."""

from typing import NamedTuple

from contract_diff.schemas.normal_form import JsonType

FORM = "application/x-www-form-urlencoded"
# In a parameter or a form field a number and its string are the same bytes.
SENT_AS_TEXT: frozenset[JsonType] = frozenset({"number", "boolean"})
# In XML and plain text, every value is text.
SENT_AS_TEXT_IN_XML: frozenset[JsonType] = frozenset({"number", "boolean", "array", "object"})


class MediaTypeName(NamedTuple):
    """The name of a media type: type and subtype, and its parameters."""

    essence: str
    parameters: str

    @property
    def is_json(self) -> bool:
        """Whether it is JSON, which is UTF-8 whatever a parameter says (RFC 8259, sections 8.1 and 11)."""
        return self.essence == "application/json" or self.essence.endswith("+json")

    @property
    def is_xml(self) -> bool:
        """Whether it is XML (RFC 7303)."""
        return self.essence.endswith(("/xml", "+xml"))

    @property
    def is_form(self) -> bool:
        """Whether it is made of named fields; only then encodings apply."""
        return self.essence == FORM or self.essence.startswith("multipart/")

    @property
    def sent_as_text(self) -> frozenset[JsonType]:
        """The JSON types whose values are plain text in this media type."""
        if self.is_form:
            return SENT_AS_TEXT
        return SENT_AS_TEXT_IN_XML if self.is_xml or self.essence == "text/plain" else frozenset()

    def covers(self, other: "MediaTypeName") -> bool:
        """Return whether the other name is equal, in this range, or a structured form of this one (RFC 6839)."""
        kind, _, subtype = self.essence.partition("/")
        other_kind, _, other_subtype = other.essence.partition("/")
        if self.essence in ("*/*", other.essence):
            return True
        return kind == other_kind and (subtype == "*" or other_subtype.endswith(f"+{subtype}"))


def parse_media_type(text: str) -> MediaTypeName:
    """Parse the name of a media type, without regard to case.

    Example:
        >>> parse_media_type("Application/JSON; charset=utf-8")
        MediaTypeName(essence='application/json', parameters='charset=utf-8')
    """
    essence, _, parameters = text.lower().partition(";")
    stripped = (parameter.strip() for parameter in parameters.split(";"))
    return MediaTypeName(essence.strip(), ";".join(sorted(filter(None, stripped))))
