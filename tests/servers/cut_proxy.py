"""A loopback TCP proxy that hurts one connection at a place that was chosen: for drivers of databases.

It knows phases of a conversation by marks, byte strings that begin one, and strikes in a phase once so many bytes of it
have gone by in one direction: it cuts (RST) or closes (FIN) both ways, stalls, swallows the answer that a phase waits
for, or calls somebody, who may kill or restart what he likes while the bytes wait. It may halve packets and delay them.
Knows nothing of what is spoken but the marks.
"""
import select
import socket
import struct
import threading
import time

UP, DOWN = "up", "down"  # to the server, to the client
BYTES_AT_ONCE = 65536


class Mark:
    """@text in @direction begins @phase; a DOWN mark does so once it was passed on, and only in @within."""

    def __init__(self, direction, text, phase, within=None):
        self.direction, self.text, self.phase, self.within = direction, text, phase, within


class Fault:
    """@act: cut, close, stall, swallow, or a function to be called. @at: bytes of @phase that go by before, in
    @direction. A phase that ends before is struck at its end. Of several connections the first that comes there."""

    def __init__(self, act, phase, direction=UP, at=0):
        self.act, self.phase, self.direction, self.at = act, phase, direction, at
        self.struck = None  # {"byte": of the connection in that direction, "in_phase": of the phase}
        self.is_done = threading.Event()  # whoever was called has come back


class Ended(Exception):
    """The connection is over."""


class Link:
    def __init__(self, proxy, client):
        self.proxy, self.client = proxy, client
        self.server = socket.create_connection(proxy.upstream)
        for end in (self.client, self.server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.phase = proxy.first_phase
        self.gone, self.total = {UP: 0, DOWN: 0}, {UP: 0, DOWN: 0}

    def run(self):
        try:
            self.enter(self.phase)
            while True:
                ready, _, _ = select.select([self.client, self.server], [], [], 0.2)
                for end in ready:
                    self.move(UP if end is self.client else DOWN)
                if self.proxy.is_closed:
                    raise Ended
        except (Ended, OSError):
            pass
        finally:
            self.client.close()
            self.server.close()

    def move(self, direction):
        source = self.client if direction == UP else self.server
        data = source.recv(BYTES_AT_ONCE)
        if not data:
            self.strike_if(self.phase)
            raise Ended
        mark = self.mark_in(direction, data)
        if mark and direction == UP and mark.phase != self.phase:
            self.strike_if(self.phase)
            self.enter(mark.phase)
        fault = self.proxy.fault_of(self.phase)
        if fault and fault.act == "swallow" and direction == DOWN:
            if mark is None:
                return  # all of it, until what was waited for has come
            self.strike(fault)
        if fault and fault.direction == direction and self.gone[direction] + len(data) >= fault.at:
            n = max(0, fault.at - self.gone[direction])
            self.send(direction, data[:n])
            self.strike(fault)
            data = data[n:]
        self.send(direction, data)
        if mark and direction == DOWN:
            self.enter(mark.phase)

    def mark_in(self, direction, data):
        for mark in self.proxy.marks:
            if mark.direction == direction and mark.within in (None, self.phase) and mark.text in data:
                return mark
        return None

    def enter(self, phase):
        self.phase = phase
        self.gone = {UP: 0, DOWN: 0}
        fault = self.proxy.fault_of(phase)
        if fault and fault.at == 0 and fault.act != "swallow" and fault.direction == DOWN:
            self.strike(fault)

    def send(self, direction, data):
        target = self.server if direction == UP else self.client
        pieces = [data]
        if self.proxy.halves and len(data) > 1:
            pieces = [data[:len(data) // 2], data[len(data) // 2:]]
        for piece in pieces:
            if self.proxy.delay_seconds:
                time.sleep(self.proxy.delay_seconds)
            target.sendall(piece)
        self.gone[direction] += len(data)
        self.total[direction] += len(data)
        self.proxy.saw(self.phase, direction, self.gone[direction])

    def strike_if(self, phase):
        fault = self.proxy.fault_of(phase)
        if fault:
            self.strike(fault)

    def strike(self, fault):
        if not self.proxy.take(fault, {"byte": self.total[fault.direction], "in_phase": self.gone[fault.direction]}):
            return
        if callable(fault.act):
            try:
                fault.act()
            finally:
                fault.is_done.set()
        elif fault.act == "stall":
            self.stall()
        elif fault.act in ("cut", "swallow"):
            for end in (self.client, self.server):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise Ended
        elif fault.act == "close":
            raise Ended

    def stall(self):
        """Nothing moves any more; until the client goes."""
        poll = select.poll()
        poll.register(self.client, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
        while not self.proxy.is_closed and not poll.poll(200):
            pass
        raise Ended


class Proxy:
    """Listens on a free port of the loopback from the start, until close()."""

    def __init__(self, upstream, marks, first_phase):
        self.upstream, self.marks, self.first_phase = upstream, marks, first_phase
        self.halves, self.delay_seconds = False, 0
        self.sizes = {}  # (phase, direction): bytes when the phase was last seen
        self.is_closed = False
        self.lock, self.fault, self.last = threading.Lock(), None, None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                link = Link(self, client)
            except OSError:  # the server is away
                client.close()
                continue
            threading.Thread(target=link.run, daemon=True).start()

    def arm(self, fault):
        with self.lock:
            self.fault = self.last = fault

    def disarm(self):
        """Nobody is struck any more; one who is called at this moment is waited for."""
        with self.lock:
            fault, self.fault = self.last, None
        if fault and fault.struck is not None and callable(fault.act):
            fault.is_done.wait()

    def fault_of(self, phase):
        with self.lock:
            return self.fault if self.fault and self.fault.phase == phase else None

    def take(self, fault, where):
        """Of two connections one is struck."""
        with self.lock:
            if self.fault is not fault:
                return False
            self.fault, fault.struck = None, where
            return True

    def saw(self, phase, direction, n_bytes):
        with self.lock:
            self.sizes[phase, direction] = n_bytes

    def close(self):
        self.is_closed = True
        self.listener.close()
