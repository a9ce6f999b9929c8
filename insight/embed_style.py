#!/usr/bin/env python3
"""Writes a C file that holds the report's style sheet, without its comments and blanks that mean nothing.

usage: embed_style.py INPUT.css OUTPUT.c
"""
import pathlib
import re
import sys


def squeeze(css):
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return re.sub(r":\s+", ":", css).replace("}", "}\n").strip() + "\n"


def main():
    css = squeeze(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    numbers = ",".join(str(byte) for byte in css.encode())
    pathlib.Path(sys.argv[2]).write_text(
        "/* Made by insight/embed_style.py from insight/report.css: do not edit. */\n"
        f'#include "insight/report_style.h"\nconst char hn_report_style[] = {{{numbers},0}};\n', encoding="utf-8")


if __name__ == "__main__":
    main()
