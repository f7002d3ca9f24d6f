"""A launch date is passed as a date, a datetime or a string, and read back as a datetime in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pivotal.errors import InvalidArgumentError
from pivotal.sandbox import Sandbox

from tests.support.flavors import Flavor, flavor_fixture

flavor = flavor_fixture("")
MIDNIGHT = datetime(2027, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "read"),
    [
        (date(2027, 1, 15), MIDNIGHT),
        ("2027-01-15", MIDNIGHT),
        (datetime(2027, 1, 15, 2, tzinfo=timezone(timedelta(hours=2))), MIDNIGHT),
        (MIDNIGHT, MIDNIGHT),
        (None, None),
    ],
)
def test_what_is_passed_is_read_back(flavor: Flavor, passed: Any, read: datetime | None) -> None:
    with Sandbox().serve() as url:
        made = flavor.call(url, lambda api: api.customers.create(name="Aurora"))
        onboarding = flavor.call(
            url, lambda api: api.onboardings.create(customer_id=made, target_launch_date=date(2020, 1, 1))
        )
        assert onboarding.target_launch_date == datetime(2020, 1, 1, tzinfo=UTC)
        changed = flavor.call(url, lambda api: api.onboardings.update(onboarding, target_launch_date=passed))
        assert changed.target_launch_date == read
        assert flavor.call(url, lambda api: api.onboardings.get(onboarding)) == changed


def test_a_datetime_needs_a_time_zone(flavor: Flavor) -> None:
    naive = datetime(2027, 1, 15)
    with pytest.raises(InvalidArgumentError, match="target_launch_date: 2027-01-15 00:00:00 has no time zone"):
        flavor.call("http://127.0.0.1:1", lambda api: api.onboardings.update(1, target_launch_date=naive))
