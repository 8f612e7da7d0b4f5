// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The panel of the composer's button: how each recipient will get the mail, and the switch to
// encrypt it.  Shows what compose/outlook.js tells it and hands the person's choice back;
// knows nothing itself.
import {word} from "../lib/words.js";

const find = (id) => document.getElementById(id);

function makeElement(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
}

function makeRow({name, address, icon, words}) {
    const row = document.createElement("li");
    const image = makeElement("img", "state", "");
    const who = makeElement("span", "who", name || address);
    image.src = `../icons/${icon}.svg`;
    image.alt = "";
    if (name) {
        who.append(makeElement("span", "address", address));
    }
    row.append(image, who, makeElement("span", "words", words));
    return row;
}

function showFault(fault) {
    find("fault").hidden = !fault;
    find("fault-title").textContent = word("agentAway");
    find("fault-words").textContent = fault?.words ?? "";
    find("fault-remedy").textContent = word("agentAwayRemedy");
}

function show({rows, fault, wanted, locked}) {
    showFault(fault);
    find("lead").textContent = rows.length > 0 ? word("recipientsLead") : word("recipientsNone");
    find("people").replaceChildren(...rows.map(makeRow));
    find("people").hidden = rows.length === 0;
    find("wanted").checked = wanted;
    find("wanted").disabled = locked;
    find("why").textContent = word(locked ? "encryptLocked" : "encryptWhy");
}

async function start() {
    const [tab] = await messenger.tabs.query({active: true, currentWindow: true});
    const port = messenger.runtime.connect({name: "compose"});
    document.documentElement.lang = messenger.i18n.getUILanguage();
    document.title = word("composeAction");
    find("title").textContent = word("composeAction");
    find("wanted-words").textContent = word("encryptWanted");
    find("wanted").addEventListener("change", ({target}) => {
        port.postMessage({tabId: tab.id, wanted: target.checked});
    });
    port.onMessage.addListener(show);
    port.postMessage({tabId: tab.id});
}

start();
