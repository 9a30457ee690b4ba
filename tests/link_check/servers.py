"""A web server on this machine that answers in every way links are answered."""

import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

STATUSES = {
    "/gone": 404, "/gone-for-good": 410, "/fault": 500, "/gateway": 502, "/busy": 429, "/away": 503, "/forbidden": 403,
    "/sign-in": 401, "/teapot": 418,
}  # fmt: skip
REDIRECTS = {
    "/moved": (301, "/ok"),
    "/moved-308": (308, "/ok#place"),
    "/moved-twice": (301, "/moved-308"),
    "/found": (302, "/ok"),
    "/other": (303, "/ok"),
    "/kept": (307, "/ok"),
    "/moved-then-found": (301, "/found"),
    "/found-then-moved": (302, "/moved"),
    "/moved-to-nothing": (301, "/gone"),
    "/loop": (302, "/loop"),
    "/hop-5": (302, "/hop-4"),
    "/hop-4": (302, "/hop-3"),
    "/hop-3": (302, "/hop-2"),
    "/hop-2": (302, "/hop-1"),
    "/hop-1": (302, "/ok"),
    "/hop-6": (302, "/hop-5"),
    "/to-private": (302, "http://127.0.0.1/"),
    "/to-metadata": (301, "http://169.254.169.254/latest/meta-data/"),
    "/to-file": (302, "file:///etc/passwd"),
    "/to-port": (302, "http://example.com:22/"),
    "/to-credentials": (302, "http://user:secret@example.com/"),
    "/to-letters": (301, "/größe ok".encode().decode("latin-1")),
    "/to-broken": (302, "http://[::1"),
    "/to-nowhere": (302, ""),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path))
        self.server.headers_seen.append(dict(self.headers))
        odd = getattr(self, "answer_" + self.path.strip("/").replace("-", "_"), None)
        if odd:
            odd()
        elif self.path in REDIRECTS:
            status, location = REDIRECTS[self.path]
            self.answer(status, **({"Location": location} if location else {}))
        else:
            self.answer(STATUSES.get(self.path, 200))

    do_GET = do_HEAD  # noqa: N815 the name is http.server's

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def answer_no_head(self):
        self.answer(405 if self.command == "HEAD" else 200)

    def answer_blind_head(self):
        self.answer(404 if self.command == "HEAD" else 200)

    def answer_drops_head(self):
        if self.command == "HEAD":
            self.close_connection = True
        else:
            self.answer(200)

    def answer_slow(self):
        self.server.release.wait(30)
        self.close_connection = True

    def answer_drip(self):
        """A header without an end, a byte now and then."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not self.server.release.wait(0.05):
            self.wfile.write(b"x")

    def answer_huge(self):
        self.answer(405 if self.command == "HEAD" else 200, **{"Content-Length": str(10**12)})
        if self.command == "GET":
            self.pour(b"x" * 65536)

    def answer_huge_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.pour(b"X-More: " + b"x" * 60_000 + b"\r\n")

    def answer_early_hints(self):
        """Interim answers that never end."""
        self.pour(b"HTTP/1.1 100 Continue\r\n\r\n")

    def pour(self, data):
        """Until the other side has had enough."""
        self.close_connection = True
        try:
            while not self.server.release.is_set():
                self.wfile.write(data)
                self.server.poured += len(data)
        except OSError:
            pass

    def answer_garbage(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        self.close_connection = True

    def log_message(self, *_arguments):
        """Tests read ``asked``."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.headers_seen, self.poured = [], [], 0
        self.release = threading.Event()
        self.context = context
        self.authority = f"localhost:{self.server_port}"

    def url(self, path):
        return f"{'https' if self.context else 'http'}://{self.authority}{path}"

    def get_request(self):
        request, address = super().get_request()
        if self.context:
            # The handshake comes with the first read, in the request's own thread.
            request = self.context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        return request, address

    def handle_error(self, *_arguments):
        """The other side hangs up when it has heard enough."""


@contextmanager
def running(context=None):
    server = Server(context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def certificate(folder, name):
    """A self-signed one for a name, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes certificates, is not installed")
    paths = folder / "certificate.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    made += ["-addext", f"subjectAltName=DNS:{name}", "-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run(made, check=True, capture_output=True)
    return paths


def secured(folder, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(folder, name))
    return context
