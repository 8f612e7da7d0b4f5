// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {Badges} from "../../../clientplugin/thunderbird/extension/received/badge.js";

globalThis.messenger = {i18n: {getMessage: (key) => key}};

const TAB = 7;
const mail = (id) => ({id, headerMessageId: `m${id}`});
const badge = (state) => ({badge: {badge: state, title: `title ${state}`}});
const tick = () => new Promise((resolve) => setImmediate(resolve));

/* A Thunderbird with one tab; .sign is what the person sees. */
function makeDesk() {
    const desk = {shown: [], sign: {}, judged: [], answers: []};
    const put = (name) => async (details) => {
        desk.sign[name] = details[name === "icon" ? "path" : name] ?? null;
    };
    const browser = {
        messageDisplayAction: {
            setTitle: put("title"), setLabel: put("label"), setIcon: put("icon"),
        },
        messageDisplay: {getDisplayedMessages: async () => ({messages: desk.shown})},
        tabs: {query: async () => [{id: TAB, type: "mail"}]},
    };
    const look = (context, message) => {
        desk.judged.push(message.id);
        return new Promise((resolve, reject) => desk.answers.push({resolve, reject}));
    };
    desk.badges = new Badges({browser}, {patience: 5, look});
    desk.display = (...messages) => {
        desk.shown = messages;
        return desk.badges.show(TAB, messages);
    };
    return desk;
}

test("the sign is neutral first and then tells", async () => {
    const desk = makeDesk();
    const shown = desk.display(mail(1));
    assert.deepEqual(desk.sign,
        {title: "badgeLooking", label: "…", icon: "/icons/unknown.svg"});
    desk.answers[0].resolve(badge("plain"));
    await shown;
    assert.deepEqual(desk.sign,
        {title: "title plain", label: "badgeNoTls", icon: "/icons/plain.svg"});
});

test("an answer that comes late belongs to nobody", async () => {
    const desk = makeDesk();
    const first = desk.display(mail(1));
    const second = desk.display(mail(2));
    desk.answers[1].resolve(badge("plain"));
    await second;
    desk.answers[0].resolve(badge("full"));
    await first;
    assert.equal(desk.sign.title, "title plain");
});

test("an answer is dropped when Thunderbird shows another mail already", async () => {
    const desk = makeDesk();
    const shown = desk.display(mail(1));
    desk.shown = [mail(2)]; /* its event is under way */
    desk.answers[0].resolve(badge("full"));
    await shown;
    assert.equal(desk.sign.title, "badgeLooking");
});

test("choosing another mail takes the sign away before it is shown", async () => {
    const desk = makeDesk();
    const shown = desk.display(mail(1));
    desk.answers[0].resolve(badge("full"));
    await shown;
    desk.badges.choose(TAB, [mail(1)]);
    assert.equal(desk.sign.title, "title full");
    desk.badges.choose(TAB, [mail(2)]);
    assert.equal(desk.sign.title, "badgeLooking");
});

test("several mails have no sign", async () => {
    const desk = makeDesk();
    const shown = desk.display(mail(1));
    desk.answers[0].resolve(badge("full"));
    await shown;
    desk.display(mail(1), mail(2));
    assert.deepEqual(desk.sign, {title: null, label: null, icon: null});
});

test("silence is said, and asked again when the agent is there", async () => {
    const desk = makeDesk();
    const shown = desk.display(mail(1));
    desk.answers[0].reject(new Error("gone"));
    await shown;
    while (!desk.sign.title.startsWith("badgeSilent")) {
        await tick();
    }
    assert.equal(desk.sign.label, "badgeNotKnown");
    const again = desk.badges.refresh();
    while (desk.answers.length < 2) {
        await tick();
    }
    desk.answers[1].resolve(badge("entry"));
    await again;
    assert.equal(desk.sign.title, "title entry");
    await desk.badges.refresh();
    assert.deepEqual(desk.judged, [1, 1]);
});

test("mail that was not received says so without a look of good", async () => {
    const desk = makeDesk();
    const shown = desk.display(mail(1));
    desk.answers[0].resolve({why: "badgeFromFile"});
    await shown;
    assert.deepEqual(desk.sign,
        {title: "badgeFromFile", label: "badgeNotReceived", icon: "/icons/unknown.svg"});
});
