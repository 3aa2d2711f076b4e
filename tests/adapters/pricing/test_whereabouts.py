"""In which country an address is, by a file."""

import pytest

from store.adapters.pricing.whereabouts_file import FileWhereabouts, NoCountries
from store.adapters.pricing.whereabouts_unknown import NobodyKnows

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "location and currency are guessed")]
TABLE = """# first, last, country
203.0.113.0,203.0.113.255,US
198.51.100.0,198.51.100.127,jp
198.51.100.128,198.51.100.255,ZZ
2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,CH
"3232235520","3232235775","GB","United Kingdom"
"281473902968832","281473902969087","-","-"
"""


@pytest.fixture
def known(tmp_path):
    file = tmp_path / "countries.csv"
    file.write_text(TABLE)
    return FileWhereabouts(file)


@pytest.mark.parametrize(("address", "country"), [
    ("203.0.113.0", "US"), ("203.0.113.255", "US"), ("203.0.114.0", None), ("203.0.112.255", None),
    ("198.51.100.1", "JP"), ("198.51.100.200", None), ("192.168.0.7", "GB"), ("::ffff:203.0.113.9", "US"),
    ("2001:db8:0:1::5", "CH"), ("2001:db8:1::5", None), ("fe80::1%eth0", None), ("0.0.0.1", None),
    ("", None), ("testclient", None), ("300.1.1.1", None), ("1" * 5000, None),
])
def test_an_address_is_in_the_country_of_its_range(known, address, country):
    assert known.country(address) == country
    assert NobodyKnows().country(address) is None


@pytest.mark.parametrize(("text", "words"), [
    ("", "says nothing"), ("203.0.113.0,203.0.113.255", "line 1"), ("a,b,DE", "line 1"),
    ("203.0.113.0,203.0.113.255,US\n203.0.114.0,2001:db8::,US", "line 2"),
])
def test_a_file_that_says_something_else_is_refused_in_words(tmp_path, text, words):
    file = tmp_path / "countries.csv"
    file.write_text(text)
    with pytest.raises(NoCountries, match=words):
        FileWhereabouts(file)
