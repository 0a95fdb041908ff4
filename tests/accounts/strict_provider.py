"""A small identity provider that checks what a good client must send, and can be told to answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey


class StrictProvider:
    """``claims`` and ``header`` change the identity token; ``asked`` is what the token endpoint was sent."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, parameters={"kid": "k1"}, private=True)
        self.signing_key: Any = self.key
        self.client_key: RSAKey | None = None
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "k1"}
        self.userinfo: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.authorized: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def authorize(self, address: str) -> str:
        """Say yes to an authorization request; gives what the browser is sent back with."""
        self.authorized = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"?code=the-code&state={self.authorized['state']}"

    def problem(self) -> str:
        """What is wrong with the token request; nothing if it is as it should be."""
        verifier = hashlib.sha256(self.asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            self.authorized.get("code_challenge_method") != "S256"
            or challenge != self.authorized["code_challenge"]
        ):
            return "PKCE does not hold"
        if self.asked.get("redirect_uri") != self.authorized["redirect_uri"]:
            return "another redirect_uri"
        if self.client_key:
            claims = jwt.decode(self.asked["client_assertion"], self.client_key, algorithms=["RS256"]).claims
            if claims["aud"] != self.issuer or claims["iss"] != claims["sub"]:
                return "the client assertion is not for us"
        return ""

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": self.authorized["client_id"], "sub": "s1", "name": "Ågot Ås",
            "nonce": self.authorized["nonce"], "iat": now, "exp": now + 60,
        } | self.claims  # fmt: skip
        token = jwt.encode(self.header, claims, self.signing_key, algorithms=[self.header["alg"]])
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token}

    def sign_with_a_shared_secret(self, secret: str) -> None:
        self.signing_key, self.header = OctKey.import_key(secret), {"alg": "HS256"}

    def _answers(self) -> dict[str, Any]:
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "end_session_endpoint": f"{self.issuer}/out",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
            | self.metadata,
            "/keys": {"keys": [self.key.as_dict(private=False)]},
            "/userinfo": self.userinfo,
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(200, provider._answers().get(self.path, {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked = {name: values[0] for name, values in parse_qs(body).items()}
                problem = provider.problem()
                self._send(400 if problem else 200, {"error": problem} if problem else provider.token())

            def _send(self, status: int, answer: dict[str, Any]) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_words: Any) -> None:
                pass

        return Handler

    def __enter__(self) -> StrictProvider:
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
