"""Makes the data set, measures each operation beside its floor, prints and keeps the figures."""

import json
import os
import platform
import statistics
import time
from functools import partial
from io import BytesIO
from pathlib import Path

import django
from django.conf import settings

django.setup()
settings.ALLOWED_HOSTS = ["testserver"]
# Names of static files as they are: the data set's own folder has no collected ones.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  after the setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402  after the setup
from django.core.management import call_command  # noqa: E402  after the setup
from django.core.wsgi import get_wsgi_application  # noqa: E402  after the setup
from django.db import connection  # noqa: E402  after the setup

from benchmarks import floor, operations  # noqa: E402  after the setup
from benchmarks.copy import analyse  # noqa: E402  after the setup
from benchmarks.cycle import Cycle  # noqa: E402  after the setup
from benchmarks.dataset import DataSet  # noqa: E402  after the setup

ROUNDS = int(os.environ.get("ROUNDS", "7"))
ONLY = {name for name in os.environ.get("ONLY", "").split(",") if name}
RESULTS = Path(__file__).parent / "results"


def run(size, enterprises, database):
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    data = (Cycle if size == "cycle" else DataSet)(enterprises)
    data.make()
    analyse()
    print(f"# {enterprises:,} enterprises, {enterprises * 5:,} entries in {time.perf_counter() - started:.0f} s")
    chosen, missing = operations.operations(data)
    for name in missing:
        print(f"# {name}: not measured, it has no address")
    print("operation size database median_ms floor_ms ratio queries bytes", flush=True)
    site = Site(data)
    results = []
    for operation in chosen:
        if not ONLY or operation.name in ONLY:
            results.append({"operation": operation.name, "size": size, "database": database} | site.measure(operation))
            print(line(results[-1]), flush=True)
    keep(f"{size}-{database}", results)


def line(result):
    return "{operation} {size} {database} {median_ms:.1f} {floor_ms:.1f} {ratio:.2f} {queries} {bytes}".format(
        **result
    ) + (f"  # status {result['status']}" if result["status"] != 200 else "")


def keep(name, results):
    RESULTS.mkdir(exist_ok=True)
    about = {"python": platform.python_version(), "django": django.__version__, "load": os.getloadavg()}
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"about": about, "rounds": ROUNDS, "results": results}, indent=1) + "\n")
    print(f"# written to {path.relative_to(Path.cwd())}")


class Site:
    """The portal in this process: requests go through all of its middleware, nothing through a socket."""

    def __init__(self, data):
        self.application = get_wsgi_application()
        self.cookies = {role: session(user) for role, user in data.users.items()}

    def measure(self, operation):
        if isinstance(operation, operations.Act):
            return self.measure_act(operation)
        environ = request(operation.path, self.cookies[operation.role])
        statements = Statements()
        answer(self.application, environ)  # reads the reference lists that a process keeps for a minute
        with statements:
            status, size = answer(self.application, environ)
        if os.environ.get("SQL"):
            print(*statements.slowest(), sep="\n")
        if isinstance(operation, operations.Export):
            bare = partial(floor.export, statements.found)
        else:
            bare_application = floor.application_for(statements.found)
            bare = partial(answer, bare_application, environ)
        times = interleaved(lambda: answer(self.application, environ), bare, ROUNDS)
        return summary(*times) | {"queries": len(statements.found), "bytes": size, "status": status}

    def measure_act(self, act):
        statements = Statements()
        times = interleaved(act.ours, act.floor, act.rounds or ROUNDS, warm=act.rounds is None)
        if act.rounds is None:
            with statements:
                act.ours()
        return summary(*times) | {"queries": len(statements.found), "bytes": 0, "status": 200}


class Statements:
    """Keeps the SQL of everything that runs inside it; BEGIN, COMMIT and savepoints are not among it."""

    def __enter__(self):
        self.found, self.seconds = [], []
        self._wrapper = connection.execute_wrapper(self)
        self._wrapper.__enter__()
        return self

    found: list = []
    seconds: list = []

    def __exit__(self, *error):
        self._wrapper.__exit__(*error)

    def __call__(self, execute, sql, parameters, many, context):
        if sql.startswith(("SAVEPOINT", "RELEASE")):
            return execute(sql, parameters, many, context)
        start = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            self.found.append((sql, parameters))
            self.seconds.append(time.perf_counter() - start)

    def slowest(self, count=3):
        """Yield the statements that took longest, for who asks why (SQL=1)."""
        for seconds, (sql, parameters) in sorted(zip(self.seconds, self.found, strict=True), key=lambda pair: -pair[0])[
            :count
        ]:
            yield f"#   {seconds * 1000:.1f} ms {sql[:600]} {str(parameters)[:200]}"


def interleaved(ours, bare, rounds, warm=True):
    """Return the seconds of each round of both and of a fixed loop, taken in turn so that a busy moment meets all."""
    times = ([], [], [])
    if warm:
        ours(), bare()
    for _ in range(rounds):
        for function, found in zip((bare, ours, loop), times[1::-1] + times[2:], strict=True):
            start = time.perf_counter()
            function()
            found.append(time.perf_counter() - start)
    return times


def loop():
    """Work that is always the same: it tells how fast the machine is at this moment."""
    return sum(number * number for number in range(200_000))


def summary(ours, bare, loops):
    """Return the medians of the rounds in which the machine kept its pace.

    A round whose loop took over 15 % longer than the median is left out: somebody else had the machine.
    """
    steady = statistics.median(loops) * 1.15
    kept = [number for number, seconds in enumerate(loops) if seconds <= steady]
    ours, bare = [ours[number] for number in kept], [bare[number] for number in kept]
    return {
        "median_ms": statistics.median(ours) * 1000,
        "min_ms": min(ours) * 1000,
        "max_ms": max(ours) * 1000,
        "floor_ms": statistics.median(bare) * 1000,
        "ratio": statistics.median(mine / floor_time for mine, floor_time in zip(ours, bare, strict=True)),
        "rounds": len(ours),
        "dropped": len(loops) - len(ours),
        "loop_ms": statistics.median(loops) * 1000,
    }


def session(user):
    """Return the cookie of a signed-in session."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def request(path, cookie):
    path, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "HTTP_ACCEPT_LANGUAGE": "vi",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def answer(application, environ):
    """Run one request to its last byte; return status and number of bytes."""
    seen = []
    body = application(dict(environ), lambda status, headers: seen.append(int(status.split()[0])))
    size = sum(len(chunk) for chunk in body)
    body.close()
    return seen[0], size
