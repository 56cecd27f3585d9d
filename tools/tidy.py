#!/usr/bin/env python3
"""Runs clang-tidy over the project's own files, two at a time, and remembers which were clean.

usage: tidy.py BUILD_FOLDER CACHE_FOLDER

The key of a file is the hash of its preprocessed text, its checks and its flags: a change in any header that it sees runs it again.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = tuple(str(ROOT / folder) + "/" for folder in ("shared", "functions", "server", "cli", "client"))


def key_of(entry, checks):
    # The precompiled header is left out: its name holds the build folder, and everything in it is included by text as well.
    words, skip = [], 0
    for word in shlex.split(entry["command"]):
        if skip:
            skip -= 1
        elif word in ("-o", "-c"):
            skip = 1
        elif word == "ccache":
            continue
        else:
            words.append(word)
    command = words + ["-E", "-P", entry["file"]]
    text = subprocess.run(command, cwd=entry["directory"], capture_output=True, check=False)
    return hashlib.sha256(checks + text.stdout + " ".join(words).encode()).hexdigest()


def check(entry, build, cache, checks):
    marker = cache / key_of(entry, checks)
    if marker.exists():
        return 0, ""
    result = subprocess.run(
        ["clang-tidy-19", "--quiet", "-p", build, entry["file"]], capture_output=True, text=True, check=False
    )
    if result.returncode == 0:
        marker.touch()
    return result.returncode, result.stdout


def main():
    build, cache = sys.argv[1], pathlib.Path(sys.argv[2])
    cache.mkdir(parents=True, exist_ok=True)
    checks = (ROOT / ".clang-tidy").read_bytes()
    entries = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
    own = [entry for entry in entries if entry["file"].startswith(FOLDERS)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for code, output in pool.map(lambda entry: check(entry, build, cache, checks), own):
            if code:
                failed += 1
                print(output)
    print(f"{len(own)} files, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
