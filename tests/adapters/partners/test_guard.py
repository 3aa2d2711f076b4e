"""Facts go to public addresses by https, and to networks the operator named; to nothing else, however it is written."""

from ipaddress import ip_address

import pytest

from store.adapters.partners.guard import Target, expect_reachable, is_public, networks_of, target_of
from store.application.partners.errors import AddressRefused

pytestmark = [pytest.mark.requirement("R10.2")]
NOWHERE = ()

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001:0:7f00:1::",
    "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "192.88.99.1", "2001:20::1", "3fff::1", "5f00::1",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"]


@pytest.mark.parametrize("machine", PRIVATE)
def test_what_only_we_can_reach_is_not_public(machine):
    assert not is_public(ip_address(machine))
    with pytest.raises(AddressRefused, match="not public"):
        expect_reachable(Target("partner.example", 443, "/", tls=True), [ip_address(machine)], NOWHERE)


@pytest.mark.parametrize("machine", PUBLIC)
def test_what_everybody_can_reach_is_public(machine):
    assert is_public(ip_address(machine))
    expect_reachable(Target("partner.example", 443, "/", tls=True), [ip_address(machine)], NOWHERE)


@pytest.mark.parametrize(
    "address",
    [
        "", "partner.example", "ftp://partner.example/", "file:///etc/passwd", "gopher://partner.example/",
        "https://", "https:///x", "https://a@partner.example/", "https://a:b@partner.example/",
        "https://:@partner.example/", "https://partner.example:0x50/", "https://partner.example:99999/",
        "https://partner.example/#here", "https://partner.example\\@10.0.0.1/", "https://partner.example/a b",
        "https://partner.example/\r\nHost: x", "https://partnér.example/", "https://par_tner..example/",
        "https://-a.example/", "http://partner.example/", "https://127.0.0.1/", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "https://[fe80::1%25eth0]/", "https://169.254.169.254/latest/meta-data/",
        "https://" + "a" * 500, "https://8.8.8.8:25/",
    ],
)
def test_what_can_be_seen_to_be_wrong_is_refused_as_it_is_written(address):
    with pytest.raises(AddressRefused):
        target_of(address, NOWHERE)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "localhost", "ten.nip.example"])
def test_a_host_in_disguise_is_judged_by_where_it_leads(host):
    """Such hosts are names as far as one can see; the machine behind them is what counts."""
    target = target_of(f"https://{host}/", NOWHERE)
    with pytest.raises(AddressRefused, match="not public"):
        expect_reachable(target, [ip_address("127.0.0.1")], NOWHERE)


def test_an_address_is_taken_apart():
    assert target_of("https://Partner.example", NOWHERE) == Target("partner.example", 443, "/", tls=True)
    assert target_of("https://partner.example:8443/a?b=c", NOWHERE).authority == "partner.example:8443"
    assert target_of("https://[2606:4700::1111]/x", NOWHERE).authority == "[2606:4700::1111]"
    assert target_of("https://partner.example/a?b=c", NOWHERE).path == "/a?b=c"


def test_ports_of_other_services_are_left_alone():
    for port in (22, 25, 80, 445, 1023):
        target = target_of(f"https://partner.example:{port}/", NOWHERE)
        with pytest.raises(AddressRefused, match="port"):
            expect_reachable(target, [ip_address("8.8.8.8")], NOWHERE)
    expect_reachable(target_of("https://partner.example:8443/", NOWHERE), [ip_address("8.8.8.8")], NOWHERE)


def test_networks_that_the_operator_named_are_open_without_tls_and_on_any_port():
    ours = networks_of(["10.1.0.0/16", "127.0.0.1/32"])
    target = target_of("http://10.1.2.3:81/x", ours)
    assert target == Target("10.1.2.3", 81, "/x", tls=False)
    named = target_of("http://warehouse.internal/x", ours)
    expect_reachable(named, [ip_address("10.1.2.3")], ours)
    for elsewhere in ("8.8.8.8", "10.2.0.1", "::ffff:10.1.2.3"):
        with pytest.raises(AddressRefused):
            expect_reachable(named, [ip_address(elsewhere)], ours)
    with pytest.raises(AddressRefused):
        target_of("https://10.2.0.1/", ours)
