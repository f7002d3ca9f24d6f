"""What a decoder raises for content that is not JSON of its type."""

import msgspec

NOT_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
