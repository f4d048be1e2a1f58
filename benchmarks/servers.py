"""Servers to measure: a process that shows a site on this computer, asked over one connection that stays open."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

REPOSITORY = Path(__file__).parents[1]
PATIENCE = 120.0
"""Seconds that anything may take before it counts as failed."""


class Server:
    """A server in a process of its own, on a free port. Ends with its context."""

    def __init__(self, name: str, command: Sequence[str], root: Path) -> None:
        """Start a server with a command, of which `{port}` is replaced. It is not waited for."""
        self.name = name
        self.root = root
        self.port = free_port()
        self.began = time.perf_counter()
        self._process = subprocess.Popen(  # noqa: S603  # commands of ours
            [part.replace("{port}", str(self.port)) for part in command],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.client = Client(self.port)

    @property
    def url(self) -> str:
        """Return the server's address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def started(self) -> float:
        """Return the seconds from the start of the process to the first answer of the home page."""
        while time.perf_counter() - self.began < PATIENCE:
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self._process.returncode}")
            try:
                status, _ = self.client.get("/")
            except OSError:
                time.sleep(0.005)
                continue
            if status == 200:
                return time.perf_counter() - self.began
            time.sleep(0.005)
        raise TimeoutError(self.name)

    def memory(self) -> float:
        """Return the memory of the process that is in use now, in MiB. On Linux alone."""
        resident = int(Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1])
        return resident * os.sysconf("SC_PAGE_SIZE") / 2**20

    def processor(self) -> float:
        """Return the seconds of processor time that the process has used. On Linux alone."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Client:
    """Asks a server over one connection, which is opened anew when it was closed."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, path: str, method: str = "GET") -> tuple[int, bytes]:
        """Return status and body of an answer. Raises OSError where there is none."""
        try:
            return self._ask(path, method)
        except http.client.RemoteDisconnected:
            # A server closes a connection on which nothing happened for a while; that is no error.
            return self._ask(path, method)

    def _ask(self, path: str, method: str) -> tuple[int, bytes]:
        try:
            self._connection.request(method, path)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def standfirst(root: Path) -> Server:
    """Start our preview of a site."""
    return Server("Standfirst", [sys.executable, "-m", "ssg", "serve", "--port", "{port}"], root)
