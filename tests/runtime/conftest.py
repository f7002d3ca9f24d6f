from tests.pivotal.conftest import flavor, no_environment

__all__ = ["flavor", "no_environment"]
