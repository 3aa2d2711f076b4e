from pathlib import Path

import pytest
from msgspec.structs import fields

from store.entrypoints.wiring.kept_secret import kept_secret
from store.entrypoints.wiring.reading_settings import Misconfigured, read_settings, shown, to_environment
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.settings_guide import GUIDE

pytestmark = pytest.mark.requirement("R1.3")


def fault(name, value):
    with pytest.raises(Misconfigured) as wrong:
        read_settings({name: value})
    [said] = wrong.value.faults
    return said


def test_without_variables_everything_has_its_default():
    assert read_settings({"PATH": "/bin", "HOME": "/root"}) == Settings()


def test_every_setting_is_explained():
    assert {field.name for field in fields(Settings)} == set(GUIDE)


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("STORE_PORT", "abc", "a free port from 1 to 65535"),
        ("STORE_PORT", "0", "a free port from 1 to 65535"),
        ("STORE_PORT", "70000", "a free port from 1 to 65535"),
        ("STORE_PORT", "80.5", "a free port from 1 to 65535"),
        ("STORE_CURRENCY", "euro", "three capital letters"),
        ("STORE_CURRENCY", "XQZ", "such as EUR"),
        ("STORE_TIME_ZONE", "Mars/Olympus", "Europe/Berlin"),
        ("STORE_TIME_ZONE", "../../etc/passwd", "Europe/Berlin"),
        ("STORE_DEMO", "maybe", "1 or 0"),
        ("STORE_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("STORE_BASE_URL", "shop.example", "https://shop.example"),
        ("STORE_COMMAND_THREADS", "0", "from 1 to 64"),
    ],
)
def test_a_wrong_value_is_named_with_its_variable_and_with_what_would_be_right(name, value, right):
    said = fault(name, value)
    assert said.startswith(name)
    assert repr(value) in said
    assert right in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STORE_DATABASE_URL", "mysql://root:hunter2@db/store"),
        ("STORE_SECRET", "hunter2"),
        ("STORE_STAFF_TOKEN", "hunter2 hunter2"),
        ("STORE_STRIPE_KEY", "pk_live_hunter2"),
        ("STORE_STRIPE_WEBHOOK_SECRET", "whsec_hunter2 hunter2"),
    ],
)
def test_a_wrong_secret_is_never_repeated(name, value):
    said = fault(name, value)
    assert said.startswith(name)
    assert "hunter2" not in said


@pytest.mark.parametrize("url", ["host:9200", "ftp://hunter2@host", "https://k:hunter2@host/path", "https://host?index=A"])
def test_an_address_of_a_search_that_cannot_be_right_is_refused_unrepeated(url):
    said = fault("STORE_OPENSEARCH_URL", url)
    assert "hunter2" not in said
    assert "https://user:password@host:9200" in said


@pytest.mark.parametrize("url", [
    "https://key:secret@host/bucket", "http://host:9000/bucket/folder", "s3://host/bucket?style=virtual&region=eu-west-1",
])
def test_storage_is_named_by_its_address(url):
    assert read_settings({"STORE_S3_URL": url, "STORE_PLAINTEXT_ALLOW": "host"}).s3_url == url


@pytest.mark.parametrize("url", [
    "bucket", "https://host", "https://hunter2@host/bucket", "https://k:hunter2@host/Bucket", "ftp://k:hunter2@h/bucket",
    "https://k:hunter2@host/bucket?style=odd", "https://k:hunter2@host/bucket?wrong=1",
])
def test_an_address_of_storage_that_cannot_be_right_is_refused_unrepeated(url):
    said = fault("STORE_S3_URL", url)
    assert "hunter2" not in said
    assert "https://key:secret@host/bucket" in said


@pytest.mark.parametrize(("secret", "shown", "fits"), [
    ("sk_test_a", "pk_test_a", True), ("rk_live_a", "pk_live_a", True), ("sk_test_a", "pk_live_a", False),
    ("sk_live_a", "pk_test_a", False), ("", "pk_live_a", True),
])
def test_keys_for_tests_and_for_real_money_do_not_mix(secret, shown, fits):
    environment = {"STORE_STRIPE_KEY": secret, "STORE_STRIPE_PUBLISHABLE_KEY": shown}
    if fits:
        assert read_settings(environment).stripe_live is ("live" in secret)
        return
    with pytest.raises(Misconfigured, match="of another mode"):
        read_settings(environment)


def test_a_misspelt_variable_is_reported_with_the_one_that_was_meant():
    assert "did you mean STORE_PORT?" in fault("STORE_PROT", "8000")


def test_every_fault_is_told_at_once():
    with pytest.raises(Misconfigured) as wrong:
        read_settings({"STORE_PORT": "x", "STORE_DEMO": "x", "STORE_NONSENSE": "x"})
    assert len(wrong.value.faults) == 3


def test_an_empty_variable_is_as_good_as_none():
    assert read_settings({"STORE_PORT": "", "STORE_DATABASE_URL": ""}) == Settings()


def test_settings_survive_the_way_into_another_process():
    settings = Settings(
        port=9,
        demo=False,
        rate_limit_keys=("a", "b"),
        keys_dir=Path("/k"),
        staff_token="t" * 40,
        embedded=True,
    )
    assert read_settings(to_environment(settings)) == settings


@pytest.mark.requirement("R10.5")
@pytest.mark.story("US-10.5", "keys are replaced while the shop is open")
def test_a_former_secret_may_have_commas():
    """Somebody chose it when nothing had to be told apart from it."""
    plain, odd = "p" * 40, "with,commas," + "o" * 40
    assert read_settings({"STORE_SECRET_ALSO": f"{plain}, {plain[:-1]}q"}).secret_also == (plain, f"{plain[:-1]}q")
    several = read_settings({"STORE_SECRET_ALSO": f'["{odd}", "{plain}"]'})
    assert several.secret_also == (odd, plain)
    assert read_settings(to_environment(several)) == several
    listed = Settings(secret_also=(f'["{plain}"]',))
    assert read_settings(to_environment(listed)) == listed, "another process reads the same"
    one = "[" + "b" * 40
    assert read_settings({"STORE_SECRET_ALSO": one}).secret_also == (one,), "no list, though it begins like one"
    assert "JSON" in fault("STORE_SECRET_ALSO", odd), "its pieces are too short"


def test_secrets_are_shown_as_set_only():
    settings = Settings(staff_token="hunter2" * 5)
    assert shown(settings, "staff_token") == "(set, not shown)"
    assert shown(settings, "secret") == ""


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="0.0.0.0", port=80), "http://localhost:80"),  # noqa: S104  # nothing is bound
        (Settings(host="::1"), "http://[::1]:8000"),
        (Settings(base_url="https://shop.example/"), "https://shop.example"),
    ],
)
def test_the_address_is_one_people_can_open(settings, address):
    assert settings.address == address


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = Settings(data_dir=tmp_path).signing_secret()
    assert len(first) >= 32
    assert Settings(data_dir=tmp_path).signing_secret() == first
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_two_folders_have_two_secrets(tmp_path):
    assert kept_secret(tmp_path / "a") != kept_secret(tmp_path / "b")


@pytest.mark.story("US-1.3", "log in with Google, Facebook or GitHub")
@pytest.mark.parametrize(("given", "missing"), [("id", "secret"), ("secret", "id")])
def test_an_app_at_a_provider_has_both_id_and_secret(given, missing):
    named = {f"STORE_GITHUB_CLIENT_{part.upper()}": "a-word" for part in (given,)}
    with pytest.raises(Misconfigured) as wrong:
        read_settings(named)
    assert f"STORE_GITHUB_CLIENT_{missing.upper()} beside it" in wrong.value.faults[0]


@pytest.mark.story("US-1.3", "log in with Google, Facebook or GitHub")
@pytest.mark.parametrize(("url", "right"), [
    ("https://github.example.org", True), ("http://localhost:9400", True), ("http://127.0.0.1:8930/", True),
    ("http://github.example.org", False), ("https://github.example.org/path", False), ("https://a@b.example", False),
    ("http://localhost.evil.example", False), ("ftp://localhost", False),
])
def test_a_provider_is_asked_by_https_or_on_this_machine(url, right):
    if right:
        assert read_settings({"STORE_GITHUB_URL": url}).github_url == url
    else:
        assert "an address by https" in fault("STORE_GITHUB_URL", url)


@pytest.mark.story("US-1.3", "log in with Google, Facebook or GitHub")
def test_the_secret_of_an_app_is_not_shown():
    settings = read_settings({"STORE_GOOGLE_CLIENT_ID": "id", "STORE_GOOGLE_CLIENT_SECRET": "hunter2"})
    assert shown(settings, "google_client_secret") == "(set, not shown)"
    assert shown(settings, "google_client_id") == "id"
