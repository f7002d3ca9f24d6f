# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Facts of the contract."""

BASE_URL = "https://my.pivotal.app"
CONTRACT_VERSION = "1.0.0"
