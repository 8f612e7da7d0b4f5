// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {badgeDetails, hopServers, hopTechnical, hopWords} from
    "../../../clientplugin/thunderbird/extension/received/hops.js";
import {hopIcon, lookOf} from "../../../clientplugin/thunderbird/extension/received/look.js";

const say = (key, ...values) => [key, ...values].join(" ");
const hop = {
    from: "<b>out</b>", by: "mx.example.org", tls: "yes", version: "TLSv1.3", class: "external",
    trusted: true, words: "Over TLS.", ip: "192.0.2.7",
};

test("a hop is told in the agent's words, with who says so", () => {
    assert.equal(hopWords(hop, say), "Over TLS.");
    assert.equal(hopServers(hop, say), "hopFromTo <b>out</b> mx.example.org");
    assert.equal(hopTechnical(hop, say), "hopTlsYes · TLSv1.3 · hopExternal · hopTrusted");
});

test("what is not told is never taken for good", () => {
    assert.equal(hopWords({}, say), "hopTlsUnknown");
    assert.equal(hopServers({}, say), "hopFromTo hopUnnamed hopUnnamed");
    assert.equal(hopTechnical({trusted: "true", tls: 1}, say),
        "hopTlsUnknown · hopUnknownClass · hopClaimed");
});

test("a technician gets all of it", () => {
    const badge = {badge: "full", title: "Title", reasons: ["Why"], hops: [hop]};
    const text = badgeDetails(badge, say);
    for (const part of ["Title (full)", "- Why", "1. hopFromTo", "   ip: 192.0.2.7"]) {
        assert.ok(text.includes(part), part);
    }
});

test("a state or hop that is not known looks like unknown", () => {
    assert.deepEqual(lookOf("constructor"), lookOf("unknown"));
    assert.deepEqual(lookOf(undefined), lookOf("unknown"));
    assert.equal(hopIcon({tls: "toString"}), "icons/unknown.svg");
    assert.equal(hopIcon({}), "icons/unknown.svg");
});

test("the icon of a hop is no better than the hop", () => {
    assert.equal(hopIcon({tls: "yes", strength: "strong"}), "icons/full.svg");
    assert.equal(hopIcon({tls: "yes", strength: "weak"}), "icons/weak.svg");
    assert.equal(hopIcon({tls: "no", strength: "unknown"}), "icons/plain.svg");
});

test("each state has an icon of its own", () => {
    const states = ["full", "entry", "partial", "weak", "plain", "internal", "unknown"];
    assert.equal(new Set(states.map((state) => lookOf(state).icon)).size, states.length);
});
