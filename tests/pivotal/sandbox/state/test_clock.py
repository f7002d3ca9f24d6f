from datetime import UTC, datetime, timedelta

import pytest
from pivotal._moments import iso
from pivotal.sandbox import Clock


def test_a_clock_runs_freezes_and_advances() -> None:
    clock = Clock()
    start = int(datetime.now(UTC).timestamp() * 1000)
    assert abs(clock.now() - start) < 5000
    clock.advance(timedelta(days=2).total_seconds())
    clock.freeze()
    frozen_at = clock.now()
    assert frozen_at == clock.now() >= start + 2 * 86_400_000
    clock.advance(0.125)
    clock.advance(timedelta(milliseconds=125))
    assert clock.now() == frozen_at + 250
    clock.resume()
    assert frozen_at + 250 <= clock.now() < frozen_at + 5250
    clock.freeze(datetime(2026, 1, 1, tzinfo=UTC))
    assert iso(clock.now()) == "2026-01-01T00:00:00.000Z"


def test_a_clock_cannot_go_back_or_guess_a_zone() -> None:
    with pytest.raises(ValueError, match="can't go back"):
        Clock().advance(-1)
    with pytest.raises(ValueError, match="can't go back"):
        Clock().advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        Clock(frozen_at=datetime(2026, 1, 1))


@pytest.mark.parametrize("seconds", [1e15, 1e308, float("inf"), float("nan")])
@pytest.mark.parametrize("frozen", [True, False])
def test_a_clock_cannot_advance_outside_its_years(seconds: float, frozen: bool) -> None:
    clock = Clock()
    if frozen:
        clock.freeze()
    start = clock.now()
    with pytest.raises(ValueError, match="between 1970 and 9998"):
        clock.advance(seconds)
    assert start <= clock.now() < start + 5000


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_a_clock_cannot_freeze_outside_its_years(year: int) -> None:
    with pytest.raises(ValueError, match="between 1970 and 9998"):
        Clock(frozen_at=datetime(year, 7, 1, tzinfo=UTC))
