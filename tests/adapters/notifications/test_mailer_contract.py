"""Mailers: the twin, the sandbox's outbox and a real SMTP server keep the same promises."""

import email.policy
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address
from uuid import UUID

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from msgspec import structs

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.notifications.mailer_memory import MemoryMailer
from store.adapters.notifications.mailer_sandbox import SandboxMailer
from store.adapters.notifications.mailer_smtp import LEASE, SmtpMailer
from store.adapters.notifications.smtp_server import Server
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.notifications.ports import Forgotten, Letter, Mail, NotTaken, Occasion, Undeliverable
from store.domain.shared.ids import OrderNumber, SubjectId
from tests.servers import free_port

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN = SubjectId(UUID(int=7))
LETTER = Letter("Your order AAAAA-00001", "<p>Thank you, Žofie</p>", "Thank you, Žofie\n")


def mail(id=1, to="ann@example.org"):
    return Mail(UUID(int=id), OrderNumber("AAAAA-00001"), Occasion.CONFIRMED, ANN, to, LETTER)


class Postbox:
    """A mail server that keeps what it takes, and answers as it is told to."""

    def __init__(self):
        self.mails, self.recipients, self.answers, self.logins = [], [], [], []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if self.answers and self.answers[0].startswith("rcpt "):
            return self.answers.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - as above
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 taken"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss", handled=False)


@contextmanager
def smtp_server(postbox, **options):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port(), server_hostname="localhost", **options)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


@pytest.fixture
def connections(app_url):
    with pool(app_url, 4) as connections:
        yield connections


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def smtp(postbox, connections):
    with smtp_server(postbox) as server:
        url = f"smtp://127.0.0.1:{server.port}?security=none&from=shop@store.example"
        yield SmtpMailer(Server.at(url), "Žofie's Store", connections)


@pytest.fixture(params=["memory", "sandbox", "smtp"])
def mailer(request):
    """A mailer, and how many mails it sent."""
    if request.param == "memory":
        twin = MemoryMailer()
        return twin, lambda: len(twin.mails)
    if request.param == "sandbox":
        connections = request.getfixturevalue("connections")

        def count():
            with connections.connection() as db:
                return db.execute("SELECT count(*) FROM work.mails").fetchone()[0]

        return SandboxMailer(connections, Vault(MemoryKeys())), count
    postbox = request.getfixturevalue("postbox")
    return request.getfixturevalue("smtp"), lambda: len(postbox.mails)


def test_a_mail_is_sent(mailer):
    sender, sent = mailer
    sender.send(mail(), NOON)
    assert sent() == 1


def test_the_same_mail_again_is_sent_once(mailer):
    sender, sent = mailer
    for minute in range(5):
        sender.send(mail(), NOON + timedelta(minutes=minute))
    assert sent() == 1


def test_two_mails_are_two_though_they_say_the_same(mailer):
    sender, sent = mailer
    sender.send(mail(1), NOON)
    sender.send(mail(2), NOON)
    assert sent() == 2


def test_a_mail_that_is_printed_names_nobody():
    assert "ann" not in repr(mail()).lower()
    assert "p@ss" not in repr(Server.at("smtp://shop:p%40ss@mail.example"))


@pytest.mark.requirement("R6.5")
@pytest.mark.story("US-6.4", "every channel respects the choice")
def test_letters_of_marketing_can_be_ended_by_the_mail_program_itself(smtp, postbox):
    """RFC 8058: both headers, and the address by HTTPS or as the shop is reached."""
    ended = "https://shop.example/unsubscribe/" + "x" * 90
    smtp.send(structs.replace(mail(1), unsubscribe=ended), NOON)
    smtp.send(mail(2), NOON)
    of_marketing, of_an_order = postbox.mails
    assert of_marketing["List-Unsubscribe"] == f"<{ended}>"
    assert of_marketing["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in of_an_order


class TestTheSandbox:
    def test_what_it_keeps_can_be_read_by_nobody_without_the_key(self, connections):
        keys = MemoryKeys()
        SandboxMailer(connections, Vault(keys)).send(mail(), NOON)
        with connections.connection() as db:
            row = db.execute("SELECT mails::text FROM work.mails").fetchone()[0]
        assert "ann@" not in row
        assert "Thank you" not in row

    def test_nothing_is_kept_for_somebody_who_was_forgotten(self, connections):
        keys = MemoryKeys()
        keys.destroy(ANN)
        with pytest.raises(Forgotten):
            SandboxMailer(connections, Vault(keys)).send(mail(), NOON)


class TestBySmtp:
    def test_the_mail_arrives_as_it_was_written(self, smtp, postbox):
        smtp.send(mail(), NOON)
        [arrived], [to] = postbox.mails, postbox.recipients
        assert to == ["ann@example.org"]
        assert arrived["subject"] == LETTER.subject
        assert arrived["from"].addresses[0].display_name == "Žofie's Store"
        assert arrived["message-id"] == f"<{UUID(int=1)}@store.example>"
        assert arrived["date"].datetime == NOON
        assert arrived.get_body(("plain",)).get_content().strip() == "Thank you, Žofie"
        assert arrived.get_body(("html",)).get_content().strip() == "<p>Thank you, Žofie</p>"

    def test_a_server_that_is_busy_is_asked_again(self, smtp, postbox):
        postbox.answers = ["451 later", "rcpt 450 mailbox busy"]
        for reason in ("451", "450"):
            with pytest.raises(NotTaken, match=reason) as caught:
                smtp.send(mail(), NOON)
            assert "example.org" not in str(caught.value)
        smtp.send(mail(), NOON)
        assert len(postbox.mails) == 1

    def test_an_address_that_does_not_exist_is_not_tried_for_ever(self, smtp, postbox):
        postbox.answers = ["rcpt 550 no such mailbox ann@example.org"]
        with pytest.raises(Undeliverable) as caught:
            smtp.send(mail(), NOON)
        assert "ann" not in str(caught.value)

    @pytest.mark.parametrize("to", ["no address", "ann@example.org\nBcc: eve@example.org", "@", ""])
    def test_what_is_no_address_gets_no_mail(self, smtp, postbox, to):
        with pytest.raises(Undeliverable):
            smtp.send(mail(to=to), NOON)
        assert postbox.mails == []

    def test_a_server_that_is_away_is_waited_for(self, connections):
        server = Server.at(f"smtp://127.0.0.1:{free_port()}?security=none")
        with pytest.raises(NotTaken):
            SmtpMailer(server, "Store", connections).send(mail(), NOON)

    def test_two_workers_never_send_the_same_mail_at_once(self, smtp, postbox, migrated_url):
        with psycopg.connect(migrated_url, autocommit=True) as db:
            db.execute("INSERT INTO work.smtp_sent VALUES (%s, %s, NULL)", (UUID(int=1), NOON))
        with pytest.raises(NotTaken, match="another worker"):
            smtp.send(mail(), NOON)
        assert postbox.mails == []
        smtp.send(mail(), NOON + LEASE + timedelta(seconds=1))
        assert len(postbox.mails) == 1

    @pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server's warning does not know TLS from the first byte
    @pytest.mark.parametrize("security", ["starttls", "tls"])
    def test_it_speaks_tls_and_logs_in(self, postbox, connections, certificate, security):
        serving, trusting = certificate
        if security == "starttls":
            secure = {"tls_context": serving, "require_starttls": True}
        else:
            secure = {"ssl_context": serving}
        with smtp_server(postbox, authenticator=postbox.authenticate, auth_required=True,
                         auth_require_tls=security == "starttls", **secure) as server:
            url = f"smtp://shop:p%40ss@127.0.0.1:{server.port}?security={security}"
            SmtpMailer(Server.at(url), "Store", connections, lambda: trusting).send(mail(1), NOON)
            with pytest.raises(NotTaken):
                SmtpMailer(Server.at(url), "Store", connections, ssl.create_default_context).send(mail(2), NOON)
            wrong = Server.at(url.replace("p%40ss", "wrong"))
            with pytest.raises(NotTaken):
                SmtpMailer(wrong, "Store", connections, lambda: trusting).send(mail(3), NOON)
        assert len(postbox.mails) == 1
        assert postbox.logins[0] == (b"shop", b"p@ss")


@pytest.mark.parametrize(("url", "port", "security"), [
    ("smtp://mail.example", 587, "starttls"),
    ("smtp://mail.example:2525", 2525, "starttls"),
    ("smtps://mail.example", 465, "tls"),
    ("smtp://127.0.0.1:25?security=none", 25, "none"),
])
def test_an_address_says_how_to_speak(url, port, security):
    server = Server.at(url)
    assert (server.port, server.security) == (port, security)


@pytest.mark.parametrize("url", ["", "http://mail.example", "smtp://", "smtp://mail.example?security=maybe"])
def test_what_is_no_mail_server_is_refused(url):
    with pytest.raises(ValueError, match="SMTP"):
        Server.at(url)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1: for a server to show, and for a client to trust."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=24))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    trusting = ssl.create_default_context(cafile=str(file))
    return serving, trusting
