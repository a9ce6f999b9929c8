#!/usr/bin/env python3
"""The proxy strikes where it was told, once, and passes everything else on byte for byte."""
import contextlib
import socket
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from cut_proxy import DOWN, UP, Fault, Mark, Proxy  # noqa: E402

MARKS = [Mark(UP, b"work", "work"), Mark(UP, b"end", "end"), Mark(DOWN, b"END", "over", within="end")]


def shout(listener):
    """Answers everything in capitals, one client after the other."""
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client, contextlib.suppress(OSError):
            while data := client.recv(65536):
                client.sendall(data.upper())


@contextlib.contextmanager
def proxied():
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=shout, args=(listener,), daemon=True).start()
    proxy = Proxy(listener.getsockname(), MARKS, "hello")
    try:
        yield proxy
    finally:
        proxy.close()
        listener.close()


def talk(proxy, *words):
    """The answers as far as they came."""
    heard = []
    with socket.create_connection(("127.0.0.1", proxy.port)) as client:
        client.settimeout(20)
        with contextlib.suppress(ConnectionError):
            for word in words:
                client.sendall(word)
                answer = b""
                while len(answer) < len(word):
                    data = client.recv(65536)
                    answer += data
                    if not data:
                        break
                heard.append(answer)
                if len(answer) < len(word):
                    break
    return heard


def strike(act, phase, direction=UP, at=0):
    with proxied() as proxy:
        fault = Fault(act, phase, direction, at)
        proxy.arm(fault)
        heard = talk(proxy, b"hello", b"work it", b"end")
        if callable(act):
            assert fault.is_done.wait(20)
        proxy.disarm()
        assert talk(proxy, b"hello", b"work it", b"end") == [b"HELLO", b"WORK IT", b"END"]  # once
        return fault.struck, heard


def main():
    with proxied() as proxy:
        proxy.halves = True
        long = b"work" + bytes(range(256)) * 4096
        assert talk(proxy, b"hello", long) == [b"HELLO", long.upper()]
        assert proxy.sizes["work", UP] == proxy.sizes["work", DOWN] == len(long)
    for act in ("cut", "close"):
        assert strike(act, "hello", UP, 2)[0] == {"byte": 2, "in_phase": 2}
        struck, heard = strike(act, "work", DOWN, 3)
        assert struck == {"byte": 8, "in_phase": 3} and heard[0] == b"HELLO" and b"END" not in heard, (struck, heard)
    struck, heard = strike("cut", "work", UP, 1000)  # the phase is shorter: at its end
    assert struck == {"byte": 12, "in_phase": 7} and heard[:2] == [b"HELLO", b"WORK IT"], (struck, heard)
    struck, heard = strike("swallow", "end", DOWN)
    assert struck["in_phase"] == 0 and heard[:2] == [b"HELLO", b"WORK IT"] and b"END" not in heard, (struck, heard)
    called = []
    struck, heard = strike(lambda: called.append(1), "over", DOWN)
    assert called == [1] and heard == [b"HELLO", b"WORK IT", b"END"], (called, heard)
    with proxied() as proxy:
        proxy.arm(Fault("cut", "nowhere"))
        assert talk(proxy, b"hello", b"end") == [b"HELLO", b"END"]


if __name__ == "__main__":
    main()
