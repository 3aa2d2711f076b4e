"""What the facts of looking back say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.audit.events import ExportEvent, FactsExported


def say(event: ExportEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case FactsExported(form=form, wanted=wanted, persons=persons):
            which = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in wanted.items())
            how = "with persons opened" if persons else "with persons sealed"
            return said("{who} took facts away as {form}, {how}: {which}",
                        form=form, how=how, which=which or "all there are")
        case _:
            assert_never(event)
