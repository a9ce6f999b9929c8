"""The driver against small fakes: each verdict, each way a row can fail, and the exit codes."""
import contextlib
import io
import sys
import tempfile
import types
from pathlib import Path

from acceptance_lib import driver, quality_selftest, vietnam_selftest
from acceptance_lib import limits as limits_file
from acceptance_lib.context import ROOT, Context, NotMeasured
from acceptance_lib.limits import Figure, Limit


def fake(name, number, measure):
    module = types.ModuleType(f"acceptance_lib.{name}_row{number:02d}")
    module.measure = measure
    module.__spec__ = types.SimpleNamespace(name=module.__name__)
    sys.modules[module.__name__] = module


def broken(_context):
    yield Figure("2.a", 1.0)
    raise ValueError("broken on purpose")


def absent(_context):
    raise NotMeasured("no such machine")


def verdicts(limits, quick=False):
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()) as printed, \
            contextlib.redirect_stderr(io.StringIO()):
        judged = driver.measure(Context("fake", quick, 1, ROOT / "build", Path(out)), limits, [])
    return {row["row"]: (row["verdict"], row["held"]) for row in judged}, printed.getvalue()


def main():
    fake("fake", 1, lambda context: [Figure("1.a", 0.9091), Figure("1.b", 0.80), Figure("1.c", 0.95)])
    fake("fake", 2, broken)
    fake("fake", 3, absent)
    fake("fake", 4, lambda context: [Figure("4.a", None, "linker/pipeline.c")])
    limits = [Limit("fake", row, "w", floor, aim, may) for row, floor, aim, may in (
        ("1.a", ">=.909", ">=.94", ""), ("1.b", ">=.909", ">=.94", ""), ("1.c", ">=.909", ">=.94", ""),
        ("2.a", "=1", "=1", ""), ("2.b", "=0", "=0", ""), ("3.a", "=0", "=0", "not-measured"),
        ("3.b", "=0", "=0", ""), ("4.a", "look", "look", "look"), ("5.a", "<=10", "<=10", ""))]
    seen, _ = verdicts(limits)
    wanted = {"1.a": ("holds, 0.0", True), "1.b": ("short by 0.1", False), "1.c": ("holds", True),
              "2.a": ("holds", True), "2.b": ("not measured: ValueError", False),
              "3.a": ("not measured: no such machine", True), "3.b": ("not measured: no such", False),
              "4.a": ("look: linker/pipeline.c", True), "5.a": ("not measured: no module", False)}
    for row, (words, held) in wanted.items():
        assert seen[row][0].startswith(words) and seen[row][1] is held, (row, seen[row], words)
    assert seen["1.c"][0] == "holds", seen["1.c"]
    quick, printed = verdicts(limits, quick=True)
    assert not any("holds" in verdict for verdict, _ in quick.values()), quick
    assert all(line.startswith("quick ") for line in printed.splitlines()), printed
    assert not quick["1.a"][1] and not quick["3.a"][1], quick
    for limit in limits_file.read(ROOT / "scripts" / "limits.tsv"):
        if limit.may != "look":
            limits_file.parse(limit.floor), limits_file.parse(limit.aim)
    quality_selftest.main()
    vietnam_selftest.main()
    print("acceptance self-test: as expected", file=sys.stderr)
    return 0
