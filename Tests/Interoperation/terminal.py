"""spotsh on a terminal of its own, as a person has it."""

import os
import pty
import select
import signal
import time

SPOTSH = os.environ["SPOTSH_BINARY"]


class Terminal:
    """A run of spotsh on a pseudo-terminal: what it shows, what is typed, how it ends."""

    def __init__(self, environment, *arguments, term="dumb"):
        self.shown = ""
        self.bytes = b""
        self.status = None
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.execve(SPOTSH, [SPOTSH, *arguments], {**environment, "TERM": term})

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def wait_for(self, text, seconds=30):
        """Reads until the text has been shown."""
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            assert self._read(deadline), f"no {text!r} in:\n{self.shown}"

    def wait_for_end(self, seconds=30):
        """Reads until the program ends; its exit code."""
        deadline = time.monotonic() + seconds
        while self._read(deadline):
            pass
        assert time.monotonic() < deadline, f"still running:\n{self.shown}"
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def _read(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self.descriptor], [], [], left)[0]:
            return False
        try:
            got = os.read(self.descriptor, 65536)
        except OSError:
            return False
        self.bytes += got
        self.shown += got.decode(errors="replace").replace("\r\n", "\n")
        return bool(got)

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.descriptor)
