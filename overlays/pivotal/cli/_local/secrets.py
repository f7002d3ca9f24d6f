"""The secret that signs the events of the local server for a listener."""

import os

from pivotal._signing_secrets import ENVIRONMENT_VARIABLE, SigningSecret
from pivotal.cli._account.profiles import read_profiles, write_profiles


def webhook_secret() -> str:
    """Return PIVOTAL_WEBHOOK_SECRET, or a secret of our own that stays the same from one run to the next.

    Raises:
        InvalidArgumentError: The variable is set to something else than a secret.
    """
    if os.environ.get(ENVIRONMENT_VARIABLE):
        return SigningSecret().reveal()
    profiles = read_profiles()
    if not profiles.webhook_secret:
        from pivotal.sandbox._webhooks.endpoints import new_secret

        profiles.webhook_secret = new_secret()
        write_profiles(profiles)
    return SigningSecret(profiles.webhook_secret).reveal()
