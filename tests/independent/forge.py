"""Writes what the verifier reads, so that a test can put a lie where every checksum is right."""
import hashlib
import json
import os
import sqlite3
import struct
import subprocess

from sealed_container import MAGIC, SealedFile
from segment_forms import EVENT_KINDS, READERS, REDIRECT
from store_state import varint
from xxh3 import xxh3_64, xxh3_128


def zigzag(value):
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def sliced(data):
    return varint(len(data)) + data


def compress(data):
    """One zstd frame with its content's size and a checksum."""
    return subprocess.run(["zstd", "-3cq", f"--stream-size={len(data)}"], input=data, capture_output=True,
                          check=True).stdout


def sealed_file(kind, contents):
    """The bytes of an unsealed file with these blocks."""
    header = MAGIC + struct.pack("<II4sI", 1, 0, kind.encode(), 0) + bytes(range(16)) + bytes(16)
    header += struct.pack("<Q", xxh3_64(header))
    file_id, body, index = header[24:40], b"", b""
    for number, content in enumerate(contents):
        stored = compress(content)
        rest = struct.pack("<II", len(content), len(stored)) + stored
        checksum = xxh3_128(rest, xxh3_64(file_id + struct.pack("<Q", number)))
        body += checksum + rest
        index += checksum + rest[:8] + hashlib.sha256(content).digest()
    size = len(header) + len(body) + len(index) + 72
    footer = struct.pack("<4Q", len(contents), sum(map(len, contents)), len(index), size)
    footer += hashlib.sha256(header + index + footer).digest() + b"HNSEALED"
    return header + body + index + footer


def chunk(kind, content):
    return kind + struct.pack("<Q", len(content)) + content


def encode_xwlk(rows):
    sources = sorted({name[0] for name, _ in rows}, key=str.encode)
    header = varint(1) + varint(len(rows)) + varint(sum(len(name[1]) for name, _ in rows)) + varint(len(sources))
    header += b"".join(sliced(s.encode()) for s in sources)
    body, previous = varint(len(rows)), 0
    for source in sources:
        count = sum(name[0] == source for name, _ in rows)
        body += varint(sources.index(source)) + varint(count) if count else b""
    body += b"".join(varint(len(name[1])) for name, _ in rows) + b"".join(name[1] for name, _ in rows)
    for _name, entity in rows:
        body += zigzag(entity - previous)
        previous = entity
    return header, body


def encode_enty(entities):
    body, previous = b"", 0
    for e in entities:
        body += varint(e.sequence - previous) + bytes([e.status | e.locked << 2 | (8 if any(e.golden) else 0)])
        body += (varint(e.redirect) if e.status == REDIRECT else b"") + varint(e.first_seen) + varint(e.n_records)
        body += e.golden if any(e.golden) else b""
        previous = e.sequence
    return varint(1) + varint(len(entities)), body


def encode_edge(crosswalk_and_edges):
    crosswalk, edges = crosswalk_and_edges
    body, previous = b"", 0
    for a, b, units, rule in edges:
        body += varint(a - previous) + varint(b - a) + zigzag(units) + varint(rule)
        previous = a
    return varint(1) + varint(len(edges)) + crosswalk, body


def encode_evnt(events):
    sources = sorted({name[0] for e in events for name in e.names})
    header = varint(1) + varint(len(events)) + varint(len(sources)) + b"".join(sliced(s.encode()) for s in sources)
    body, previous = b"", 0
    for e in events:
        body += varint(e.sequence - previous) + bytes([EVENT_KINDS.index(e.kind)])
        body += varint(e.entity) + varint(e.other) + varint(e.cause) + varint(len(e.names))
        body += b"".join(varint(sources.index(s)) + sliced(r) for s, r in e.names)
        previous = e.sequence
    return header, body


ENCODERS = {"XWLK": encode_xwlk, "ENTY": encode_enty, "EVNT": encode_evnt, "EDGE": encode_edge, "RJCT": encode_edge}


class Forger:
    """Changes a project's published state and puts every checksum right again."""

    def __init__(self, folder):
        self.state = os.path.join(folder, "hopnhat-state")
        self.anchor = os.path.join(folder, "hopnhat.anchor")
        self.results = os.path.realpath(os.path.join(self.state, "results", "current"))
        self.run_folder = os.path.join(self.state, "runs", os.path.basename(self.results))

    def sql(self, statement, *values):
        database = sqlite3.connect(os.path.join(self.state, "store.db"))
        try:
            rows = database.execute(statement, values).fetchall()
            database.commit()
            if os.path.exists(os.path.join(self.state, "store.sum")):
                os.unlink(os.path.join(self.state, "store.sum"))  # as every writer does
            return rows
        finally:
            database.close()

    def segment_path(self, kind, name):
        """The newest segment's path."""
        (relative,), = self.sql("SELECT path FROM segments WHERE kind = ? AND name = ? ORDER BY run DESC LIMIT 1", kind, name)
        return relative, os.path.join(self.state, relative)

    def segment(self, kind, name, change):
        """@change edits the decoded rows in place, or gives others."""
        relative, path = self.segment_path(kind, name)
        rows = READERS[kind](SealedFile(path).contents())
        changed = change(rows)
        rows = rows if changed is None else changed
        header, body = ENCODERS[kind](rows)
        n_rows = len(rows[1]) if kind in ("EDGE", "RJCT") else len(rows)
        contents = [chunk(b"H", header), chunk(b"D", body), chunk(b"E", varint(n_rows))]
        with open(path, "wb") as file:
            file.write(sealed_file(kind, contents))
        forged = SealedFile(path)
        self.sql("UPDATE segments SET rows = ?, file_bytes = ?, digest = ? WHERE path = ?", n_rows,
                 os.path.getsize(path), forged.digest(), relative)
        if kind == "XWLK":  # edges speak of its rows
            for of_rows in ("EDGE", "RJCT"):
                self.segment(of_rows, name, lambda edges: (forged.digest(), edges[1]))
        self.settle_store_digest()

    def settle_store_digest(self):
        (run,), = self.sql("SELECT max(run) FROM segments")
        whole = hashlib.sha256()
        for kind, name, digest in self.sql("SELECT kind, name, digest FROM segments WHERE run = ? AND kind != 'RECV'"
                                           " ORDER BY kind, name", run):
            whole.update(kind.encode() + b"\0" + name.encode() + b"\0" + digest)
        self.manifest(lambda manifest: manifest.update(store=whole.hexdigest()))

    def manifest(self, change):
        path = os.path.join(self.results, "manifest.json")
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
        change(manifest)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(manifest, file)
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        (summary,), = self.sql("SELECT summary FROM runs WHERE run = (SELECT max(run) FROM runs)")
        self.sql("UPDATE runs SET summary = ? WHERE run = (SELECT max(run) FROM runs)",
                 json.dumps(dict(json.loads(summary), results_sha256=digest)))

    def result(self, name, change):
        """@change edits the list of rows in place."""
        path = os.path.join(self.results, f"{name}.jsonl.zst")
        text = subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True).stdout
        rows = [json.loads(line) for line in text.splitlines()]
        change(rows)
        text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows).encode()
        frame = compress(text)
        table = struct.pack("<II", len(frame), len(text)) + struct.pack("<IBI", 1, 0, 0x8F92EAB1)
        self.write_result(name, frame + struct.pack("<II", 0x184D2A5E, len(table)) + table, len(rows))

    def write_result(self, name, data, rows=None):
        with open(os.path.join(self.results, f"{name}.jsonl.zst"), "wb") as file:
            file.write(data)

        def settle(manifest):
            entry = next(e for e in manifest["files"] if e["name"] == f"{name}.jsonl.zst")
            entry.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
            if rows is not None:
                entry.update(rows=rows)
        self.manifest(settle)

    def raw_result(self, name):
        with open(os.path.join(self.results, f"{name}.jsonl.zst"), "rb") as file:
            return file.read()

    def report(self, change):
        """The run's report, in run.json and in the database."""
        path = os.path.join(self.run_folder, "run.json")
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        change(report)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(report, file)
        self.sql("UPDATE runs SET summary = ? WHERE run = (SELECT max(run) FROM runs)", json.dumps(report))
