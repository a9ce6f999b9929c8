"""XChaCha20-Poly1305 (IETF form), in plain Python, from RFC 8439 and draft-irtf-cfrg-xchacha. About 1 MB/s."""
import struct

M32 = (1 << 32) - 1
SIGMA = struct.unpack("<4I", b"expand 32-byte k")
ROUND = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
         (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def permute(state):
    x = list(state)
    for _ in range(10):
        for a, b, c, d in ROUND:
            for one, two, bits in ((a, d, 16), (c, b, 12), (a, d, 8), (c, b, 7)):
                other = b if two == d else d
                x[one] = x[one] + x[other] & M32
                turned = x[two] ^ x[one]
                x[two] = (turned << bits | turned >> (32 - bits)) & M32
    return x


def hchacha20(key, nonce16):
    x = permute(SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I", nonce16))
    return struct.pack("<8I", *x[:4], *x[12:])


def chacha20_block(key, counter, nonce12):
    start = SIGMA + struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce12)
    return struct.pack("<16I", *(a + b & M32 for a, b in zip(permute(start), start)))


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        total = (total + int.from_bytes(message[at:at + 16] + b"\1", "little")) * r % ((1 << 130) - 5)
    return (total + int.from_bytes(key[16:], "little") & (1 << 128) - 1).to_bytes(16, "little")


def padded(data):
    return data + bytes(-len(data) % 16)


def decrypt(key, nonce, extra, sealed):
    """The bytes before the 16-byte tag, decrypted; None when the tag does not fit."""
    subkey, nonce12 = hchacha20(key, nonce[:16]), bytes(4) + nonce[16:]
    body, tag = sealed[:-16], sealed[-16:]
    covered = padded(extra) + padded(body) + struct.pack("<QQ", len(extra), len(body))
    if poly1305(chacha20_block(subkey, 0, nonce12)[:32], covered) != tag:
        return None
    stream = b"".join(chacha20_block(subkey, 1 + n, nonce12) for n in range((len(body) + 63) // 64))
    size = len(body)
    return (int.from_bytes(body, "little") ^ int.from_bytes(stream[:size], "little")).to_bytes(size, "little")
