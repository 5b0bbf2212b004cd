"""Measure the portal on a data set of its own: `SIZE=10k DB=sqlite python -m benchmarks`.

SIZE   10k (also `quick`), 100k or 1m: so many enterprises, five times as many ledger entries;
       cycle: 300 associations, 3,000 agreements, 30,000 reports with their rounds, of 30,000 enterprises
DB     sqlite, or postgres: a throw-away server, Debian's where there is one (it alone has pg_trgm), else pip's
ROUNDS how often each operation is measured; odd, 7 unless told
ONLY   names of operations, separated by commas
SQL    1: also the three slowest statements of each page

Prints one line an operation: `operation size database median_ms floor_ms ratio queries bytes`. The floor is the least
that gives the same answer in the same round (see ``benchmarks.floor``). The person's own database is never opened.
The results file also holds the time of a fixed loop in the same rounds (`loop_ms`): on a shared machine it tells how
fast the processor was just then.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"quick": 10_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000, "cycle": 30_000}


def main():
    size = os.environ.get("SIZE", "10k").lower()
    database = os.environ.get("DB", "sqlite").lower()
    if size not in SIZES or database not in ("sqlite", "postgres"):
        sys.exit("SIZE is 10k, 100k, 1m or cycle; DB is sqlite or postgres.")
    size = "10k" if size == "quick" else size
    if database == "postgres" and os.environ.get("BENCHMARKS_SERVER") != "1":
        return start_again_with_a_server()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["LOG_LEVEL"] = "WARNING"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        if database == "sqlite":
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        from benchmarks import runner  # reads the settings, which read the environment

        runner.run(size, SIZES[size], database)
    return 0


def start_again_with_a_server():
    """Run this once more inside ``tools/with_postgres.py``, which sets DATABASE_URL."""
    command = [sys.executable, str(ROOT / "tools/with_postgres.py"), "--durable"]
    if any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        command.append("--debian")
    command += [sys.executable, "-m", "benchmarks"]
    return subprocess.call(command, cwd=ROOT, env=os.environ | {"BENCHMARKS_SERVER": "1"})


if __name__ == "__main__":
    sys.exit(main())
