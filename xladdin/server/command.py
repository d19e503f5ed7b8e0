"""``thidua serve``: serves the buttons to Microsoft 365. Importing this needs no extra."""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from schemas.message import text
from schemas.reason import reason_of
from xladdin.refusal import Refusal, sentence
from xladdin.server.app import application, is_installed
from xladdin.server.manifest import manifest, origin_of

__all__ = ["Address", "address_of", "command"]

_KEY = "XLWINGS_LICENSE_KEY"
_MOST_AT_ONCE = 32
_EVERYWHERE = frozenset({"0.0.0.0", "::"})
"""No address that anybody could call; whoever listens there is called by another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the server listens, and under which origin Excel asks for it (``url``)."""

    host: str
    port: int
    url: str

    @property
    def hosts(self) -> tuple[str, ...]:
        """What may stand in the Host header: the public name, and on loopback its names."""
        public = self.url.split("://", 1)[1]
        local = (f"{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]"))
        return (public, *local) if _is_loopback(self.host) else (public,)


def address_of(host: str, port: int, url: str, *, secure: bool) -> Address:
    """The address; without ``url`` the origin is that of host and port.

    `Refusal` ADD-179 for an address that is none, ADD-179:none where one has to be given.
    """
    if not url and host in _EVERYWHERE:
        raise Refusal("ADD-179:none", host=host)
    shown = "localhost" if _is_loopback(host) else f"[{host}]" if ":" in host else host
    given = url or f"{'https' if secure else 'http'}://{shown}:{port}"
    try:
        return Address(host=host, port=port, url=origin_of(given))
    except ValueError as error:
        raise Refusal("ADD-179", url=given) from error


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@click.command(
    "serve",
    options_metavar="[TÙY_CHỌN]",
    help="Phục vụ các nút của phần bổ trợ cho Excel trong Microsoft 365 (máy đơn vị không cần "
    "Python). Cần cài thêm thidua[server] và giấy phép của xlwings Server.",
)
@click.option("--host", metavar="MÁY", default="127.0.0.1", show_default=True,
              help="Địa chỉ nhận kết nối; mặc định chỉ máy này.")  # fmt: skip
@click.option("--port", metavar="CỔNG", default=8000, show_default=True,
              type=click.IntRange(1, 65535), help="Cổng nhận kết nối.")  # fmt: skip
@click.option("--cert", metavar="TỆP", type=click.Path(path_type=Path),
              help="Chứng thư HTTPS (PEM).")  # fmt: skip
@click.option("--key", metavar="TỆP", type=click.Path(path_type=Path),
              help="Khóa riêng của chứng thư (PEM).")  # fmt: skip
@click.option("--url", metavar="ĐỊA_CHỈ", default="",
              help="Địa chỉ mà Excel dùng, khi có máy chủ trung gian (https://…).")  # fmt: skip
@click.option("--manifest", "target", metavar="TỆP", type=click.Path(path_type=Path),
              help="Chỉ ghi tệp khai báo của phần bổ trợ (manifest) rồi thoát.")  # fmt: skip
def command(
    host: str, port: int, cert: Path | None, key: Path | None, url: str, target: Path | None
) -> None:
    """Exit code 2 with a sentence where the server cannot be started."""
    try:
        place = address_of(host, port, url, secure=cert is not None)
        if target is not None:
            _write(target, place.url)
        else:
            _serve(place, _certificate(cert, key))
    except Refusal as refusal:
        click.echo(sentence(refusal.code, **refusal.params), err=True)
        sys.exit(2)


def _write(target: Path, url: str) -> None:
    try:
        target.write_text(manifest(url), encoding="utf-8")
    except OSError as error:
        raise Refusal("ADD-178", file=str(target), reason=reason_of(error)) from error
    _warn_of_http(url)
    click.echo(text("ADD-167", file=str(target), url=url))


def _certificate(cert: Path | None, key: Path | None) -> dict[str, str]:
    """What uvicorn takes; `Refusal` ADD-162 unless both files are there and belong together."""
    if cert is None and key is None:
        return {}
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(str(cert), str(key))
    except (OSError, ssl.SSLError) as error:
        raise Refusal("ADD-162") from error
    return {"ssl_certfile": str(cert), "ssl_keyfile": str(key)}


def _serve(place: Address, certificate: dict[str, str]) -> None:
    """Until somebody ends it. ADD-160 no extra, ADD-161 no licence, ADD-163 port not free."""
    if not is_installed():
        raise Refusal("ADD-160")
    if not os.environ.get(_KEY, "").strip():
        raise Refusal("ADD-161", variable=_KEY)
    listening = _listen(place)
    with listening:
        served = _licensed(place)
        if not _is_loopback(place.host):
            click.echo(sentence("ADD-164", host=place.host), err=True)
        _warn_of_http(place.url)
        click.echo(sentence("ADD-166", url=place.url))
        _run(served, listening, certificate)


def _warn_of_http(url: str) -> None:
    if not url.startswith("https://"):
        click.echo(sentence("ADD-165", url=url), err=True)


def _listen(place: Address) -> socket.socket:
    """The port is taken before anything is loaded."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # on Windows this would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((place.host, place.port))
        made.listen()
    except OSError as error:
        made.close()
        raise Refusal("ADD-163", host=place.host, port=str(place.port)) from error
    return made


def _licensed(place: Address) -> Any:
    """The application; xlwings checks the licence key when it is loaded."""
    try:
        return application(url=place.url, hosts=place.hosts)
    except Exception as error:
        if type(error).__name__ != "LicenseError":
            raise
        raise Refusal("ADD-161", variable=_KEY) from error


def _run(served: Any, listening: socket.socket, certificate: dict[str, str]) -> None:
    """No access log: nothing is kept of who checked what."""
    import uvicorn

    config = uvicorn.Config(
        served,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=15,
        ws="none",
        http="h11",  # the other one has no bound on the length of headers
        ssl_certfile=certificate.get("ssl_certfile"),
        ssl_keyfile=certificate.get("ssl_keyfile"),
    )
    uvicorn.Server(config).run(sockets=[listening])
