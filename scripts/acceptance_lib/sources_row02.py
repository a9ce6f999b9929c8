"""Reading and writing PostgreSQL against the server's own COPY and psql's statements, in turns, in one program each.

The programs are bench/read_postgresql.c and bench/write_postgresql.c: medians of five, the ways alternating.
"""
import re
import subprocess

from acceptance_lib.limits import Figure


def built(context, name):
    """The bench programs are not part of the build."""
    path = context.build / "bench" / f"bench_{name}"
    subprocess.run(["ninja", "-C", str(context.build), f"bench/bench_{name}"], check=True, capture_output=True)
    return path


def share(text, pattern):
    return float(re.search(pattern, text).group(1)) / 100


def measure(context):
    servers = context.root / "tests" / "servers" / "postgresql.sh"
    few, many = (20000, 100000) if context.quick else (100000, 10000000)
    rows = 50000 if context.quick else 1000000
    reading, writing = built(context, "read_postgresql"), built(context, "write_postgresql")
    read = context.run(servers, reading, rows).demand().out
    ways = re.findall(r"the reader has ([\d.]+) % of the server's speed", read)
    yield Figure("2.reading", float(ways[0]) / 100,
                 f"{rows:,} rows by socket; by TCP {ways[1]} %, with TLS {ways[2]} %; medians of 5, alternating")
    wrote = context.run(servers, writing, rows).demand().out
    binary = share(wrote, r", ([\d.]+) % with the binary")
    yield Figure("2.staging", share(wrote, r"hopnhat has ([\d.]+) % of psql's speed with text"),
                 f"against COPY FROM of the same rows as text; in the binary form {binary:.2f}")
    whole = [float(one) / 100 for one in re.findall(r"hopnhat has ([\d.]+) % of psql's speed$", wrote, re.M)]
    yield Figure("2.applying", min(whole),
                 f"staging and applying against the same staging and upsert by psql: empty table {whole[0]:.2f}, a tenth differs {whole[1]:.2f}")
    peaks = [float(re.search(r"peak memory ([\d.]+) MB", context.run(servers, reading, n).demand().out).group(1)) for n in (few, many)]
    yield Figure("2.memory", peaks[1] / peaks[0], f"{peaks[0]} MB at {few:,} rows, {peaks[1]} MB at {many:,}")
