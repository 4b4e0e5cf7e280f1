"""Runs the emulator and sees to it that nothing of it is left behind: supervise.py PORT GRACE_SECONDS.

Started as the leader of a process group, with a pipe from its parent on standard input. The server (serve.py) and the
functions' processes that it starts are in the same group. When the pipe closes, which it does even if the parent is
killed, or on a signal, or when the server ends by itself, the group gets SIGTERM and, after a grace, SIGKILL.

Writes one line to standard output, "listening PORT" or "refused REASON"; all else goes to standard error. PORT 0 is
any free one. Standard library only: it runs without the environment's packages.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time

# Python is started isolated (-I), which leaves out the folder of the script itself.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from group import FUNCTION_GRACE_SECONDS, kill, others  # noqa: E402

HOST = "127.0.0.1"
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def listen(port):
    """Listens before the server can answer: nobody can take the port meanwhile, and early clients wait."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(100)
    return listener


def wakeups():
    """A descriptor that becomes readable at a signal and then holds its number."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for number in (*ENDINGS, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    return reader


def start_server(listener, lifeline, grace):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "serve.py")
    numbers = [str(listener.fileno()), str(lifeline)]
    # -B: the packages have their bytecode already, and ours does not belong among the sources.
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", script, *numbers, grace],
        stdin=subprocess.DEVNULL,
        pass_fds=[listener.fileno(), lifeline],
    )


def wait_for_end(server, signals):
    """Returns when the parent has gone, a signal asks for the end, or the server has ended."""
    while server.poll() is None:
        ready, _, _ = select.select([0, signals], [], [])
        if 0 in ready and not os.read(0, 4096):
            return
        if signals in ready and any(number in ENDINGS for number in os.read(signals, 64)):
            return


def end_group(server, grace):
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    began = time.monotonic()
    while remaining := others():
        server.poll()
        passed = time.monotonic() - began
        # The server waits for its functions before it saves its state, so they get the shorter grace.
        kill(pid for pid in remaining if passed > (grace if pid == server.pid else FUNCTION_GRACE_SECONDS))
        time.sleep(0.02)
    return server.wait()


def main():
    port, grace = int(sys.argv[1]), sys.argv[2]
    try:
        listener = listen(port)
    except OSError as error:
        print(f"refused {error.strerror}", flush=True)
        return 1
    port = listener.getsockname()[1]
    print(f"listening {port}", flush=True)
    # What stands before the emulator, if anything does, is what functions and URLs are to name.
    public = os.environ.pop("PUBLIC_PORT", str(port))
    os.environ.update(GATEWAY_PORT=public, AWS_ENDPOINT_URL=f"https://{HOST}:{public}")
    os.dup2(2, 1)
    signals = wakeups()
    # The server holds the other end and so learns that we are gone, should somebody kill us outright.
    lifeline, _ours = os.pipe()
    server = start_server(listener, lifeline, grace)
    listener.close()
    os.close(lifeline)
    wait_for_end(server, signals)
    code = end_group(server, float(grace))
    return code if code >= 0 else 128 - code  # as a shell says it of a process that a signal ended


if __name__ == "__main__":
    sys.exit(main())
