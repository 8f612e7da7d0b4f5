// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {WORDS, word} from "../../../clientplugin/thunderbird/extension/lib/words.js";

test("a sentence is asked for by its key, with its values as text", () => {
    const asked = [];

    globalThis.messenger = {i18n: {getMessage: (...question) => asked.push(question)}};
    word("name", 3, "a@example.org");
    assert.deepEqual(asked, [["name", ["3", "a@example.org"]]]);
});

test("no sentence is empty or has a placeholder that nobody can fill", () => {
    for (const [key, text] of Object.entries(WORDS)) {
        assert.match(text, /\S/, key);
        assert.doesNotMatch(text, /\$(?![1-9])/, key);
    }
});
