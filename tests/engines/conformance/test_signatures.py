"""Signed messages: whole ones are said to be whole, and a changed letter is found."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import XMLSigner

from helsetek.engines.conformance.kith.signatures import fault_of


@pytest.fixture(scope="module")
def signed() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(start).not_valid_after(start + dt.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    root = XMLSigner().sign(etree.fromstring(b"<Melding><Tekst>hei</Tekst></Melding>"), key=key, cert=pem)
    return bytes(etree.tostring(root))


def test_a_signed_message_is_whole(signed: bytes) -> None:
    assert fault_of(etree.fromstring(signed)) is None


def test_a_changed_letter_breaks_the_signature(signed: bytes) -> None:
    assert fault_of(etree.fromstring(signed.replace(b"hei", b"nei"))) is not None


def test_a_signature_without_a_certificate_cannot_hold(signed: bytes) -> None:
    root = etree.fromstring(signed)
    for node in root.findall(".//{http://www.w3.org/2000/09/xmldsig#}X509Certificate"):
        node.text = ""
    assert fault_of(root) is not None
