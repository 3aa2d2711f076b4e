"""What the facts say about ways in beside the password."""

from collections.abc import Mapping
from typing import Final, assert_never

from projections.audit.sentences.telling import person, said
from store.application.audit.messages import Sentence
from store.domain.identity.login_events import (
    CustomerJoined,
    Linking,
    LoginLinked,
    LoginUnlinked,
    Unlinking,
)

_LINKED: Final[Mapping[Linking, str]] = {
    Linking.JOINED: "the account was made of it", Linking.SAME_ADDRESS: "both had proven the same address",
    Linking.FROM_INSIDE: "its owner wanted that from inside",
}
_UNLINKED: Final[Mapping[Unlinking, str]] = {
    Unlinking.ASKED: "its owner wanted that", Unlinking.ADDRESS_TAKEN_BACK: "the address was taken back",
    Unlinking.NEVER_PROVEN: "it was linked before anybody had proven the address",
}


def say_of_login(event: CustomerJoined | LoginLinked | LoginUnlinked) -> Sentence:
    """The sentence for *event*."""
    match event:
        case CustomerJoined(given_name=given, family_name=family, provider=provider):
            return said(
                "{given} {family} joined by way of {provider}, which vouches for the address", given=person(given),
                family=person(family), provider=provider.name_of_it,
            )
        case LoginLinked(provider=provider, label=label, how=how):
            return said(
                "{provider} opens the account from here on, as {label}: {why}", provider=provider.name_of_it,
                label=person(label), why=_LINKED[how],
            )
        case LoginUnlinked(provider=provider, reason=reason):
            return said(
                "{provider} opens the account no longer: {why}", provider=provider.name_of_it, why=_UNLINKED[reason]
            )
        case _:
            assert_never(event)
