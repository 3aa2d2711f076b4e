"""What the facts of policies of cancelling say."""

from typing import assert_never

from projections.audit.sentences.telling import said, thing
from store.application.audit.messages import Part, Sentence
from store.domain.ordering.cancel_policy_events import CancelPolicySet
from store.domain.ordering.cancelling import Terms, Until


def say(event: CancelPolicySet) -> Sentence:
    """The sentence for *event*."""
    match event:
        case CancelPolicySet():
            return _set(event)
        case _:
            assert_never(event)


def _set(event: CancelPolicySet) -> Sentence:
    since, terms = event.since.isoformat(), event.terms
    whose: dict[str, Part] = {"vendor": thing("account", event.vendor)} if event.vendor else {}
    goods = "goods of {vendor}" if event.vendor else "goods"
    if terms is None:
        return said(f"{{who}} set that {goods} bought from {{since}} on are cancelled as the shop says",
                    since=since, **whose)
    if terms.made_to_order:
        return said(
            f"{{who}} set that {goods} bought from {{since}} on can be cancelled {{until}}, and {{made}} never",
            since=since, until=in_words(terms), made=", ".join(terms.made_to_order), **whose,
        )
    return said(f"{{who}} set that {goods} bought from {{since}} on can be cancelled {{until}}",
                since=since, until=in_words(terms), **whose)


def in_words(terms: Terms) -> str:
    """Until when."""
    match terms.until:
        case Until.HOURS:
            return f"for {terms.hours} hours"
        case Until.PACKED:
            return "until they are packed"
        case Until.SENT:
            return "until they leave"
        case Until.NEVER:
            return "never"
