"""Nothing starts that would speak to another machine in the clear, unless that machine was named."""

import pytest

from store.entrypoints.wiring.doctor_travel import on_the_way
from store.entrypoints.wiring.reading_settings import Misconfigured, read_settings, to_environment
from store.entrypoints.wiring.settings import Settings

pytestmark = [pytest.mark.requirement("R10.6"), pytest.mark.story("US-10.5", "data travels encrypted")]


def faults(**environment):
    try:
        read_settings(environment)
    except Misconfigured as wrong:
        return wrong.faults
    return []


@pytest.mark.parametrize(("variable", "address", "how"), [
    ("STORE_DATABASE_URL", "postgresql://store:hush@db.example:5432/store", "sslmode=verify-full"),
    ("STORE_DATABASE_URL", "postgres://store:hush@10.1.2.3/store?sslmode=prefer", "sslmode=verify-full"),
    ("STORE_DATABASE_URL", "postgresql://store:hush@localhost,db.example/store", "sslmode=verify-full"),
    ("STORE_DATABASE_URL", "postgresql:///store?host=db.example&password=hush", "sslmode=verify-full"),
    ("STORE_DATABASE_URL", "postgresql://store:hush@localhost/store?hostaddr=10.1.2.3", "sslmode=verify-full"),
    ("STORE_REDIS_URL", "redis://:hush@cache.example:6379/0", "rediss://"),
    ("STORE_SMTP_URL", "smtp://ann:hush@mail.example:25?security=none", "security=none"),
    ("STORE_OPENSEARCH_URL", "http://ann:hush@find.example:9200", "https://"),
    ("STORE_S3_URL", "http://key:hush@files.example/bucket", "https://"),
    ("STORE_GEOCODING_URL", "http://places.example", "https://"),
    ("STORE_TRACES_URL", "http://[2001:db8::1]:4318", "https://"),
])
def test_an_address_of_another_machine_without_tls_stops_the_start(variable, address, how):
    [fault] = faults(**{variable: address})
    assert fault.startswith(f"{variable} leads to another machine without TLS.")
    assert how in fault
    assert "hush" not in fault


@pytest.mark.parametrize(("variable", "address"), [
    ("STORE_DATABASE_URL", "postgresql://store:hush@db.example/store?sslmode=verify-full"),
    ("STORE_DATABASE_URL", "postgresql://store@127.0.0.1:5432/store"), ("STORE_DATABASE_URL", "postgresql:///store"),
    ("STORE_DATABASE_URL", "postgresql:///store?host=/run/postgresql"),
    ("STORE_DATABASE_URL", "postgresql://%2Frun%2Fpostgresql/store"),
    ("STORE_REDIS_URL", "rediss://:hush@cache.example/0"), ("STORE_REDIS_URL", "redis://[::1]/0"),
    ("STORE_REDIS_URL", "unix:///run/redis"), ("STORE_REDIS_URL", "redis://localhost:6379"),
    ("STORE_SMTP_URL", "smtp://mail.example"), ("STORE_SMTP_URL", "smtps://mail.example"),
    ("STORE_SMTP_URL", "smtp://127.0.0.1:25?security=none"), ("STORE_OPENSEARCH_URL", "https://find.example"),
    ("STORE_S3_URL", "s3://files.example/bucket"), ("STORE_BASE_URL", "http://shop.example"),
])
def test_tls_this_machine_and_what_browsers_read_do_not(variable, address):
    assert faults(**{variable: address}) == []


@pytest.mark.parametrize(("host", "allowed", "starts"), [
    ("db", "db", True), ("DB", "cache,Db", True), ("db", "cache", False), ("db.example", "example", False),
    ("10.20.3.4", "10.20.0.0/16", True), ("10.21.3.4", "10.20.0.0/16", False), ("[fd00::7]", "fd00::/8", True),
    ("10.20.3.4", "10.20.3.4", True), ("db,db2", "db", False), ("db,db2", "db,db2", True),
])
def test_a_machine_on_a_way_of_its_own_is_named(host, allowed, starts):
    found = faults(STORE_DATABASE_URL=f"postgresql://store@{host}/store", STORE_PLAINTEXT_ALLOW=allowed)
    assert bool(found) is not starts


@pytest.mark.parametrize("allowed", ["a b", "10.20.0.0/99", "*", "-x"])
def test_what_is_no_host_and_no_network_is_refused(allowed):
    [fault] = faults(STORE_PLAINTEXT_ALLOW=allowed)
    assert "hosts and networks with commas between" in fault


def test_what_was_allowed_is_still_told_by_the_doctor_and_goes_on_to_other_processes():
    settings = Settings(redis_url="redis://cache/0", plaintext_allow=("cache", "10.20.0.0/16"))
    [check] = on_the_way(settings)
    assert (check.state, "as STORE_PLAINTEXT_ALLOW has it" in check.found) == ("warning", True)
    assert read_settings(to_environment(settings)) == settings
