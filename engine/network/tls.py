"""TLS contexts from the configured files: both sides show a certificate of the configured authority."""

from __future__ import annotations

import ssl

from engine.network.config import NetworkError, Tls


def server_context(files: Tls) -> ssl.SSLContext:
    """Return the context of the listener: without a certificate of the authority nobody gets in.

    Raises
    ------
    NetworkError
        If a file is missing or is no PEM file of its kind.
    """
    context = _context(ssl.PROTOCOL_TLS_SERVER, files)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def client_context(files: Tls) -> ssl.SSLContext:
    """Return the context for talking to a node, whose certificate must be of the authority and name its host.

    Raises
    ------
    NetworkError
        If a file is missing or is no PEM file of its kind.
    """
    return _context(ssl.PROTOCOL_TLS_CLIENT, files)


def _context(protocol: int, files: Tls) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # An empty password: a key that has one is refused, and nobody is asked at a terminal.
        context.load_cert_chain(files.certificate, files.key, password="")
        context.load_verify_locations(files.authority)
    except (OSError, ValueError) as error:
        raise NetworkError(
            "The certificate files for TLS cannot be used: certificate, key (without password) and authority"
            " must be PEM files that belong together."
        ) from error
    return context
