"""XML signatures: is what was signed unchanged? Whether the signer can be trusted is another question."""

from __future__ import annotations

from lxml import etree

SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def fault_of(root: etree._Element) -> str | None:
    """Why the signature in a message does not hold; None when it does. Needs the certificate to stand in it."""
    from cryptography import x509
    from signxml.exceptions import SignXMLException
    from signxml.verifier import SignatureConfiguration, XMLVerifier

    found = root.findtext(".//{http://www.w3.org/2000/09/xmldsig#}X509Certificate")
    if not found:
        return "no certificate"
    try:
        pem = f"-----BEGIN CERTIFICATE-----\n{found.strip()}\n-----END CERTIFICATE-----\n"
        x509.load_pem_x509_certificate(pem.encode())
        XMLVerifier().verify(
            etree.tostring(root), x509_cert=pem, expect_config=SignatureConfiguration(require_x509=True)
        )
    except (SignXMLException, ValueError) as error:
        return type(error).__name__
    return None
