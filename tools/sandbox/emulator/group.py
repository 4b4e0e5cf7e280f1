"""The process group of the emulator, which supervise.py leads: who is in it, and how to be rid of them."""

import contextlib
import os
import signal
import subprocess

# How long functions have to end after SIGTERM. Nobody awaits their answers but the server, which waits for them before
# it saves its state, and has a grace of its own.
FUNCTION_GRACE_SECONDS = 0.3


def others():
    """The living members of this process group but ourselves; a zombie is as good as gone."""
    me, group = os.getpid(), os.getpgrp()
    if os.path.isdir("/proc/self"):
        table = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", encoding="utf8", errors="replace") as file:
                    state, _, member_of = file.read().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            table.append((int(name), int(member_of), state))
    else:
        ps = subprocess.Popen(["ps", "-axo", "pid=,pgid=,state="], stdout=subprocess.PIPE, text=True)
        rows = (line.split() for line in ps.communicate()[0].splitlines())
        table = [(int(row[0]), int(row[1]), row[2]) for row in rows if int(row[0]) != ps.pid]
    return [pid for pid, member_of, state in table if member_of == group and pid != me and not state.startswith("Z")]


def kill(pids):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
