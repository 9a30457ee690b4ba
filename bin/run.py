"""The portal on this machine with sample content and a staff login: behind ``make run`` and ``make dev``.

Everything it makes lies in DATA_DIR (``var/``): database, secret key, admin password, collected static files and written
e-mail. A second start finds them again; the sample content is imported only into a portal without articles.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
ADMIN = "admin"


def main() -> int:
    """Exit status of the server, or 1 when the port is taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="Django's development server: DEBUG on, reloads on change")
    dev = parser.parse_args().dev
    port = int(os.environ.get("PORT") or 8000)
    if port_is_taken(port):
        print(f"Port {port} is in use. Choose another one: make run PORT={port + 1}", file=sys.stderr)
        return 1
    set_environment(port, dev=dev)
    prepare(dev=dev)
    django_admin = [sys.executable, "manage.py"]
    server = (
        [*django_admin, "runserver", f"127.0.0.1:{port}"]
        if dev
        else [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "helpportal.wsgi"]
    )
    watchers = [[*django_admin, command, "--watch"] for command in ("send_outbox", "publish_due")]
    return serve(server, port, beside=watchers)


def port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def set_environment(port: int, *, dev: bool) -> None:
    """Fill in what the environment leaves open; what it says, holds."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    defaults = {
        "DJANGO_SETTINGS_MODULE": "helpportal.settings",
        "DATA_DIR": str(DATA_DIR),
        "DEBUG": "true" if dev else "false",
        "SECRET_KEY": kept_secret("secret-key"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"file:///{DATA_DIR / 'mail'}",
        "LOG_FORMAT": "text",
        "LOG_LEVEL": "INFO" if dev else "WARNING",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def kept_secret(name: str) -> str:
    """The secret in DATA_DIR/name, made at first use and readable by its owner alone."""
    path = DATA_DIR / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48 if name == "secret-key" else 12))
    return path.read_text()


def prepare(*, dev: bool) -> None:
    """Bring the database up to date, and fill an empty one."""
    django.setup()
    call_command("migrate", verbosity=0)
    if not dev:
        call_command("collectstatic", interactive=False, verbosity=0)
    users = get_user_model().objects
    if not users.filter(username=ADMIN).exists():
        users.create_superuser(ADMIN, password=kept_secret("admin-password"))
    if not apps.get_model("troubleshooting", "Article").objects.exists():
        call_command("import_articles", "content", publish=True)
    if not dev:
        call_command("render_pages")
    call_command("rebuild_search", stale=True)


def announce() -> None:
    site, mail = settings.SITE_URL, settings.EMAIL_FILE_PATH
    admin = get_user_model().objects.get(username=ADMIN)
    known = kept_secret("admin-password")
    password = known if admin.check_password(known) else "the password you chose"
    print(
        f"""
  {settings.PORTAL_NAME} is running. Ctrl+C stops it; its data stays in {DATA_DIR.name}/.

  Pages     {site}/
  Article   {site}/articles/error-324/
  Admin     {site}/admin/
            sign in as  {ADMIN}  /  {password}
  E-mail    {f"is written to files in {mail}; nothing is sent" if mail else "is sent as EMAIL_URL says"}
""",
        flush=True,
    )


def serve(server: list[str], port: int, *, beside: list[list[str]]) -> int:
    """Run the server, and the mailer and the scheduler beside it, until the server ends or we are told to stop."""
    # Out of reach of Ctrl+C, which would end them with a traceback; they end when the server has.
    watchers = [subprocess.Popen(command, start_new_session=True) for command in beside]
    process = subprocess.Popen(server)
    signal.signal(signal.SIGINT, lambda *_: None)  # the server has it too
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        while process.poll() is None and not port_is_taken(port):
            time.sleep(0.1)
        if process.poll() is None:
            announce()
        return process.wait()
    finally:
        for watcher in watchers:
            watcher.terminate()
        for watcher in watchers:
            watcher.wait()


if __name__ == "__main__":
    sys.exit(main())
