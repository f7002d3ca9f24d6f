from tests.pivotal.conftest import flavour, no_environment

__all__ = ["flavour", "no_environment"]
