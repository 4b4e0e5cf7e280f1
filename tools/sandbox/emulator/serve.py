"""The server process of the emulator: serve.py LISTENER LIFELINE GRACE_SECONDS; see supervise.py.

LISTENER is a listening socket's descriptor, LIFELINE that of a pipe which closes when the supervisor is gone. In place
of MiniStack's own main(), which binds port 443 too and writes to the shared temporary folder.
"""

import asyncio
import os
import resource
import signal
import sys
import traceback

CUT_OFF_SECONDS = 0.5


def raise_file_limit():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except (ValueError, OSError):
        pass  # macOS refuses "unlimited"; the soft limit serves a sandbox well enough.


def configuration(listener):
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"fd://{listener}"]
    config.certfile = os.environ["MINISTACK_SSL_CERT"]
    config.keyfile = os.environ["MINISTACK_SSL_KEY"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = CUT_OFF_SECONDS
    config.loglevel = os.environ["LOG_LEVEL"]
    return config


def close_without_waiting():
    """From Python 3.12 on, a server that closes waits for every client, even for one that never finishes its TLS
    handshake. Hypercorn awaits that before it ends the requests under way, and the lifespan after them."""
    start_server = asyncio.start_server

    async def start(*arguments, **options):
        server = await start_server(*arguments, **options)
        server.wait_closed = lambda: asyncio.sleep(0)
        return server

    asyncio.start_server = start


async def serve(listener, lifeline, grace):
    """Serves until it is told to stop; returns whether that was because the supervisor has gone."""
    import audit
    import dashboards
    import expected
    import insights
    import policy_variables
    import s3_events
    import whole_checksums
    from group import FUNCTION_GRACE_SECONDS, kill, others
    from harden import hardened
    from hypercorn.asyncio import serve as hypercorn_serve

    close_without_waiting()
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    orphaned = False

    def stop_orphaned():
        nonlocal orphaned
        orphaned = True
        loop.remove_reader(lifeline)
        # What the supervisor would have done; the first signal reaches this process too.
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(0, signal.SIGKILL))
        signal.alarm(grace)
        loop.call_later(FUNCTION_GRACE_SECONDS, lambda: kill(others()))
        os.killpg(0, signal.SIGTERM)

    loop.add_reader(lifeline, stop_orphaned)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    expected.check()
    for gaps in (audit, dashboards, insights, policy_variables, s3_events, whole_checksums):
        gaps.complete()
    # MiniStack saves its state in the ASGI lifespan's shutdown, the last thing that this awaits.
    await hypercorn_serve(audit.naming_callers(hardened()), configuration(listener), shutdown_trigger=stopping.wait)
    return orphaned


async def run(listener, lifeline, grace):
    code = 1
    orphaned = False
    try:
        orphaned = await serve(listener, lifeline, grace)
        code = 0
    except Exception:
        traceback.print_exc()
    if orphaned:
        os.killpg(0, signal.SIGKILL)
    sys.stdout.flush()
    sys.stderr.flush()
    # Not by returning: that would wait for worker threads, which may be waiting for a function's answer.
    os._exit(code)


def main():
    listener, lifeline, grace = (int(argument) for argument in sys.argv[1:])
    raise_file_limit()
    # Python is started isolated (-I), which leaves out the folder of the script itself.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    asyncio.run(run(listener, lifeline, grace))


if __name__ == "__main__":
    main()
