"""The servers that the benchmark compares, each started by gunicorn on a core of its own."""

import gzip
import io
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command

ARTICLE = "/articles/error-324/"
FIRST_PORT = int(os.environ.get("BENCH_PORT") or 8600)
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What its workers have used so far; 0 where the system does not tell."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        if not children.exists():
            return 0.0
        ticks = 0
        for worker in children.read_text().split():
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def fetch(self, address: str, form: str | None = None, **headers: str) -> tuple[str, bytes]:
        """Address after redirects, and body."""
        url = f"http://127.0.0.1:{self.port}{address}"
        request = urllib.request.Request(url, form.encode() if form else None, headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            final = urllib.parse.urlsplit(response.url)
            return f"{final.path}?{final.query}".rstrip("?"), response.read()


def start_portal(scratch: Path, database: str = "") -> None:
    """Django in this process, with an empty portal on the database of that URL; on SQLite in the directory without one."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "helpportal.settings",
        "SECRET_KEY": "signs nothing outside this run of the benchmark",
        "DATA_DIR": str(scratch),
        "SITE_URL": "http://127.0.0.1",
        "DATABASE_URL": database or f"sqlite:///{scratch}/bench.sqlite3",
        "REDIS_URL": "",
        "EMAIL_URL": "dummy://",
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "ERROR",
    }
    django.setup()
    call_command("migrate", verbosity=0)


def prepare(scratch: Path) -> str:
    """A portal with the sample content in a scratch directory; gives the form of a report on one of its fixes."""
    start_portal(scratch)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("import_articles", "content", publish=True, stdout=io.StringIO())
    fixes = apps.get_model("troubleshooting", "Fix").objects.filter(article__slug="error-324")
    fix: Any = fixes.select_related("scenario", "article__published_revision").earliest("pk")
    revision = fix.article.published_revision.number
    fields = {"scenario": fix.scenario.key, "fix": fix.key, "verdict": "not-solved", "revision": revision}
    return urllib.parse.urlencode(fields)


@contextmanager
def serve(application: str, number: int, **environment: str) -> Iterator[Server]:
    """One worker process on the last core, otherwise as gunicorn.conf.py says; the load stays on the first."""
    port = FIRST_PORT + number
    arguments = ["--workers=1", f"--bind=127.0.0.1:{port}", "--log-level=error", application]
    _pin(CORES[-1:])  # the child inherits it
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *arguments], env=os.environ | environment)
    _pin(CORES[:1])
    try:
        server = Server(port, process.pid)
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def _pin(cores: list[int]) -> None:
    if len(CORES) > 1:
        os.sched_setaffinity(0, cores)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.fetch("/livez")
        except urllib.error.HTTPError:
            return  # an answer, which is all that was asked
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server on port {server.port} did not start.")


def record_answers(portal: Server, form: str, scratch: Path) -> dict[str, str]:
    """Keep the portal's answers for the bare views, and say where they are and where the guide begins."""
    guide, _ = portal.fetch(f"{ARTICLE}guide/")
    for name, address in (("article", ARTICLE), ("guide", guide)):
        _, body = portal.fetch(address, **{"Accept-Encoding": "gzip"})
        (scratch / f"{name}.gz").write_bytes(body)
    location, _ = portal.fetch(f"{ARTICLE}reports/", form)
    (scratch / "location").write_text(location)
    return {"BENCH_ANSWERS": str(scratch), "BENCH_ARTICLE": ARTICLE, "BENCH_GUIDE": guide}


def check_same_pages(addresses: dict[str, str], *, cold: Server, stock: Server) -> None:
    """The yardstick is only worth something when it renders what the portal renders."""
    for address, theirs in addresses.items():
        # Twice, as "1 minute ago" may become "2 minutes ago" between the two.
        pages = [(cold.fetch(address)[1], stock.fetch(theirs)[1]) for _ in range(2)]
        if not any(ours == same for ours, same in pages):
            raise SystemExit(f"{address} is not the same page everywhere.")
        print(f"{address}  {len(pages[0][0]):,} bytes, {len(gzip.compress(pages[0][0])):,} compressed")
