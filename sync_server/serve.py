# SPDX-License-Identifier: EUPL-1.2
"""Run both ports in one process; say where they listen; stop cleanly on SIGTERM or SIGINT."""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import ssl
from collections.abc import Iterator
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from sync_server import logs
from sync_server.app import practice_app, public_app
from sync_server.config import Settings
from sync_server.context import Server, open_server
from sync_server.mtls import MutualTlsProtocol, practice_context, public_context
from sync_server.regional.worker import run_worker
from sync_server.services.authority import server_files
from sync_server.upkeep import run_upkeep

GRACE_S: Final = 1
"""An idle keep-alive connection must not hold the stop for 30 s (env.md §4)."""

_BACKLOG: Final = 1_024
_POSTS: Final = 8_000
"""Connections of posts, each of which holds one that waits for a hint (services/fair_queue.py bounds the work)."""

_VISITORS: Final = 500
_SPARE_FILES: Final = 1_000
_YOUNG_OBJECTS: Final = 50_000
"""What a full push makes, and lets go; Python's 700 means a collection every ten operations."""


class _Port(uvicorn.Server):
    """One uvicorn server whose signals are handled by the process, not by each port."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: two servers in one process would hide them from each other."""
        yield


def run(settings: Settings) -> None:
    """Serve until asked to stop.

    Raises:
        UserError: when the settings, a key or the database do not let it start.
        OSError: when a port is taken.
    """
    logs.start_logs()
    _collect_seldom()
    asyncio.run(_serve(open_server(settings)))


def _collect_seldom() -> None:
    """Let the collector of cycles alone while a push is merged: it took a fifth of the time and found none."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 20)


async def _serve(server: Server) -> None:
    settings = server.settings
    certificate, key = server_files(settings, server.authority)
    practice_socket = listen_at(settings.host, settings.practice_port)
    public_socket = listen_at(settings.host, settings.public_port)
    _raise_file_limit()
    practice = _port(practice_app(server), practice_context(certificate, key, server.authority.pem), _POSTS)
    public = _port(public_app(server), public_context(certificate, key), _VISITORS)
    stop = asyncio.Event()
    _on_signals(stop)
    serving = [
        asyncio.create_task(practice.serve([practice_socket])),
        asyncio.create_task(public.serve([public_socket])),
        asyncio.create_task(run_worker(server, stop)),
        asyncio.create_task(run_upkeep(server, stop)),
        asyncio.create_task(_pass_on_news(server, stop)),
    ]
    for task in serving:
        task.add_done_callback(lambda _: stop.set())  # one part dead: stop, be restarted, be seen
    await _until_started(practice, public)
    _announce(settings, practice_socket, public_socket)
    await stop.wait()
    server.hints.close()
    practice.should_exit = public.should_exit = True
    await asyncio.gather(*serving)
    settings.run_file.unlink(missing_ok=True)
    server.engine.dispose()
    logs.event("stopped")


async def _pass_on_news(server: Server, stop: asyncio.Event) -> None:
    """Wake the posts that wait here when another process wrote: one thread for all of them."""
    while not stop.is_set():
        for practice in await asyncio.to_thread(server.news.heard, server.hints):
            server.hints.wake(practice)
    server.news.close()


def _raise_file_limit() -> None:
    """Ask the system for as many connections as it allows: 1,024 is the usual start, posts are more."""
    if os.name == "posix":
        import resource  # noqa: PLC0415  # not on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _POSTS + _VISITORS + _SPARE_FILES
        enough = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))


def _port(app: ASGIApp, context: ssl.SSLContext, connections: int) -> _Port:
    config = uvicorn.Config(
        app,
        http=MutualTlsProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=30,
        limit_concurrency=connections,
        ssl_context_factory=lambda _config, _default: context,
    )
    return _Port(config)


def listen_at(host: str, port: int) -> socket.socket:
    """Return a listening socket, named TCP: asyncio then lets small parts leave at once.

    Unnamed, the body of each answer waited until the other side had acknowledged its headers, 40 ms later.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # on Windows this option lets another program take the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(_BACKLOG)
    return listener


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: no loop handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


async def _until_started(*ports: _Port) -> None:
    while not all(port.started for port in ports):  # noqa: ASYNC110  # uvicorn offers a flag, not an event
        await asyncio.sleep(0.01)


def _announce(settings: Settings, practice: socket.socket, public: socket.socket) -> None:
    """Write the run file whole, then say the same line on standard output."""
    told = {
        "event": "listening",
        "pid": os.getpid(),
        "host": settings.host,
        "practice_port": practice.getsockname()[1],
        "public_port": public.getsockname()[1],
        "authority": str(settings.authority_certificate or settings.data_dir / "authority" / "ca.pem"),
    }
    part = settings.run_file.with_suffix(".part")
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(settings.run_file)
    print(json.dumps(told), flush=True)  # noqa: T201  # tests and dev.py read this line
