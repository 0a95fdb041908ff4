"""The runner calls what was registered and nothing inside; every fault on the way is the tool's."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from helsetek.engines.kits.addresses import Addresses, is_internal
from helsetek.engines.kits.courier import Courier
from helsetek.engines.kits.exchanges import Answer, Mask, Notebook, Outgoing
from helsetek.engines.kits.faults import ToolFault
from helsetek.engines.kits.https import Https, Limits

OPEN = "93.184.215.14"


def code_of(url: str, *found: str, registered: str = "", local: bool = False) -> str:
    addresses = Addresses.of([registered or url], local=local, resolve=lambda host, port: list(found))
    try:
        return addresses.check(url).ip
    except ToolFault as fault:
        return fault.code


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "nonsense",
     "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"],
)  # fmt: skip
def test_inside_is_never_called(address: str) -> None:
    assert is_internal(address)
    assert code_of("https://fhir.example.no", address) == "address.internal"
    assert code_of("https://fhir.example.no", OPEN, address) == "address.internal"


@pytest.mark.parametrize("address", [OPEN, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_outside_is(address: str) -> None:
    assert code_of("https://fhir.example.no", address) == address


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://fhir.example.no", "address.form"), ("https://", "address.form"), ("https://x:99999", "address.form"),
        ("https://me:secret@fhir.example.no", "address.user"), ("https://a b", "address.form"),
        ("https://other.example.no", "address.unregistered"), ("https://fhir.example.no:8443", "address.unregistered"),
        ("http://fhir.example.no", "address.unregistered"),
        ("https://fhir.example.no.evil.example", "address.unregistered"),
    ],
)  # fmt: skip
def test_only_what_was_registered(url: str, code: str) -> None:
    assert code_of(url, OPEN, registered="https://fhir.example.no/r4") == code


def test_plain_http_is_for_ones_own_machine() -> None:
    assert code_of("http://fhir.example.no", OPEN) == "address.plain"
    assert code_of("http://localhost:8080", "127.0.0.1") == "address.internal"
    assert code_of("http://localhost:8080", "127.0.0.1", local=True) == "127.0.0.1"
    assert code_of("https://intern.example.no", "10.0.0.1", local=True) == "address.internal"
    assert code_of("https://x.example.no", "127.0.0.1", "10.0.0.1", local=True) == "address.internal"


def test_the_name_is_resolved_once_and_the_connection_goes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    called: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [OPEN] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    line = Https(Addresses.of(["https://fhir.example.no"], resolve=resolve))
    with pytest.raises(ToolFault) as caught:
        line.send(Outgoing("GET", "https://fhir.example.no/metadata"))
    assert (caught.value.code, asked, called) == ("network.refused", ["fhir.example.no"], [(OPEN, 443)])


# --- redirects ---


class Scripted:
    """Answers from a list, and remembers what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked = list(answers), list[Outgoing]()

    def send(self, request: Outgoing) -> Answer:
        self.asked.append(request)
        return self.answers.pop(0)


def moved(to: str) -> Answer:
    return Answer(302, (("Location", to),))


def carried(*answers: Answer, method: str = "GET") -> tuple[str, Scripted]:
    line = Scripted(*answers)
    request = Outgoing(method, "https://fhir.example.no/r4/Patient", (("Authorization", "Bearer x"),))
    try:
        return str(Courier(line, Notebook(Mask([]))).send("T", request).status), line
    except ToolFault as fault:
        return fault.code, line


def test_redirects_are_few_keep_to_https_and_leave_the_key_at_home() -> None:
    status, line = carried(moved("/r5/Patient"), moved("https://other.example.no/x"), Answer(200))
    assert status == "200"
    assert [one.url for one in line.asked[1:]] == [
        "https://fhir.example.no/r5/Patient",
        "https://other.example.no/x",
    ]
    assert [bool(one.headers) for one in line.asked] == [True, True, False]
    assert carried(*[moved("/again")] * 5)[0] == "network.redirects"
    assert carried(moved("http://fhir.example.no/x"))[0] == "address.downgrade"
    assert carried(moved("/x"), method="POST")[0] == "302"


def test_a_gateway_that_is_down_is_no_answer() -> None:
    assert carried(Answer(503))[0] == "network.busy"


# --- a real line ---


def answering(content: bytes, *, pieces: float = 0) -> Iterator[str]:
    """A server on this machine that says the same to everybody, slowly when asked to."""
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.recv(65_536)
                try:
                    for number in range(len(content)) if pieces else [0]:
                        line.sendall(content[number : number + 1] if pieces else content)
                        if pieces and stop.wait(pieces):
                            return
                except OSError:
                    continue

    threading.Thread(target=work, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}"
    stop.set()
    server.close()


SHORT = Limits(2.0, 1000)


def fault_of(content: bytes, *, pieces: float = 0, limits: Limits = SHORT) -> str:
    for url in answering(content, pieces=pieces):
        try:
            return str(
                Https(Addresses.of([url], local=True), limits).send(Outgoing("GET", f"{url}/x")).status
            )
        except ToolFault as fault:
            return fault.code
    raise AssertionError


def test_limits_on_time_and_size() -> None:
    import gzip

    head = b"HTTP/1.1 200 OK\r\n"
    packed = gzip.compress(b"0" * 1_000_000)
    bomb = head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed
    assert fault_of(head + b"Content-Length: 2\r\n\r\nok") == "200"
    assert fault_of(head + b"\r\n" + b"x" * 5000) == "network.size"
    assert fault_of(bomb) == "network.size"
    assert fault_of(b"nonsense\r\n\r\n") == "network.broken"
    assert fault_of(b"") == "network.broken"
    assert fault_of(head + b"X: " + b"y" * 500, pieces=0.05, limits=Limits(0.4, 1000)) == "network.time"


def certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_certificates_are_verified_against_the_name(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    server = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        while True:
            try:
                line, _ = server.accept()
                with context.wrap_socket(line, server_side=True) as safe:
                    safe.recv(65_536)
                    safe.sendall(b"HTTP/1.1 204 No\r\n\r\n")
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=work, daemon=True).start()

    def tried(host: str, authority: Path | None) -> str:
        url = f"https://{host}:{server.getsockname()[1]}"
        addresses = Addresses.of([url], local=True, resolve=lambda name, port: ["127.0.0.1"])
        try:
            return str(Https(addresses, Limits(3.0), authority=authority).send(Outgoing("GET", url)).status)
        except ToolFault as fault:
            return fault.code

    assert tried("localhost", None) == "tls.certificate"
    assert tried("other.example.no", pem) == "tls.certificate"
    assert tried("localhost", pem) == "204"
    server.close()
