"""Whoever carries deliveries to partners says what came of it; the twin and HTTP alike."""

import asyncio
import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from store.adapters.partners.courier_http import HttpCourier
from store.adapters.partners.courier_memory import MemoryCourier
from store.adapters.partners.guard import networks_of
from store.application.partners.errors import AddressRefused
from tests.harness.partner import Partner, listening
from tests.servers import free_port

pytestmark = [pytest.mark.requirement("R9.3")]
HERE = networks_of(["127.0.0.0/8"])
HEADERS = {"webhook-id": "abc", "content-type": "application/json"}


@pytest.fixture(params=["memory", "http"])
def stage(request):
    """A way to carry, and a way to have a partner stand somewhere."""
    with ExitStack() as stack:
        courier = MemoryCourier(HERE) if request.param == "memory" else HttpCourier(HERE)

        def stands(mood):
            partner = Partner(mood)
            if isinstance(courier, MemoryCourier):
                partner.address = f"http://127.0.0.1:{len(courier._receivers) + 9000}/hook"
                courier.receives(partner.address, partner.receive)
                return partner
            return stack.enter_context(listening(partner))

        yield courier, stands


def post(courier, address, body=b'{"items": []}'):
    return asyncio.run(courier.post(address, HEADERS, body))


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 410, 429, 500, 503])
def test_what_the_partner_answers_is_told(stage, status):
    courier, stands = stage
    partner = stands(status)
    answered = post(courier, partner.address, b'{"items": [1]}')
    assert (answered.status, answered.taken) == (status, status < 300)
    [(headers, body)] = partner.seen
    assert body == b'{"items": [1]}'
    assert headers["webhook-id"] == "abc"


def test_where_nobody_is_nobody_answers(stage):
    courier, _ = stage
    answered = post(courier, f"http://127.0.0.1:{free_port()}/hook")
    assert (answered.status, answered.words, answered.taken) == (None, "nobody listens there", False)


@pytest.mark.requirement("R10.2")
@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/", "https://192.168.1.1/", "https://[::1]/", "ftp://127.0.0.1/", "https://a:b@127.0.0.1/"]
)
def test_what_is_no_address_for_partners_is_refused_and_never_called(stage, address):
    courier, _ = stage
    with pytest.raises(AddressRefused):
        courier.expect_allowed(address)
    answered = post(courier, address)
    assert answered.status is None
    assert answered.words.startswith("not sent: ")


def test_an_address_that_is_allowed_is_not_refused(stage):
    courier, _ = stage
    courier.expect_allowed("https://partner.example/hook?of=mine")
    courier.expect_allowed("http://127.0.0.1:8080/hook")


BAD_MOODS = {
    "garbage": (None, "what it answered is not HTTP"), "silent": (None, "it did not answer in time"),
    "slow": (None, "it did not answer in time"), "hangs up": (None, "it hung up without an answer"),
    "redirect": (302, "Found"), "huge": (200, "OK"), "huge head": (None, "what it answered is not HTTP"),
}


@pytest.mark.parametrize("mood", BAD_MOODS)
def test_whatever_a_partner_does_it_is_over_in_time(mood):
    courier = HttpCourier(HERE, whole=0.6)
    with listening(Partner(mood)) as partner:
        answered = post(courier, partner.address)
        assert (answered.status, answered.words) == BAD_MOODS[mood]
        assert answered.seconds < 3
        assert len(partner.seen) == 1, "no redirect is followed, nothing is tried twice"


def test_a_name_is_looked_up_once_and_what_it_led_to_is_called():
    """A name that is harmless when it is judged and our own machine when it is called (DNS rebinding) gains nothing."""
    asked = []

    async def find(host, port):
        asked.append(host)
        return [ip_address("93.184.216.34" if len(asked) == 1 else "127.0.0.1")]

    with listening(Partner()) as partner:
        port = partner.address.rpartition(":")[2].partition("/")[0]
        courier = HttpCourier((), find=find, connect=0.2, whole=0.5)
        with pytest.raises(RuntimeError, match=r"93\.184\.216\.34"):  # tests may not leave this machine: it was tried
            post(courier, f"https://partner.example:{port}/hook")
        assert asked == ["partner.example"]
        answered = post(courier, f"https://partner.example:{port}/hook")
        assert answered.words == "not sent: it leads into a network that is not public"
        assert not partner.seen


@pytest.mark.parametrize("machines", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:169.254.169.254"], []])
def test_one_bad_machine_behind_a_name_is_enough_to_refuse_it(machines):
    async def find(host, port):
        return [ip_address(one) for one in machines]

    answered = post(HttpCourier((), find=find), "https://partner.example/hook")
    assert answered.words.startswith("not sent: ")


def test_where_one_machine_cannot_be_reached_the_next_one_is_tried():
    async def find(host, port):
        return [ip_address("::1"), ip_address("127.0.0.1")]

    with listening(Partner()) as partner:
        port = partner.address.rpartition(":")[2].partition("/")[0]
        courier = HttpCourier(networks_of(["127.0.0.0/8", "::1/128"]), find=find)
        assert post(courier, f"http://partner.test:{port}/hook").status == 200


def test_tls_is_spoken_with_the_name_although_the_machine_is_pinned(tmp_path):
    async def find(host, port):
        return [ip_address("127.0.0.1")]

    server, trusted, asked = certified("partner.test", tmp_path)
    with listening(Partner(), server) as partner:
        port = partner.address.rpartition(":")[2].partition("/")[0]
        courier = HttpCourier(HERE, find=find, tls=trusted)
        assert post(courier, f"https://partner.test:{port}/hook").status == 200
        assert asked == ["partner.test"]
        assert partner.seen[0][0]["host"] == f"partner.test:{port}"
        wrong = post(courier, f"https://another.test:{port}/hook")
        assert wrong.words.startswith("its certificate is not good"), wrong
        unknown = post(HttpCourier(HERE, find=find), f"https://partner.test:{port}/hook")
        assert unknown.words.startswith("its certificate is not good"), unknown
        plain = post(courier, f"http://partner.test:{port}/hook")
        assert plain.status is None
        assert len(partner.seen) == 1


def certified(name, folder):
    """A server's context for *name*, a client's that trusts it, and the names that clients asked for."""
    key, now, asked = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), []
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "it.pem").write_bytes(pem + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "it.pem")
    server.sni_callback = lambda _, host, __: asked.append(host)
    return server, ssl.create_default_context(cadata=pem.decode()), asked
