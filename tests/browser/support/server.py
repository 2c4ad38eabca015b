"""A web server for one built site, which also sees what leaves the site.

It serves a folder as a static host does (gzip, ``index.html``, ``404.html``) and is the
browser's proxy at the same time: a request for any other host arrives here, is written
down and refused, be it a worker's, a font's or a prefetch. (A preconnect asks for nothing,
and headless Chromium makes none: look for those in the HTML.)
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

COMPRESSED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what it cost."""

    target: str
    """Path on the site with its query, or ``host:port`` or the address of a third party."""
    status: int
    size: int
    """Bytes of the body as they went over the wire, compressed where the host would."""
    third_party: bool = False


@dataclass(frozen=True, slots=True)
class SiteServer:
    """A running server: where it listens and what it has answered, in order."""

    url: str
    """Address without a slash at its end, such as ``http://127.0.0.1:40123``."""
    log: list[Exchange] = field(default_factory=list)


@contextmanager
def serve(folder: Path) -> Iterator[SiteServer]:
    """Serve ``folder`` on a free port of this machine until the block ends."""
    httpd = _Server(("127.0.0.1", 0), _Handler)
    site = SiteServer(f"http://127.0.0.1:{httpd.server_port}")
    httpd.folder, httpd.log = folder, site.log
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """The server with what its handlers need to know."""

    daemon_threads = True
    folder: Path
    log: list[Exchange]


class _Handler(SimpleHTTPRequestHandler):
    """Answers for the site, refuses for the rest of the world."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def __init__(self, request: object, address: object, server: _Server) -> None:
        super().__init__(request, address, server, directory=str(server.folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        if not self.path.startswith("/"):
            self._refuse()
        elif (path := Path(self.translate_path(self.path))).is_dir():
            self._send_folder(path)
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 (the names are the protocol's)

    def do_CONNECT(self) -> None:
        """Refuse a tunnel to another host."""
        self._refuse()

    do_POST = do_CONNECT  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent: the log is kept, not printed."""

    def _refuse(self) -> None:
        self.close_connection = True
        self._send(HTTPStatus.BAD_GATEWAY, "text/plain", b"", third_party=self.path[:1] != "/")

    def _send_folder(self, folder: Path) -> None:
        parts = urlsplit(self.path)
        if parts.path.endswith("/"):
            self._send_file(folder / "index.html")
        else:
            self._send(HTTPStatus.MOVED_PERMANENTLY, "text/plain", b"", location=parts.path + "/")

    def _send_file(self, path: Path) -> None:
        status = HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
        path = path if path.is_file() else self.server.folder / "404.html"
        body = path.read_bytes() if path.is_file() else b"Not found\n"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._send(status, kind, body)

    def _send(
        self,
        status: HTTPStatus,
        kind: str,
        body: bytes,
        *,
        location: str = "",
        third_party: bool = False,
    ) -> None:
        zipped = kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _gzip(body) if zipped else body
        sent = body if self.command != "HEAD" else b""
        # Written down before the browser can see the answer, so that no test can ask too soon.
        self.server.log.append(Exchange(self.path, status, len(sent), third_party))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(sent)


@lru_cache(maxsize=512)
def _gzip(body: bytes) -> bytes:
    """Compress as static hosts do; a page asked for by many tests is compressed once."""
    return gzip.compress(body, compresslevel=6, mtime=0)
