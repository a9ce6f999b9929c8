"""XXH3-64 and XXH3-128 with a seed, in plain Python, from the algorithm's description (Collet, xxHash 0.8).

About 10 MB/s. The 128-bit form is written for inputs above 16 bytes only: no block of a sealed file is shorter.
"""
import struct

M32, M64 = (1 << 32) - 1, (1 << 64) - 1
P32_1, P32_2, P32_3 = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
P64_1, P64_2, P64_3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
P64_4, P64_5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5
SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f74324"
    "8ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343ff9dcbbc7c70b"
    "4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b16be587d"
    "47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e")
STRIPES_PER_BLOCK = (len(SECRET) - 64) // 8


def r32(data, at):
    return struct.unpack_from("<I", data, at)[0]


def r64(data, at):
    return struct.unpack_from("<Q", data, at)[0]


def swap64(value):
    return int.from_bytes(value.to_bytes(8, "little"), "big")


def rotl64(value, bits):
    return (value << bits | value >> (64 - bits)) & M64


def fold(a, b):
    product = a * b
    return (product ^ product >> 64) & M64


def avalanche(h):
    h = (h ^ h >> 37) * 0x165667919E3779F9 & M64
    return h ^ h >> 32


def avalanche_xxh64(h):
    h = (h ^ h >> 33) * P64_2 & M64
    h = (h ^ h >> 29) * P64_3 & M64
    return h ^ h >> 32


def mix16(data, at, secret, where, seed):
    return fold(r64(data, at) ^ (r64(secret, where) + seed & M64),
                r64(data, at + 8) ^ (r64(secret, where + 8) - seed & M64))


def long_accumulators(data, secret):
    """The eight accumulators after all stripes of an input above 240 bytes."""
    keys = [struct.unpack_from("<8Q", secret, 8 * n) for n in range(STRIPES_PER_BLOCK)]
    scramble = struct.unpack_from("<8Q", secret, len(secret) - 64)
    acc = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1]
    n_stripes = (len(data) - 1) // 64
    for stripe in range(n_stripes):
        words = struct.unpack_from("<8Q", data, 64 * stripe)
        key = keys[stripe % STRIPES_PER_BLOCK]
        for i in range(8):
            mixed = words[i] ^ key[i]
            acc[i ^ 1] += words[i]
            acc[i] += (mixed & M32) * (mixed >> 32)
        if stripe % STRIPES_PER_BLOCK == STRIPES_PER_BLOCK - 1:
            for i in range(8):
                value = acc[i] & M64
                acc[i] = ((value ^ value >> 47) ^ scramble[i]) * P32_1 & M64
    words = struct.unpack_from("<8Q", data, len(data) - 64)
    key = struct.unpack_from("<8Q", secret, len(secret) - 64 - 7)
    for i in range(8):
        mixed = words[i] ^ key[i]
        acc[i ^ 1] += words[i]
        acc[i] += (mixed & M32) * (mixed >> 32)
    return [value & M64 for value in acc]


def merge(acc, secret, where, start):
    for i in range(4):
        start += fold(acc[2 * i] ^ r64(secret, where + 16 * i), acc[2 * i + 1] ^ r64(secret, where + 16 * i + 8))
    return avalanche(start & M64)


def seeded_secret(seed):
    words = struct.unpack("<24Q", SECRET)
    return struct.pack("<24Q", *((w - seed if i & 1 else w + seed) & M64 for i, w in enumerate(words)))


def short64(data, seed):
    n, s = len(data), SECRET
    if n == 0:
        return avalanche_xxh64(seed ^ r64(s, 56) ^ r64(s, 64))
    if n <= 3:
        combined = data[0] << 16 | data[n >> 1] << 24 | data[-1] | n << 8
        return avalanche_xxh64(combined ^ ((r32(s, 0) ^ r32(s, 4)) + seed & M64))
    if n <= 8:
        seed ^= int.from_bytes((seed & M32).to_bytes(4, "little"), "big") << 32
        h = (r32(data, n - 4) + (r32(data, 0) << 32)) ^ ((r64(s, 8) ^ r64(s, 16)) - seed & M64)
        h ^= rotl64(h, 49) ^ rotl64(h, 24)
        h = h * 0x9FB21C651E98DF25 & M64
        h = (h ^ (h >> 35) + n) * 0x9FB21C651E98DF25 & M64
        return h ^ h >> 28
    low = r64(data, 0) ^ ((r64(s, 24) ^ r64(s, 32)) + seed & M64)
    high = r64(data, n - 8) ^ ((r64(s, 40) ^ r64(s, 48)) - seed & M64)
    return avalanche(n + swap64(low) + high + fold(low, high) & M64)


def xxh3_64(data, seed=0):
    n = len(data)
    if n <= 16:
        return short64(data, seed)
    if n > 240:
        secret = seeded_secret(seed)
        return merge(long_accumulators(data, secret), secret, 11, n * P64_1 & M64)
    acc = n * P64_1
    if n <= 128:
        for i in range((n - 1) // 32 + 1):
            acc += mix16(data, 16 * i, SECRET, 32 * i, seed) + mix16(data, n - 16 * i - 16, SECRET, 32 * i + 16, seed)
        return avalanche(acc & M64)
    for i in range(8):
        acc += mix16(data, 16 * i, SECRET, 16 * i, seed)
    acc = avalanche(acc & M64)
    for i in range(8, n // 16):
        acc += mix16(data, 16 * i, SECRET, 16 * (i - 8) + 3, seed)
    return avalanche(acc + mix16(data, n - 16, SECRET, 136 - 17, seed) & M64)


def mix32(acc, data, first, second, where, seed):
    low, high = acc
    low = low + mix16(data, first, SECRET, where, seed) & M64
    low ^= r64(data, second) + r64(data, second + 8) & M64
    high = high + mix16(data, second, SECRET, where + 16, seed) & M64
    high ^= r64(data, first) + r64(data, first + 8) & M64
    return low, high


def xxh3_128(data, seed=0):
    """16 bytes in the canonical (big-endian) form."""
    n = len(data)
    assert n > 16, "not written for short inputs"
    if n > 240:
        secret = seeded_secret(seed)
        acc = long_accumulators(data, secret)
        low = merge(acc, secret, 11, n * P64_1 & M64)
        high = merge(acc, secret, len(secret) - 64 - 11, ~(n * P64_2) & M64)
        return struct.pack(">QQ", high, low)
    acc = (n * P64_1 & M64, 0)
    if n <= 128:
        for i in reversed(range((n - 1) // 32 + 1)):
            acc = mix32(acc, data, 16 * i, n - 16 * i - 16, 32 * i, seed)
    else:
        for i in range(4):
            acc = mix32(acc, data, 32 * i, 32 * i + 16, 32 * i, seed)
        acc = (avalanche(acc[0]), avalanche(acc[1]))
        for i in range(4, n // 32):
            acc = mix32(acc, data, 32 * i, 32 * i + 16, 3 + 32 * (i - 4), seed)
        acc = mix32(acc, data, n - 16, n - 32, 136 - 17 - 16, -seed & M64)
    low = avalanche(acc[0] + acc[1] & M64)
    high = -avalanche(acc[0] * P64_1 + acc[1] * P64_4 + (n - seed) * P64_2 & M64) & M64
    return struct.pack(">QQ", high, low)
