from datetime import UTC, datetime

from pivotal.sandbox import Clock, Sandbox

from tests.overlays.sandbox.support import Api


def test_the_same_history_produces_the_same_ids() -> None:
    frozen = datetime(2026, 1, 1, tzinfo=UTC)

    def created(**options: int) -> str:
        return Api(Sandbox(clock=Clock(frozen_at=frozen), **options)).customer()["id"]

    assert created() == created() != created(id_seed=1)
    assert len(created()) == 25
