"""Hostile input through `hopnhat read`: verdicts as the sets expect, nothing lost, memory flat, no crash under sanitizers."""
import json
import subprocess
import tempfile
from pathlib import Path

from acceptance_lib import badinput_cases, badinput_link, process_tree
from acceptance_lib.limits import Figure

CASE_SECONDS = 60
SANITIZER_WORDS = ("AddressSanitizer", "LeakSanitizer", "runtime error:")
MIB = 1 << 20
BIG_LINE_BYTES, QUICK_LINE_BYTES = 1 << 30, 64 * MIB
BOMB_BYTES, QUICK_BOMB_BYTES = 8 << 30, 256 * MIB
BIG_SECONDS = 300


class Read:
    """One call of `hopnhat read`, its verdict, and what it cost."""

    def __init__(self, program, path, form, encoding="utf-8"):
        with tempfile.TemporaryDirectory() as scratch:
            quarantine = Path(scratch) / "q.jsonl"
            out_path, err_path = Path(scratch) / "out", Path(scratch) / "err"
            command = [str(program), "read", str(path), "--format", form, "--encoding", encoding,
                       "--quarantine", str(quarantine)]
            with open(out_path, "wb") as out, open(err_path, "wb") as err:
                cost = run_limited(command, Path(scratch) / "cost", out, err)
            self.code, self.seconds, self.peak_bytes = cost["code"], cost["seconds"], cost["peak_bytes"]
            self.err = err_path.read_bytes()[-20000:].decode("utf-8", "replace")
            self.out = out_path.read_bytes() if out_path.stat().st_size < 64 * MIB else b""
            self.quarantined = read_lines(quarantine.read_bytes()) if quarantine.exists() else []

    @property
    def records(self):
        return read_lines(self.out)

    @property
    def refused(self):
        """The whole file (exit 1), or at least one record of it."""
        return self.code == 1 or bool(self.quarantined)

    @property
    def crashed(self):
        return self.code is None or self.code < 0 or self.code > 2 or any(w in self.err for w in SANITIZER_WORDS)


def run_limited(command, report, out, err):
    """What the command cost; code None when it hung."""
    process = subprocess.Popen(process_tree.launcher(report, command), stdin=subprocess.DEVNULL, stdout=out, stderr=err)
    try:
        process.wait(BIG_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()
        return dict(json.loads(report.read_text(encoding="ascii")), code=None)
    return json.loads(report.read_text(encoding="ascii"))


def read_lines(data):
    return [json.loads(line) for line in data.decode("utf-8", "surrogatepass").split("\n") if line]


def run_cases(context, program, cases):
    """(wrong, lost, crashes): names of cases by what went wrong."""
    wrong, lost, crashes = [], [], []
    scratch = context.work("cases")
    for n, case in enumerate(cases):
        path = case.path
        if path is None:
            path = scratch / f"case-{n}.{case.form.split('-')[0]}"
            path.write_bytes(case.data)
        read = Read(program, path, case.form)
        if read.crashed:
            crashes.append(case.name)
        try:
            problem = case.judge(read, lambda: Read(program, path, case.form))
        except (ValueError, KeyError, TypeError) as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            (wrong if case.judged else lost).append(f"{case.name}: {problem}")
    return wrong, lost, crashes


def write_big_line(path, n_bytes):
    with open(path, "wb") as out:
        out.write(b"record_id,name\n1,")
        block = b"a" * MIB
        for _ in range(n_bytes // MIB):
            out.write(block)


def write_bomb(path, n_bytes):
    """A few hundred kilobytes that unpack to @n_bytes on one line."""
    with open(path, "wb") as out, subprocess.Popen(["zstd", "-q", "-19", "-c"], stdin=subprocess.PIPE, stdout=out) as zstd:
        block = b"\0" * MIB
        for _ in range(n_bytes // MIB):
            zstd.stdin.write(block)
        zstd.stdin.close()


def write_truncated(path, source):
    packed = subprocess.run(["zstd", "-q", "-c", source], capture_output=True, check=True).stdout
    path.write_bytes(packed[:len(packed) * 2 // 3])


def big_files(context, program):
    """(silent or crashed, MiB beyond a small file's memory, crashes, note)"""
    folder = context.work("big")
    small = folder / "small.csv"
    small.write_bytes(b"record_id,name\n" + b"".join(b"%d,an\n" % n for n in range(20000)))
    base = Read(program, small, "csv")
    if base.code != 0 or len(base.records) != 20000:
        raise RuntimeError(f"a plain file is read with exit {base.code}: {base.err.strip()[-200:]}")
    paths = {"line": folder / "line.csv", "bomb": folder / "bomb.csv.zst", "truncated": folder / "cut.csv.zst"}
    write_big_line(paths["line"], QUICK_LINE_BYTES if context.quick else BIG_LINE_BYTES)
    write_bomb(paths["bomb"], QUICK_BOMB_BYTES if context.quick else BOMB_BYTES)
    write_truncated(paths["truncated"], small)
    bad, worst, notes = 0, 0.0, []
    for name, path in paths.items():
        read = Read(program, path, "csv")
        silent = not read.refused or (name == "truncated" and read.code != 1)
        bad += read.crashed or silent
        worst = max(worst, (read.peak_bytes - base.peak_bytes) / MIB)
        notes.append(f"{name}: exit {read.code}, {read.seconds:.1f} s, {read.peak_bytes / MIB:.0f} MiB")
        path.unlink()
    return bad, max(worst, 0.0), ", ".join(notes) + f"; small file {base.peak_bytes / MIB:.0f} MiB"


def some(names):
    return f"{'; '.join(names[:5])}{' ...' if len(names) > 5 else ''}"


def measure(context):
    program = context.program()
    cases = badinput_cases.load(context)
    context.sizes["badinput"] = len(cases)
    wrong, lost, crashes = run_cases(context, program, cases)
    linked, n_linked = badinput_link.measure(context)
    wrong += linked
    n_judged = sum(case.judged for case in cases) + n_linked
    yield Figure("9.verdicts", len(wrong), f"of {n_judged}. {some(wrong)}")
    yield Figure("9.read", len(lost), f"of {len(cases) - n_judged}. {some(lost)}")
    bad, beyond, note = big_files(context, program)
    yield Figure("9.big", bad, note)
    yield Figure("9.memory", round(beyond, 1), "peak beyond that of a small file")
    sanitized = context.root / "build-asan" / "hopnhat"
    if not sanitized.exists():
        yield Figure("9.crashes", None if not crashes else len(crashes), "build-asan/hopnhat is not built: scripts/test unit")
        return
    _, _, more = run_cases(context, sanitized, cases)
    yield Figure("9.crashes", len(crashes) + len(more), f"{2 * len(cases)} reads. {some(crashes + more)}")
