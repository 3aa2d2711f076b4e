"""One person, one spelling."""

import pytest
from hypothesis import given, strategies

from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail

pytestmark = pytest.mark.requirement("R1.1")


@pytest.mark.parametrize("spelled", [
    "ann@example.org", "Ann@Example.ORG", "  ann@example.org\n", "ann@exaｍple.org", "ＡＮＮ@example.org",
])
def test_all_spellings_of_an_address_are_one(spelled):
    assert canonical(spelled) == "ann@example.org"


def test_a_domain_is_written_as_dns_has_it():
    assert canonical("zoë@BÜCHER.example") == "zoë@xn--bcher-kva.example" == canonical("zoë@xn--bcher-kva.example")


@pytest.mark.parametrize("text", [
    "", "ann", "@example.org", "ann@", "ann@localhost", "ann@@example.org", "a nn@example.org", "ann@exa mple.org",
    "ann@.org", "ann@example..org", "ann@-example.org", "ann\x00@example.org", "a" * 65 + "@example.org",
    "ann@" + "a" * 64 + ".org", "ann@" + "a.b" * 90 + ".org", "ann@example.org\r\nBcc: ben@example.org",
])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(NotAnEmail):
        canonical(text)


@given(strategies.text(max_size=60))
def test_a_canonical_form_is_its_own_canonical_form(text):
    try:
        found = canonical(f"{text}@example.org")
    except NotAnEmail:
        return
    assert canonical(found) == found
