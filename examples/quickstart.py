"""From a signed deal to a launch, on the local server: no key, no network.

python examples/quickstart.py
"""

from datetime import date

from pivotal import Phase, PivotalApi, stable_key
from pivotal.sandbox import Sandbox


def main() -> None:
    """Create a customer with a contact and an onboarding, move it through its phases, and read it back."""
    with Sandbox().serve() as url, PivotalApi(api_key="pivotal_test_local", base_url=url) as client:
        print(f"{client!r}")

        # The key names the deal, so that running the script again creates nothing twice.
        deal = stable_key("customer", "hubspot", 8842)
        aurora = client.customers.create(name="Aurora", plan="enterprise", mrr=125_000, idempotency_key=deal)
        ada = client.contacts.create(aurora, name="Ada", email="Ada@aurora.example", is_primary=True)
        onboarding = client.onboardings.create(customer_id=aurora, target_launch_date=date(2027, 1, 15))
        print(f"created   customer {aurora.display_id} ({aurora.slug}), contact {ada.email}")
        print(f"opened    onboarding {onboarding.display_id} in phase {onboarding.phase}")

        again = client.customers.create(name="Aurora", plan="enterprise", mrr=125_000, idempotency_key=deal)
        print(f"repeated  the create: still customer {again.display_id}")

        for phase in Phase:
            onboarding = client.onboardings.update(onboarding, phase=phase)
        print(f"moved     through {len(Phase)} phases: {onboarding.phase}, completed at {onboarding.completed_at}")

        by_display_id = client.customers.get(aurora.display_id)
        by_cuid = client.customers.get(aurora.id)
        by_url = client.customers.get(f"https://my.pivotal.app/customers/{aurora.display_id}-{aurora.slug}")
        same = by_display_id == by_cuid == by_url
        print(f"retrieved {by_cuid.name} by display_id {aurora.display_id}, cuid {aurora.id} and URL: same is {same}")

        launched = client.onboardings.list(phase="completed").to_list()
        print(f"listed    {len(launched)} completed onboarding; {client.rate_limit}")


if __name__ == "__main__":
    main()
