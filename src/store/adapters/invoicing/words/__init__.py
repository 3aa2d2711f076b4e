"""What stands on papers beside what was bought, by language. A language that isn't here gets English words."""

from collections.abc import Mapping
from typing import Final

from store.adapters.invoicing.words.dutch import DUTCH
from store.adapters.invoicing.words.english import ENGLISH
from store.adapters.invoicing.words.french import FRENCH
from store.adapters.invoicing.words.german import GERMAN
from store.adapters.invoicing.words.italian import ITALIAN
from store.adapters.invoicing.words.spanish import SPANISH

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": ENGLISH, "de": GERMAN, "es": SPANISH, "fr": FRENCH, "it": ITALIAN, "nl": DUTCH,
}
