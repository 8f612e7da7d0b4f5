# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Builds and runs the fuzzers: run.py [NAME [SECONDS]].

tests/fuzz/fuzz-NAME.c holds LLVMFuzzerTestOneInput().  It is linked with agent/core,
agent/reader, keys/base and what SOURCES names compiled once more, with instrumentation,
because a fuzzer sees only code that was compiled for it.  Inputs that matter are kept in corpus/NAME; what the
fuzzer finds on its own goes to build-fuzz/.
"""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build-fuzz"
HERE = ROOT / "tests/fuzz"
FOLDERS = ("keys/base", "agent/core", "agent/reader")
# Of a folder that needs more than these to link, the parts that read what comes from outside.
SOURCES = ("keys/hemo-asn1-time.c", "keys/hemo-certificate.c", "keys/hemo-certificate-check.c",
           "keys/hemo-certificate-judge.c", "keys/hemo-certificate-list.c",
           "keys/hemo-certificate-names.c", "keys/hemo-identity.c", "keys/hemo-key.c",
           "keys/hemo-pkcs12.c", "keys/hemo-public-key.c", "keys/hemo-revocation.c",
           "keys/hemo-smime-abilities.c", "keys/hemo-smime-verify.c",
           "keys/hemo-dns-cert.c", "keys/hemo-smimea.c", "keys/hemo-wkd.c",
           "clientplugin/thunderbird/host/hemo-native-json.c",
           "clientplugin/thunderbird/host/hemo-native-value.c")
LEFT_OUT = ("hemo-wipe-heap.c",)  # a heap of its own; the sanitizer brings another
HEADERS = ("keys", "agent/ipc", "clientplugin/thunderbird/host")
PACKAGES = ("glib-2.0", "gobject-2.0", "gio-2.0", "libcrypto", "libidn2", "libpsl",
            "gmime-3.0", "json-glib-1.0", "libseccomp", "pangocairo", "pangofc", "cairo-ft", "libqpdf")
TOTAL_SECONDS = 60

FLAGS = ["-g", "-O1", "-std=gnu11", "-D_GNU_SOURCE", '-DGETTEXT_PACKAGE=\\"hemostat\\"',
         '-DG_LOG_DOMAIN=\\"hemostat\\"', "-fno-omit-frame-pointer",
         "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]


def pkg_config(what: str) -> list[str]:
    done = subprocess.run(["pkg-config", what, *PACKAGES], capture_output=True, text=True, check=True)
    return done.stdout.split()


def fuzzers() -> list[str]:
    return sorted(path.stem.removeprefix("fuzz-") for path in HERE.glob("fuzz-*.c"))


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("hemo-*.c"))]
    return [path for path in found if path.name not in LEFT_OUT] + [ROOT / name for name in SOURCES]


def ninja_file(names: list[str]) -> str:
    """A build description: ninja then compiles only what changed."""
    includes = [f"-I{base / folder}" for folder in FOLDERS + HEADERS for base in (ROOT, ROOT / "build")]
    flags = " ".join([*FLAGS, *includes, *pkg_config("--cflags")])
    lines = [
        "rule cc",
        f"  command = clang-14 {flags} -fsanitize=fuzzer-no-link -MMD -MF $out.d -c $in -o $out",
        "  depfile = $out.d", "  deps = gcc", "  description = cc $in",
        "rule link",
        f"  command = clang-14 -fsanitize=fuzzer,address,undefined $in -o $out {' '.join(pkg_config('--libs'))}",
        "  description = link $out",
    ]
    objects = []
    for source in sources():
        objects.append(f"{source.parent.name}-{source.stem}.o")
        lines.append(f"build {objects[-1]}: cc {source}")
    for name in names:
        lines.append(f"build fuzz-{name}.o: cc {HERE}/fuzz-{name}.c")
        lines.append(f"build fuzz-{name}: link fuzz-{name}.o {' '.join(objects)}")
    return "\n".join(lines) + "\n"


def build(names: list[str]) -> None:
    BUILD.mkdir(exist_ok=True)
    (BUILD / "build.ninja").write_text(ninja_file(names))
    subprocess.run(["ninja", "-C", str(BUILD), "--quiet"], check=True)


def run(name: str, seconds: int) -> bool:
    """Runs one fuzzer; a crash leaves its input in build-fuzz/ and is named."""
    kept = HERE / "corpus" / name
    found = BUILD / "corpus" / name
    found.mkdir(parents=True, exist_ok=True)
    command = [str(BUILD / f"fuzz-{name}"), f"-max_total_time={seconds}", "-timeout=10",
               "-rss_limit_mb=1024", "-max_len=65536", "-print_final_stats=1", "-verbosity=0",
               f"-artifact_prefix={BUILD}/{name}-", str(found)]
    if kept.is_dir():
        command.append(str(kept))
    words = HERE / f"{name}.dict"
    if words.exists():
        command.insert(1, f"-dict={words}")
    print(f"== fuzz {name}: {seconds} s", flush=True)
    environment = dict(os.environ, G_SLICE="always-malloc", G_DEBUG="fatal-criticals")
    return subprocess.run(command, env=environment).returncode == 0


def main(arguments: list[str]) -> int:
    names = fuzzers()
    if arguments and arguments[0] not in names:
        print(f"fuzz: no such fuzzer: {arguments[0]} (there are: {' '.join(names) or 'none'})",
              file=sys.stderr)
        return 2
    if len(arguments) > 2 or (len(arguments) == 2 and not arguments[1].isdecimal()):
        print("usage: ./dev fuzz [NAME [SECONDS]]", file=sys.stderr)
        return 2
    chosen = arguments[:1] or names
    if not chosen:
        print("fuzz: tests/fuzz has no fuzzers yet")
        return 0
    seconds = int(arguments[1]) if len(arguments) > 1 else max(TOTAL_SECONDS // len(chosen), 1)
    build(chosen)
    crashed = [name for name in chosen if not run(name, seconds)]
    print("fuzz: " + (f"faults in {' '.join(crashed)}; inputs are in build-fuzz/" if crashed
                      else f"{len(chosen)} fuzzers, no fault"))
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
