import pytest
from pivotal.sandbox import Clock, Sandbox
from pivotal.sandbox._state.store import page_query

from tests.pivotal.sandbox.support import Api


@pytest.fixture
def seeded() -> Api:
    sandbox = Sandbox(rate_limit=None)
    sandbox.seed(customers=1200, seed=3)
    return Api(sandbox)


@pytest.mark.parametrize("limit", [7, 100])
def test_a_walk_returns_every_row_once_newest_first(seeded: Api, limit: int) -> None:
    rows = seeded.walk("/customers", limit)
    times = [row["created_at"] for row in rows]
    assert len({row["id"] for row in rows}) == len(rows) == 1200
    assert times == sorted(times, reverse=True)


def test_filtered_walks_partition_the_whole(seeded: Api) -> None:
    by_status = [seeded.walk(f"/customers?status={status}") for status in ("onboarding", "active")]
    assert sum(map(len, by_status)) == 1200
    states = [seeded.walk(f"/onboardings?state={state}") for state in ("active", "paused", "at_risk", "waiting")]
    assert sum(map(len, states)) == len(seeded.walk("/onboardings"))


def test_rows_created_during_a_walk_do_not_disturb_it(api: Api) -> None:
    for number in range(5):
        api.customer(f"C{number}")
    page = api.get("/customers?limit=2")
    api.customer("New")
    rest = api.get(f"/customers?cursor={page['next_cursor']}")
    assert [row["name"] for row in page["data"] + rest["data"]] == ["C4", "C3", "C2", "C1", "C0"]


def test_the_default_is_25_and_the_last_page_has_no_cursor(api: Api) -> None:
    for number in range(26):
        api.customer(f"C{number}")
    page = api.get("/customers")
    assert (len(page["data"]), page["has_more"]) == (25, True)
    assert page["next_cursor"] == page["data"][-1]["created_at"]
    last = api.get("/customers?limit=26")
    assert (len(last["data"]), last["has_more"], last["next_cursor"]) == (26, False, None)


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("0", "too_small"),
        ("-5", "too_small"),
        ("101", "too_big"),
        ("9" * 99, "too_big"),
        ("", "invalid_type"),
        ("ten", "invalid_type"),
        ("1.5", "invalid_type"),
        ("%D9%A1", "invalid_type"),
    ],
)
def test_a_limit_outside_1_to_100_is_rejected(api: Api, limit: str, code: str) -> None:
    assert api.fails(400, code, "GET", f"/customers?limit={limit}")["field"] == "limit"


@pytest.mark.parametrize("cursor", ["", "x", "12", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z"])
@pytest.mark.parametrize("path", ["/customers", "/onboardings", "/customers/1/contacts", "/customers/1/onboardings"])
def test_an_invalid_cursor_is_rejected(api: Api, path: str, cursor: str) -> None:
    api.customer()
    assert api.fails(400, "invalid_string", "GET", f"{path}?cursor={cursor}")["field"] == "cursor"


@pytest.mark.parametrize("cursor", ["2026-03-01T12:00:00.0015Z", "2026-03-01T14:00:00.002%2B02:00"])
def test_a_cursor_is_any_date_time_and_strictly_older(api: Api, cursor: str) -> None:
    for number in range(4):
        api.customer(f"C{number}")
    assert [row["name"] for row in api.get(f"/customers?cursor={cursor}")["data"]] == ["C1", "C0"]


def test_ties_are_skipped_between_pages_if_times_may_tie(clock: Clock) -> None:
    tied = Api(Sandbox(clock=clock, rate_limit=None, distinct_times=False))
    for number in range(3):
        tied.customer(f"C{number}")
    assert len(tied.walk("/customers", limit=2)) == 2


def test_slug_and_status_filter_together(api: Api) -> None:
    acme = api.customer("Acme", status="active")
    api.customer("Other", status="active")
    assert api.get("/customers?slug=acme&status=active")["data"] == [acme]
    assert api.get("/customers?slug=acme&status=onboarding")["data"] == []
    assert api.get("/customers?slug=acme&slug=other")["data"] == [acme]


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("customer", {}),
        ("customer", {"status": "active"}),
        ("customer", {"slug": "acme"}),
        ("contact", {"customer_id": "c1"}),
        ("onboarding", {}),
        ("onboarding", {"state": "active"}),
        ("onboarding", {"phase": "launch"}),
        ("onboarding", {"phase": "launch", "state": "active"}),
        ("onboarding", {"customer_id": "c1"}),
        ("onboarding", {"customer_id": "c1", "phase": "launch", "state": "active"}),
    ],
)
@pytest.mark.parametrize("before", [None, 1_700_000_000_000])
def test_a_page_is_read_from_an_index(seeded: Api, kind: str, where: dict[str, str], before: int | None) -> None:
    stored = seeded.sandbox.api.catalog.kinds[kind].table
    sql, args = page_query(stored, where, before, 26)
    plan = " | ".join(row[3] for row in seeded.sandbox.store.execute(f"EXPLAIN QUERY PLAN {sql}", args))
    table = stored.name
    if where or before:
        assert plan.startswith(f"SEARCH {table} USING INDEX"), plan
    else:
        assert plan == f"SCAN {table} USING INDEX {table}_by_time", plan  # stops at the page's last row
    if "slug" not in where:
        assert "TEMP B-TREE" not in plan, plan
    if "customer_id" in where:
        assert f"{table}_by_customer" in plan, plan
