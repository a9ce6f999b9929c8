"""zstd streams: where each frame begins and ends (RFC 8878), and their content.

Content comes from libzstd where this machine has it: a state folder has a dozen segments, and a process for each of
them takes longer than all that is done with them. Else from the `zstd` program, which says the same.
"""
import ctypes
import struct
import subprocess

MAGIC, SKIPPABLE, SEEKABLE = 0xFD2FB528, 0x184D2A5E, 0x8F92EAB1
WINDOW_LOG_MAX, WINDOW_LOG = 100, 31  # ZSTD_d_windowLogMax, and the program's --memory=2048MB


class Span(ctypes.Structure):
    """ZSTD_inBuffer and ZSTD_outBuffer."""
    _fields_ = (("start", ctypes.c_char_p), ("size", ctypes.c_size_t), ("at", ctypes.c_size_t))


def find_library():
    try:
        library = ctypes.CDLL("libzstd.so.1")
    except OSError:
        return None
    for name, result, arguments in (
            ("createDCtx", ctypes.c_void_p, ()), ("freeDCtx", ctypes.c_size_t, (ctypes.c_void_p,)),
            ("DCtx_setParameter", ctypes.c_size_t, (ctypes.c_void_p, ctypes.c_int, ctypes.c_int)),
            ("decompressStream", ctypes.c_size_t, (ctypes.c_void_p, ctypes.POINTER(Span), ctypes.POINTER(Span))),
            ("isError", ctypes.c_uint, (ctypes.c_size_t,)), ("getErrorName", ctypes.c_char_p, (ctypes.c_size_t,))):
        function = getattr(library, "ZSTD_" + name)
        function.restype, function.argtypes = result, arguments
    return library


LIBRARY = find_library()


class Frame:
    def __init__(self, start, size, content, has_checksum, dictionary):
        self.start, self.size, self.content = start, size, content
        self.has_checksum, self.dictionary = has_checksum, dictionary


def read_frame(data, start):
    """The frame that begins at @start: ValueError when there is none."""
    if len(data) < start + 6 or struct.unpack_from("<I", data, start)[0] != MAGIC:
        raise ValueError("no zstd frame begins here")
    descriptor, at = data[start + 4], start + 5
    single = descriptor >> 5 & 1
    at += 0 if single else 1
    dictionary_bytes = (0, 1, 2, 4)[descriptor & 3]
    dictionary = int.from_bytes(data[at:at + dictionary_bytes], "little")
    at += dictionary_bytes
    field = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    content = int.from_bytes(data[at:at + field], "little") + (256 if field == 2 else 0) if field else None
    at += field
    while True:
        if at + 3 > len(data):
            raise ValueError("a zstd frame is cut")
        block = int.from_bytes(data[at:at + 3], "little")
        at += 3 + (1 if block >> 1 & 3 == 1 else block >> 3)
        if block & 1:
            break
    at += 4 if descriptor >> 2 & 1 else 0
    if at > len(data):
        raise ValueError("a zstd frame is cut")
    return Frame(start, at - start, content, bool(descriptor >> 2 & 1), dictionary)


def seekable_frames(data):
    """Frames of a file that ends in a seek table; what is wrong with it as ValueError."""
    if len(data) < 17 or struct.unpack_from("<I", data, len(data) - 4)[0] != SEEKABLE:
        raise ValueError("no seek table ends the file")
    count, flags = struct.unpack_from("<IB", data, len(data) - 9)
    start = len(data) - 17 - 8 * count
    if flags != 0 or start < 0 or struct.unpack_from("<II", data, start) != (SKIPPABLE, 8 * count + 9):
        raise ValueError("the seek table's own frame is wrong")
    frames, at = [], 0
    for n in range(count):
        stored, content = struct.unpack_from("<II", data, start + 8 + 8 * n)
        frame = read_frame(data, at)
        if frame.size != stored or frame.content != content:
            raise ValueError(f"the seek table is wrong about frame {n}")
        if not frame.has_checksum:
            raise ValueError(f"frame {n} has no checksum")
        frames.append(frame)
        at += stored
    if at != start:
        raise ValueError("the seek table does not name every frame")
    return frames


def stream(context, data):
    """Content of all frames, piece by piece."""
    source, space = Span(data, len(data), 0), ctypes.create_string_buffer(1 << 17)
    target = Span(ctypes.cast(space, ctypes.c_char_p), len(space), 0)
    wanted, is_full = 0, False
    while source.at < source.size or is_full and wanted != 0:
        target.at = 0
        wanted = LIBRARY.ZSTD_decompressStream(context, ctypes.byref(target), ctypes.byref(source))
        if LIBRARY.ZSTD_isError(wanted):
            raise ValueError("zstd refuses it: " + LIBRARY.ZSTD_getErrorName(wanted).decode())
        is_full = target.at == target.size
        yield space.raw[:target.at]
    if wanted != 0:
        raise ValueError("zstd refuses it: it ends within a frame")


def decompress_by_program(data):
    done = subprocess.run(["zstd", "-dcq", "--memory=2048MB"], input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise ValueError("zstd refuses it: " + done.stderr.decode("utf-8", "replace").strip()[-200:])
    return done.stdout


def decompress(data):
    """Content of all frames; ValueError when one is damaged."""
    data = bytes(data)
    if not data:
        return b""
    if LIBRARY is None:
        return decompress_by_program(data)
    context = LIBRARY.ZSTD_createDCtx()
    try:
        LIBRARY.ZSTD_DCtx_setParameter(context, WINDOW_LOG_MAX, WINDOW_LOG)
        return b"".join(stream(context, data))
    finally:
        LIBRARY.ZSTD_freeDCtx(context)
