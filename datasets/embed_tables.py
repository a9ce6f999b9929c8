#!/usr/bin/env python3
"""Writes a C file that holds the given CSV files as bytes, so that the generator is one file that runs
anywhere and its output depends on nothing but its options.

usage: embed_tables.py OUTPUT.c INPUT.csv...
       embed_tables.py --for HEADER.h SYMBOL OUTPUT.c INPUT.csv    one table alone: SYMBOL, SYMBOL_bytes and
                                                              SYMBOL_version, which HEADER.h declares
"""
import hashlib
import pathlib
import sys


def embed_one(header, symbol, output, path):
    content = pathlib.Path(path).read_bytes()
    pathlib.Path(output).write_text(
        f"/* Made by datasets/embed_tables.py from datasets/reference: do not edit. */\n"
        f'#include "{header}"\n'
        f"const guint8 {symbol}[] = {{{','.join(str(byte) for byte in content)}}};\n"
        f"const gsize {symbol}_bytes = sizeof {symbol};\n"
        f'const char {symbol}_version[] = "{hashlib.sha256(content).hexdigest()[:16]}";\n', encoding="utf-8")


def main():
    if sys.argv[1] == "--for":
        embed_one(*sys.argv[2:])
        return
    output, inputs = pathlib.Path(sys.argv[1]), [pathlib.Path(name) for name in sys.argv[2:]]
    parts = ["/* Made by datasets/embed_tables.py from datasets/reference: do not edit. */\n"
             '#include "datasets/reference_tables.h"\n']
    rows = []
    for path in inputs:
        content = path.read_bytes()
        numbers = ",".join(str(byte) for byte in content)
        name = f"profile_{path.stem}" if path.parent.name == "profiles" else path.stem
        symbol = "table_" + name.replace("-", "_")
        parts.append(f"static const guint8 {symbol}[{len(content)}] = {{{numbers}}};\n")
        rows.append(f'    {{ "{name}", {symbol}, sizeof {symbol} }},\n')
    parts.append("const HnReferenceTable hn_reference_tables[] = {\n" + "".join(rows) + "};\n"
                 "const gsize hn_reference_tables_count = G_N_ELEMENTS(hn_reference_tables);\n")
    output.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
