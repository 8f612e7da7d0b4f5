# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Each check finds the fault that it is there for: a check that finds nothing proves nothing.

Every case is a small tree that is clean but for one planted fault.
"""
from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HEAD = ("/* SPDX-License-Identifier: GPL-3.0-or-later\n"
        " * SPDX-FileCopyrightText: 2026 The Hemostat Authors\n *\n * A file.\n */\n")
CLEAN = HEAD + '#include "hemo-leaf.h"\n\nint\nhemo_leaf_size(void)\n{\n    return 1;\n}\n'


def plant(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of two layers in which every check is content."""
    plant(tmp_path, "keys/base/hemo-leaf.h", HEAD + "#pragma once\n\nint hemo_leaf_size(void);\n")
    plant(tmp_path, "keys/base/hemo-leaf.c", CLEAN)
    plant(tmp_path, "keys/base/meson.build", "files('hemo-leaf.c')\n")
    plant(tmp_path, "agent/core/hemo-twig.h",
          HEAD + '#pragma once\n\n#include "hemo-leaf.h"\n\nint hemo_twig_size(void);\n')
    plant(tmp_path, "tests/unit/base/test-hemo-leaf.c", HEAD + "int x;\n")
    plant(tmp_path, "tests/unit/base/meson.build", "foreach name : ['hemo-leaf']\n")
    plant(tmp_path, "po/POTFILES.in", "")
    return tmp_path


def run(script: str, tree: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([HERE / script, tree, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("script", ["check-style", "check-layers", "check-i18n", "check-scripts"])
def test_clean_tree_passes(tree: Path, script: str) -> None:
    assert run(script, tree) == (0, "")


def body(line: str) -> str:
    return CLEAN.replace("    return 1;", f"    {line}\n    return 1;")


LEAF = "keys/base/hemo-leaf.c"
LONG = "\n".join("    hemo_leaf_size();" for _ in range(120))
DEEP = "if (1) {\n if (1) {\n if (1) {\n if (1) {\n ;\n }\n }\n }\n }"

STYLE_FAULTS = [
    ("public name", LEAF, CLEAN.replace("hemo_leaf_size", "hemo_other_size"), "not named hemo_leaf_"),
    ("goto", LEAF, body("goto out;"), "goto"),
    ("strcpy", LEAF, body("strcpy(a, b);"), "strcpy"),
    ("strtol", LEAF, body("x = strtol (a, b, 10);"), "strtol"),
    ("wiping", LEAF, body("memset(key, 0, 4);"), "hemo_erase"),
    ("random", LEAF, body("x = g_random_int();"), "random"),
    ("spawn", LEAF, body("g_spawn_sync(a);"), "g_spawn_sync"),
    ("logging", LEAF, body('g_warning("x");'), "g_warning"),
    ("printing", LEAF, body('printf("x");'), "printf"),
    ("assert", LEAF, body("g_assert_true(x);"), "g_assert_true"),
    ("sleep in a test", "tests/unit/base/test-hemo-leaf.c", HEAD + "int x = sleep(1);\n", "wait for an event"),
    ("todo", LEAF, CLEAN + "/* TODO later */\n", "TODO"),
    ("line comment", LEAF, CLEAN + "int y; // why\n", "// comment"),
    ("spdx", LEAF, CLEAN.split("\n", 2)[2], "SPDX"),
    ("pragma", "keys/base/hemo-leaf.h", HEAD + "int hemo_leaf_size(void);\n", "#pragma once"),
    ("state", LEAF, body("static int counter = 0;"), "changeable static"),
    ("vague name", "keys/base/hemo-utils.h", HEAD + "#pragma once\n", "says nothing"),
    ("no test", "keys/hemo-new.c", HEAD, "has no unit test"),
    ("not built", "keys/hemo-new.c", HEAD, "is not in keys/meson.build"),
    ("test not built", "tests/unit/base/test-hemo-lost.c", HEAD, "is not in tests/unit/base"),
    ("long function", LEAF, body(LONG), "lines 12"),
    ("long file", LEAF, CLEAN + "\n" * 900, "more than 900"),
    ("branches", LEAF, body("if (a && " + " && ".join("b" * 30) + ") ;"), "complexity"),
    ("nesting", LEAF, body(DEEP), "nesting 4"),
]


@pytest.mark.parametrize("path,text,word", [case[1:] for case in STYLE_FAULTS],
                         ids=[case[0] for case in STYLE_FAULTS])
def test_style_fault_is_found(tree: Path, path: str, text: str, word: str) -> None:
    plant(tree, path, text)
    status, output = run("check-style", tree)
    assert status == 1 and word in output, output


HARMLESS = [
    '/* goto, strcpy( and // in a comment are words */',
    'const char *url = "https://example.org/ exit(1) printf(";',
    "static const int table[] = { 1, 2 };",
]


@pytest.mark.parametrize("line", HARMLESS)
def test_words_in_comments_and_literals_pass(tree: Path, line: str) -> None:
    plant(tree, LEAF, body(line))
    assert run("check-style", tree) == (0, "")


def test_whole_tree_limits(tree: Path) -> None:
    filler = "".join(f"int\nhemo_leaf_{n}(void)\n{{\n" + "    ;\n" * 30 + "}\n" for n in range(20))
    plant(tree, LEAF, CLEAN + filler)
    status, output = run("check-style", tree)
    assert status == 1 and "lines of a function: 50%" in output, output


def test_exception_hides_one_fault_and_is_missed_when_idle(tree: Path) -> None:
    permit = f"banned {LEAF} goto  # for this test\n"
    plant(tree, "tests/style/exceptions.txt", permit)
    status, output = run("check-style", tree)
    assert status == 1 and "hides nothing" in output
    plant(tree, LEAF, body("goto out;"))
    assert run("check-style", tree) == (0, "")


LAYER_FAULTS = [
    ("upwards", LEAF, CLEAN + '#include "hemo-twig.h"\n', "must not include agent/core"),
    ("sideways", "agent/net/hemo-wire.c", HEAD + '#include "hemo-front.h"\n', "must not include agent/ipc"),
    ("client", "clientplugin/claws/hemo-send.c", HEAD + '#include "hemo-twig.h"\n',
     "must not include agent/core"),
    ("folder in name", LEAF, CLEAN + '#include "base/hemo-leaf.h"\n', "carry no folder"),
    ("same name", "agent/core/hemo-leaf.h", HEAD + "#pragma once\n", "same name as"),
    ("cycle", "keys/base/hemo-leaf.h", HEAD + '#pragma once\n#include "hemo-bark.h"\n',
     "hemo-bark.h -> hemo-leaf.h -> hemo-bark.h"),
]


@pytest.mark.parametrize("path,text,word", [case[1:] for case in LAYER_FAULTS],
                         ids=[case[0] for case in LAYER_FAULTS])
def test_layer_fault_is_found(tree: Path, path: str, text: str, word: str) -> None:
    plant(tree, "agent/ipc/hemo-front.h", HEAD + "#pragma once\n")
    plant(tree, "keys/base/hemo-bark.h", HEAD + '#pragma once\n#include "hemo-leaf.h"\n')
    plant(tree, path, text)
    status, output = run("check-layers", tree)
    assert status == 1 and word in output, output


IMPURE = [
    '#include <fcntl.h>\nint f(void) { return open("x", O_RDONLY); }',
    "#include <time.h>\nlong f(void) { return time(0); }",
    '#include <stdio.h>\nvoid f(int x) { printf("%d", x); }',
    "#include <stdlib.h>\nchar *f(void) { return getenv(\"HOME\"); }",
    "#include <sys/socket.h>\nint f(void) { return socket(AF_INET, SOCK_STREAM, 0); }",
    "int g_file_get_contents();\nint f(void) { return g_file_get_contents(); }",
    "long g_get_monotonic_time();\nlong f(void) { return g_get_monotonic_time(); }",
    "void g_log();\nvoid f(void) { g_log(); }",
    "int g_random_int();\nint f(void) { return g_random_int(); }",
]
PURE = "#include <string.h>\nchar *g_dgettext();\nunsigned long f(char *s) { return strlen(s) + !!g_dgettext(); }"


def library(folder: Path, code: str) -> Path:
    source = folder / "hemo-x.c"
    source.write_text(code + "\n")
    subprocess.run(["gcc", "-O2", "-D_FORTIFY_SOURCE=2", "-c", source, "-o", folder / "hemo-x.o"], check=True)
    subprocess.run(["ar", "rc", folder / "lib.a", folder / "hemo-x.o"], check=True)
    return folder / "lib.a"


@pytest.mark.parametrize("code", IMPURE)
def test_impure_call_is_found(tmp_path: Path, code: str) -> None:
    status, output = run("check-pure", tmp_path, str(library(tmp_path, code)))
    assert status == 1 and "hemo-x: calls" in output, output


def test_pure_code_passes(tmp_path: Path) -> None:
    assert run("check-pure", tmp_path, str(library(tmp_path, PURE))) == (0, "")


def test_missing_library_is_no_success(tmp_path: Path) -> None:
    assert run("check-pure", tmp_path)[0] == 1


I18N_FAULTS = [
    ("not listed", LEAF, body('x = _("Hold on");') + "#include <glib/gi18n-lib.h>\n", "is not in po/POTFILES.in"),
    ("no header", LEAF, body('x = _("Hold on");'), "gi18n-lib.h"),
    ("gone", "po/POTFILES.in", "keys/base/hemo-gone.c\n", "is not there"),
    ("idle", "po/POTFILES.in", LEAF + "\n", "without translatable words"),
    ("printed", LEAF, body('g_print("The mail was held\\n");'), "printed untranslated"),
    ("catalogue", "po/xx.po", 'msgid "a"\nmsgstr "b\n', "xx.po"),
]


@pytest.mark.parametrize("path,text,word", [case[1:] for case in I18N_FAULTS],
                         ids=[case[0] for case in I18N_FAULTS])
def test_i18n_fault_is_found(tree: Path, path: str, text: str, word: str) -> None:
    plant(tree, path, text)
    status, output = run("check-i18n", tree)
    assert status == 1 and word in output, output


def test_list_of_translated_files_is_written(tree: Path) -> None:
    plant(tree, LEAF, body('x = _("Hold on");') + "#include <glib/gi18n-lib.h>\n")
    assert run("check-i18n", tree, "--write") == (0, "")
    assert (tree / "po/POTFILES.in").read_text() == LEAF + "\n"


SCRIPT_HEAD = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
SCRIPT_FAULTS = [
    ("python", "tests/lab/x.py", SCRIPT_HEAD + "def f(:\n"),
    ("python by first line", "tests/x", "#!/usr/bin/python3\n" + SCRIPT_HEAD + "def f(:\n"),
    ("bash", "dev", "#!/bin/bash\n" + SCRIPT_HEAD + "if true; then\n"),
    ("licence", "dev", "#!/bin/bash\ntrue\n"),
]


CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize("entry,word", [
    ('msgid "Hold on"\nmsgstr "Espere"\n', ""),
    ('msgid "Hold on"\nmsgstr ""\n', "1 untranslated"),
    ('#, fuzzy\nmsgid "Hold on"\nmsgstr "Espere"\n', "1 fuzzy"),
    ("", "1 untranslated"),
], ids=["complete", "untranslated", "fuzzy", "lacking"])
def test_catalogue_has_every_sentence(tree: Path, entry: str, word: str) -> None:
    plant(tree, LEAF, body('x = _("Hold on");') + "#include <glib/gi18n-lib.h>\n")
    plant(tree, "po/POTFILES.in", LEAF + "\n")
    plant(tree, "po/es.po", CATALOGUE + entry)
    status, output = run("check-i18n", tree)
    assert (status, word in output) == (1 if word else 0, True), output
    assert (tree / "po/es.po").read_text() == CATALOGUE + entry


@pytest.mark.parametrize("path,text", [case[1:] for case in SCRIPT_FAULTS],
                         ids=[case[0] for case in SCRIPT_FAULTS])
def test_script_fault_is_found(tree: Path, path: str, text: str) -> None:
    plant(tree, path, text)
    status, output = run("check-scripts", tree)
    assert status == 1 and path in output, output


@pytest.mark.parametrize("path, text, complaint", [
    ("lib/ask.js", 'word("gone");', 'no such sentence: "gone"'),
    ("pages/ask.html", '<p data-word="gone"></p>', 'no such sentence: "gone"'),
    ("lib/words.js", 'export const WORDS = {\n    idle: N_("Idle"),\n};', 'nobody says "idle"'),
    ("lib/bare.js", "", "has no licence at its head"),
])
def test_addon(tree: Path, path: str, text: str, complaint: str) -> None:
    head = "" if "bare" in path else "// SPDX-License-Identifier: GPL-3.0-or-later\n"
    plant(tree, f"clientplugin/thunderbird/extension/{path}", head + text + "\n")
    assert complaint in run("check-addon", tree)[1]


def test_untested_script(tree: Path) -> None:
    plant(tree, "clientplugin/thunderbird/extension/lib/words.js",
          "// SPDX-License-Identifier: GPL-3.0-or-later\n")
    plant(tree, "tests/unit/thunderbird/test-lost.mjs", "")
    assert "test-lost.mjs: is not in meson.build" in run("check-addon", tree)[1]
