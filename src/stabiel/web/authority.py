"""The certificates of the door for a phone. In: an address. Out: a certificate a phone can trust.

A phone trusts an authority of this computer, which is made once and kept, so it is asked once and
not at every start. The authority signs certificates for the addresses of home networks only, so
whoever stole its key could imitate no site of the internet.
"""

import datetime as dt
import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from stabiel.store import DataFolder
from stabiel.web.authority_words import words_of
from stabiel.web.private_file import read_private, write_private

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Browsers refuse certificates of more than 398 days (CA/Browser Forum, ballot SC-31).
DOOR_LIVES = dt.timedelta(days=397)
AUTHORITY_LIVES = dt.timedelta(days=3650)
# A certificate that ends this soon is made again.
RENEW_BEFORE = dt.timedelta(days=30)
# The clock of a phone may be behind.
SINCE = dt.timedelta(days=1)
# RFC 1918, RFC 3927 and RFC 6598: what routers at home give.
HOME_NETWORKS = tuple(
    ipaddress.IPv4Network(each)
    for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
)
_AUTHORITY = "phone-authority.pem"
_DOOR = "phone-door.pem"


@dataclass(frozen=True, slots=True)
class DoorCertificate:
    """What the door for a phone shows.

    Attributes:
        path: a file with its key, its certificate and that of the authority.
        authority_der: the authority's certificate, for a phone to install.
        words: four words that name the authority.
        fingerprint: SHA-256 of the door's certificate.
    """

    path: Path
    authority_der: bytes
    words: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Pair:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def door_certificate(
    folder: DataFolder, address: str, now: Callable[[], dt.datetime] = _now
) -> DoorCertificate:
    """Return the certificate for an address; make it, and the authority, only if they are needed.

    Args:
        folder: the data folder.
        address: this computer's IP address in its network.
        now: the date and time, with a time zone.

    Raises:
        OutputError: they cannot be kept.
    """
    wanted = ipaddress.ip_address(address)
    kept = folder.make_access()
    authority = _read(kept / _AUTHORITY)
    if authority is None or not _may_sign(authority, wanted, now()):
        authority = _new_authority(wanted, now())
        write_private(kept / _AUTHORITY, _pem(authority))
    door = _read(kept / _DOOR)
    if door is None or not _is_good(door, authority, wanted, now()):
        door = _new_door(authority, wanted, now())
    # Written anew each time, because the file must also hold the authority of now.
    write_private(kept / _DOOR, _pem(door) + _public(authority.certificate))
    der = authority.certificate.public_bytes(serialization.Encoding.DER)
    fingerprint = door.certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return DoorCertificate(kept / _DOOR, der, _words(authority.key), fingerprint)


def _new_authority(address: _Address, now: dt.datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"stabiel {_words(key)}")])
    networks: list[x509.GeneralName] = [x509.IPAddress(each) for each in HOME_NETWORKS]
    if not _at_home(address):
        networks.append(x509.IPAddress(ipaddress.ip_network(address)))
    # No name is allowed at all; a name with a dot in front of nothing is every name (RFC 5280).
    limits = x509.NameConstraints(permitted_subtrees=networks, excluded_subtrees=[x509.DNSName("")])
    certificate = (
        _begun(name, name, key, now, AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(limits, critical=True)
        .sign(key, hashes.SHA256())
    )
    return _Pair(key, certificate)


def _new_door(authority: _Pair, address: _Address, now: dt.datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"stabiel {address}")])
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _begun(name, authority.certificate.subject, key, now, DOOR_LIVES)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(address)]), critical=False)
        .add_extension(signer, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return _Pair(key, certificate)


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
    lives: dt.timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SINCE)
        .not_valid_after(now - SINCE + lives)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _may_sign(authority: _Pair, address: _Address, now: dt.datetime) -> bool:
    certificate = authority.certificate
    if not _outlives(certificate, now + DOOR_LIVES):
        return False
    try:
        limits = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return False
    permitted = (each.value for each in limits.permitted_subtrees or ())
    return any(
        isinstance(each, ipaddress.IPv4Network | ipaddress.IPv6Network) and address in each
        for each in permitted
    )


def _is_good(door: _Pair, authority: _Pair, address: _Address, now: dt.datetime) -> bool:
    try:
        door.certificate.verify_directly_issued_by(authority.certificate)
        names = door.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return names.value.get_values_for_type(x509.IPAddress) == [address] and _outlives(
        door.certificate, now + RENEW_BEFORE
    )


def _outlives(certificate: x509.Certificate, moment: dt.datetime) -> bool:
    return certificate.not_valid_after_utc > moment


def _at_home(address: _Address) -> bool:
    return any(address in each for each in HOME_NETWORKS)


def _words(key: ec.EllipticCurvePrivateKey) -> str:
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return words_of(hashlib.sha256(public).digest())


def _read(path: Path) -> _Pair | None:
    """Return a key and its certificate; None of a file that cannot be read or trusted."""
    content = read_private(path)
    if content is None:
        return None
    try:
        key = serialization.load_pem_private_key(content, None)
        certificate = x509.load_pem_x509_certificate(content)
    except ValueError:
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    return _Pair(key, certificate) if key.public_key() == certificate.public_key() else None


def _pem(pair: _Pair) -> bytes:
    key = pair.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key + _public(pair.certificate)


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
