"""A passkey in software: makes credentials and signs challenges as a phone does (WebAuthn, attestation "none")."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One device of one person. `origin` is the page's, as a browser would report it."""

    origin: str = "http://localhost"
    verified: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user: bytes = b""
    uses: int = 0

    def create(self, options: dict[str, Any]) -> str:
        """The answer to `creation_options`, as the page posts it."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"].encode()
        public = encode(ES256.from_cryptography_key(self.key.public_key()))
        made = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(asked["rp"]["id"], ATTESTED) + made
        attestation = encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._packed(
            {"attestationObject": websafe_encode(attestation), "clientDataJSON": websafe_encode(client)}
        )

    def get(self, options: dict[str, Any]) -> str:
        """The answer to `request_options`."""
        asked = options["publicKey"]
        self.uses += 1
        data = self._data(asked["rpId"])
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self._packed(
            {
                "authenticatorData": websafe_encode(data),
                "clientDataJSON": websafe_encode(client),
                "signature": websafe_encode(signature),
                "userHandle": self.user.decode(),
            }
        )

    def _data(self, site: str, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        return sha256(site.encode()) + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _packed(self, response: dict[str, Any]) -> str:
        ident = websafe_encode(self.id)
        extras = {"clientExtensionResults": {"credProps": {"rk": True}}, "type": "public-key"}
        return json.dumps({"id": ident, "rawId": ident, "response": response, **extras})
