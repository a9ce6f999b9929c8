"""A sealed file taken apart as docs/formats.md says, every byte of it accounted for."""
import hashlib
import struct

import seal_cipher
import zstd_frames
from xxh3 import xxh3_64, xxh3_128

MAGIC = b"\x89HNS\r\n\x1a\n"
HEADER, BLOCK_HEADER, ENTRY, FOOTER = 64, 24, 56, 72
BLOCK_MAX = 1 << 20
XXH3_WHOLE_BYTES = 48 << 20  # beyond, every 16th block's XXH3 is computed; SHA-256 of the content always


class Damaged(Exception):
    """What is wrong with a file, in a sentence."""


def need(condition, message):
    if not condition:
        raise Damaged(message)


class Block:
    def __init__(self, offset, content_bytes, stored_bytes, checksum, digest):
        self.offset, self.content_bytes, self.stored_bytes = offset, content_bytes, stored_bytes
        self.checksum, self.digest = checksum, digest


class SealedFile:
    """Header, index and footer are checked on opening, blocks by contents()."""

    def __init__(self, path, key=None, kind=None):
        self.path, self.key = path, key
        with open(path, "rb") as file:
            self.data = file.read()
        self.n_unsampled = 0
        self.read_header(kind)
        self.read_footer()
        self.read_index()

    def read_header(self, kind):
        data = self.data
        need(len(data) >= HEADER + FOOTER, "shorter than a header and a footer")
        need(data[:8] == MAGIC, "the magic is wrong")
        version, flags, self.kind, zero = struct.unpack_from("<II4sI", data, 8)
        need(struct.unpack_from("<Q", data, 56)[0] == xxh3_64(data[:56]), "the header's checksum is wrong")
        need(version == 1, f"version {version}, known is 1")
        need(flags in (0, 1) and zero == 0, "reserved bits are set")
        self.kind = self.kind.decode("ascii", "replace")
        need(kind is None or self.kind == kind, f"it is of kind {self.kind}, not {kind}")
        self.sealed, self.file_id, key_id = flags == 1, data[24:40], data[40:56]
        need(self.sealed == (self.key is not None), "sealed without a key" if self.sealed else "not sealed")
        expected = hashlib.blake2b(self.key, digest_size=16).digest() if self.sealed else bytes(16)
        need(key_id == expected, "the key id is wrong")

    def read_footer(self):
        data = self.data
        self.n_blocks, self.content_bytes, index_bytes, file_bytes = struct.unpack_from("<4Q", data, len(data) - FOOTER)
        need(data[-8:] == b"HNSEALED", "the footer's magic is wrong")
        need(file_bytes == len(data), "the footer states another length")
        need(index_bytes == self.n_blocks * ENTRY + (16 if self.sealed else 0), "the index has another size")
        self.index_at = len(data) - FOOTER - index_bytes
        need(self.index_at >= HEADER, "the index does not fit")
        covered = data[:HEADER] + data[self.index_at:len(data) - FOOTER + 32]
        need(hashlib.sha256(covered).digest() == data[-40:-8], "SHA-256 over header, index and footer is wrong")

    def opened(self, number, extent, part):
        """A sealed part decrypted, any other as it is."""
        if not self.sealed:
            return part
        place = struct.pack("<Q", number)
        plain = seal_cipher.decrypt(self.key, self.file_id + place,
                                    self.data[:HEADER] + place + struct.pack("<Q", extent), part)
        need(plain is not None, "a seal is broken")
        return plain

    def read_index(self):
        index = self.opened((1 << 64) - 1, self.n_blocks, self.data[self.index_at:-FOOTER])
        self.blocks, at = [], HEADER
        for n in range(self.n_blocks):
            checksum, content, stored, digest = struct.unpack_from("<16sII32s", index, ENTRY * n)
            need(1 <= content <= BLOCK_MAX, f"block {n} states {content} bytes of content")
            self.blocks.append(Block(at, content, stored, checksum, digest))
            at += BLOCK_HEADER + stored
        need(at == self.index_at, "the blocks do not tile the file")
        need(sum(b.content_bytes for b in self.blocks) == self.content_bytes, "content bytes do not add up")

    def frames(self):
        """Every block's zstd frame, checksums checked."""
        step = 16 if len(self.data) > XXH3_WHOLE_BYTES else 1
        frames = []
        for n, block in enumerate(self.blocks):
            raw = self.data[block.offset:block.offset + BLOCK_HEADER + block.stored_bytes]
            need(raw[:BLOCK_HEADER] == block.checksum + struct.pack("<II", block.content_bytes, block.stored_bytes),
                 f"block {n}: its header and the index disagree")
            if n % step == 0:
                seed = xxh3_64(self.file_id + struct.pack("<Q", n))
                need(xxh3_128(raw[16:], seed) == block.checksum, f"block {n}: XXH3-128 is wrong")
            else:
                self.n_unsampled += 1
            stored = self.opened(n, block.stored_bytes << 32 | block.content_bytes, raw[BLOCK_HEADER:])
            try:
                frame = zstd_frames.read_frame(stored, 0)
            except (ValueError, IndexError) as problem:
                raise Damaged(f"block {n}: {problem}") from problem
            need(frame.size == len(stored), f"block {n}: something follows its frame")
            need(frame.content == block.content_bytes, f"block {n}: the frame states another size")
            need(frame.dictionary == 0, f"block {n}: the frame asks for a dictionary")
            frames.append(stored)
        return frames

    def contents(self):
        """Content of every block, digests checked."""
        try:
            whole = zstd_frames.decompress(b"".join(self.frames()))
        except ValueError as problem:
            raise Damaged(str(problem)) from problem
        need(len(whole) == self.content_bytes, "the content has another length")
        contents, at = [], 0
        for n, block in enumerate(self.blocks):
            content = whole[at:at + block.content_bytes]
            need(hashlib.sha256(content).digest() == block.digest, f"block {n}: SHA-256 of its content is wrong")
            contents.append(content)
            at += block.content_bytes
        return contents

    def digest(self):
        """The digest of the content, as a manifest keeps it."""
        whole = hashlib.sha256(b"hopnhat sealed content 1\0" + self.kind.encode() + struct.pack("<Q", self.n_blocks))
        for block in self.blocks:
            whole.update(struct.pack("<Q", block.content_bytes) + block.digest)
        return whole.digest()
