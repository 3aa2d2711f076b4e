"""Which language somebody reads, by a header that may say anything."""

import pytest

from store.entrypoints.shared.accepted_languages import language_of

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]
KNOWN = frozenset(("de", "en", "fr"))


@pytest.mark.parametrize(("accepted", "language"), [
    ("de-AT, fr;q=0.9", "de-AT"), ("fr;q=0.2, de;q=0.3", "de"), ("DE-at", "de-AT"), ("*", "en"), ("", "en"),
    ("de;q=0, fr;q=0.1", "fr"), ("nl, it", "en"), ("de;q=x, fr", "fr"), ("de;q=nan, fr;q=0.1", "fr"),
])
def test_the_dearest_that_is_known_is_taken(accepted, language):
    assert language_of("", accepted, KNOWN, "en") == language


@pytest.mark.parametrize("tag", ["de@a\tb", "de@\xfc", "de@euro", "de@" + "x" * 100, "de_AT", "de.UTF-8", "../de"])
def test_what_is_no_tag_is_passed_over_and_never_said_back(tag):
    assert language_of("", f"{tag}, fr;q=0.1", KNOWN, "en") == "fr"
