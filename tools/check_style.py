#!/usr/bin/env python3
"""Checks what compilers do not: who includes whom, calls that a layer may not make, and sizes.

Prints one line a finding (file:line: what, why) and the measured sizes; exits with 1 when there is a finding.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("shared", "functions", "server", "cli", "client")

# Layer -> the layers whose headers it may include, beside its own.
MAY_INCLUDE = {
    "shared/base": (),
    "shared/model": ("shared/base",),
    "shared/catalog": ("shared/base", "shared/model"),
    "shared/definitions": ("shared/base", "shared/model"),
    "shared/api": ("shared/base", "shared/model", "shared/catalog"),
    "functions/kit": ("shared",),
    "functions/auth": ("shared", "functions/kit"),
    "functions/catalog": ("shared", "functions/kit"),
    "server": ("shared", "functions"),
    "cli": ("shared", "functions/kit", "functions/catalog"),
    "client/graph": ("shared",),
    "client/ui": ("shared/base", "client/platform"),
    "client/platform": ("shared/base", "client/net", "client/ui"),
    "client/net": ("shared", "client/platform"),
    "client/store": ("shared", "client/net", "client/platform", "client/graph"),
    "client/views": ("shared", "client/ui", "client/store", "client/graph"),
    "client/app": ("shared", "client"),
}

# Header -> the only files that may include it.
SINGLE_HOME = {
    r"<httplib\.h>": (r"functions/kit/http_server\w*\.cpp", "one place knows the HTTP library"),
    r"<curl/": (r"functions/kit/http_client\w*\.cpp", "one place knows the HTTP client library"),
    r"<spdlog/": (r"functions/kit/log\.cpp", "one place knows the log library"),
    r"[<\"]imgui": (r"client/(ui|platform)/.*", "views draw through client/ui"),
    r"<pqxx/": (r"functions/.*(store|postgres)\w*\.cpp", "the database stays behind stores"),
    r"<yaml\.h>": (r"shared/model/yaml\.cpp", "one place knows the YAML library"),
    r"<emscripten": (r"client/(platform|app)/.*", "only the platform knows the browser"),
}

# Pattern, the files it holds for, and what to do instead.
BANNED = (
    (r"\bstd::(jthread|thread|mutex|shared_mutex|condition_variable)\b", r"(shared|client)/", "no threads here: the browser has one"),
    (r"\bstd::(ifstream|ofstream|fstream)\b|\bfopen\(|\bstd::filesystem\b", r"(shared|client)/", "no files here: take the text as a parameter"),
    (r"\bgetenv\(", r"(shared|client|functions/(?!kit/))", "read the environment in functions/kit and pass the value"),
    (r"\b(system_clock|steady_clock)::now\(", r"(shared|client/(?!platform/))", "time is a parameter"),
    (r"\bthrow\b", r"(shared|client)/", "errors are values: Result<T>"),
    (r"#\s*if(def)?\s.*__EMSCRIPTEN__", r"(shared|functions|server|client/(?!platform/))", "only client/platform knows the target"),
    (r"\bsleep_for\(|\bsleep_until\(|\busleep\(", r"", "wait for a condition, not for time"),
    (r"\bprintf\(|\bstd::cout\b|\bstd::cerr\b", r"(shared|functions/(?!kit/)|server/|client/)", "log through functions/kit/log.hpp"),
    (r"\bassert\(false\)|\babort\(", r"", "return an Error"),
)

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 80


def sources():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                yield path, path.relative_to(ROOT).as_posix()


def layer_of(name):
    parts = name.split("/")
    return parts[0] if parts[0] in ("server", "cli") else "/".join(parts[:2])


def strip_comment(line):
    return re.sub(r"//.*", "", line)


def check_includes(name, number, line, findings):
    for pattern, (home, reason) in SINGLE_HOME.items():
        if re.search(r"#include\s+" + pattern, line) and not re.fullmatch(home, name):
            findings.append(f"{name}:{number}: {line.strip()} belongs into {home}: {reason}")
    match = re.match(r'#include\s+"((?:shared|functions|server|cli|client)/[^"]+)"', line)
    if not match:
        return
    own, other = layer_of(name), layer_of(match.group(1))
    allowed = MAY_INCLUDE.get(own)
    if allowed is None:
        findings.append(f"{name}:{number}: the layer {own} is not in the table of tools/check_style.py")
    elif other != own and not any(other == layer or other.startswith(layer + "/") for layer in allowed):
        findings.append(f"{name}:{number}: {own} may not include {other}")


def check_calls(name, number, line, findings):
    if name.endswith("_test.cpp"):
        return
    code = re.sub(r'"(\\.|[^"\\])*"', '""', strip_comment(line))
    for pattern, where, advice in BANNED:
        if re.match(where, name) and re.search(pattern, code):
            findings.append(f"{name}:{number}: {re.search(pattern, code).group(0)}: {advice}")


def function_lengths(lines):
    """Lengths of definitions, by braces: a line that opens a body and is not a type, namespace or initialiser."""
    lengths, depth, begun, start_depth = [], 0, None, 0
    for number, line in enumerate(lines, 1):
        code = re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])\'', "", strip_comment(line))
        opens = code.rstrip().endswith("{")
        is_function = opens and ")" in code and not re.match(r"\s*(namespace|class|struct|enum|if|for|while|switch|else|do|return)\b", code)
        if begun is None and is_function:
            begun, start_depth = number, depth
        depth += code.count("{") - code.count("}")
        if begun is not None and depth <= start_depth:
            lengths.append((number - begun + 1, begun))
            begun = None
    return lengths


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0


def main():
    findings, file_lengths, all_functions = [], [], []
    for path, name in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            check_includes(name, number, line, findings)
            check_calls(name, number, line, findings)
        if name.endswith("_test.cpp"):
            continue
        file_lengths.append(len(lines))
        if len(lines) > MAX_FILE_LINES:
            findings.append(f"{name}:1: {len(lines)} lines, at most {MAX_FILE_LINES}: divide it")
        for length, begun in function_lengths(lines):
            all_functions.append(length)
            if length > MAX_FUNCTION_LINES:
                findings.append(f"{name}:{begun}: a function of {length} lines, at most {MAX_FUNCTION_LINES}: divide it")
    for finding in findings:
        print(finding)
    print(
        f"{len(file_lengths)} files, {sum(file_lengths)} lines; file median {percentile(file_lengths, 0.5)}, p90 {percentile(file_lengths, 0.9)}; "
        f"function median {percentile(all_functions, 0.5)}, p90 {percentile(all_functions, 0.9)}, longest {max(all_functions, default=0)}"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
