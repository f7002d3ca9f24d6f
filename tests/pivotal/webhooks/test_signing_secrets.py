"""Signing secrets: where they come from, which are refused, and that none is shown."""

import pickle
import traceback
from typing import Any

import pytest
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks import Webhooks, WebhookVerificationError

from tests.pivotal.webhooks.support import BODY, OTHER_SECRET, SECRET, signed

HIDDEN = SECRET.removeprefix("whsec_")


def test_the_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_WEBHOOK_SECRET", SECRET)
    assert Webhooks().unwrap(BODY, signed()).id == "evt_1"
    monkeypatch.delenv("PIVOTAL_WEBHOOK_SECRET")
    with pytest.raises(InvalidArgumentError, match=r"pass secret=\.\.\., or set PIVOTAL_WEBHOOK_SECRET"):
        Webhooks()


MALFORMED = {
    "": "is empty",
    f" {SECRET}": "has white space around it",
    f"'{SECRET}'": "is in quotes",
    HIDDEN: "doesn't start with 'whsec_'",
    "whsec_": "is incomplete",
    f"{SECRET}!": "is malformed",
    f"{SECRET}é": "is malformed",
    "whsec_A": "is malformed",
}


@pytest.mark.parametrize("secret", MALFORMED)
def test_a_malformed_secret_is_refused_without_being_shown(secret: str) -> None:
    for arguments, source in (((secret,), "secret "), ((SECRET, secret), "previous_secret ")):
        with pytest.raises(InvalidArgumentError, match=MALFORMED[secret]) as caught:
            Webhooks(*arguments)
        assert str(caught.value).startswith(source)
        assert HIDDEN not in "".join(traceback.format_exception_only(caught.value))


def test_a_secret_of_another_type_is_refused() -> None:
    secret: Any = SECRET.encode()
    with pytest.raises(InvalidArgumentError, match="of type bytes; pass the secret as a string"):
        Webhooks(secret)


def test_a_secret_without_padding_is_accepted() -> None:
    bare = OTHER_SECRET.rstrip("=")
    assert bare != OTHER_SECRET
    assert Webhooks(bare).unwrap(BODY, signed(BODY, OTHER_SECRET)).id == "evt_1"


def test_no_secret_is_shown() -> None:
    webhooks = Webhooks(SECRET, previous_secret=SECRET)
    with pytest.raises(WebhookVerificationError) as caught:
        webhooks.unwrap(BODY, {})
    shown = f"{webhooks} {webhooks!r} {vars(webhooks)} {caught.value!r} {vars(caught.value)}"
    assert HIDDEN not in shown
    assert repr(webhooks) == "Webhooks(SigningSecret(whsec_...), SigningSecret(whsec_...), tolerance=300)"


def test_a_receiver_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Webhooks(SECRET))).unwrap(BODY, signed()).id == "evt_1"
