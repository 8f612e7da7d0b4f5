// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The panel of the composer's button: how each recipient will get the mail, and the switch to
// encrypt it.  Shows what compose/outlook.js tells it, and keeps the person's choice itself:
// the event page that it speaks with may just be ending.
import {setWanted} from "../compose/rung.js";
import {localise, make} from "../lib/page.js";
import {word} from "../lib/words.js";

const PAUSE = 500; /* ms */
const find = (id) => document.getElementById(id);

function makeRow({name, address, icon, words}) {
    const row = make("li", {kind: "row"});
    const image = make("img");
    const who = make("span", {kind: "grow", text: name || address});
    image.src = `../icons/${icon}.svg`;
    image.alt = "";
    if (name) {
        who.append(make("span", {kind: "address", text: address}));
    }
    row.append(image, who, make("span", {kind: "words", text: words}));
    return row;
}

function showFault(fault) {
    find("fault").hidden = !fault;
    find("fault-title").textContent = fault?.title ?? "";
    find("fault-words").textContent = fault?.words ?? "";
    find("fault-remedy").hidden = !fault?.isAway;
}

function leadOf(rows, wanted) {
    if (rows.length === 0) {
        return word("recipientsNone");
    }
    return wanted ? word("recipientsLeadAll") : word("recipientsLead");
}

function show({rows, fault, wanted, locked}) {
    showFault(fault);
    find("outlook").hidden = Boolean(fault);
    find("lead").textContent = leadOf(rows, wanted);
    find("people").replaceChildren(...rows.map(makeRow));
    find("people").hidden = rows.length === 0;
    find("wanted").checked = wanted;
    find("wanted").disabled = locked;
    find("why").textContent = locked ? word("encryptLocked") : word("encryptWhy");
}

/* The event page may be ended meanwhile; a new one is told of the panel. */
function connect(panel) {
    panel.port = messenger.runtime.connect({name: "compose"});
    panel.port.onMessage.addListener(show);
    panel.port.onDisconnect.addListener(() => setTimeout(connect, PAUSE, panel));
    panel.port.postMessage({tabId: panel.tabId});
}

/* Grey until it is kept: only then does it count for Send. */
async function choose({tabId, port}, box) {
    box.disabled = true;
    const {wanted, locked} = await setWanted(tabId, box.checked);
    box.checked = wanted;
    box.disabled = locked;
    port.postMessage({tabId});
}

async function start() {
    const [tab] = await messenger.tabs.query({active: true, currentWindow: true});
    const panel = {tabId: tab.id, port: null};
    connect(panel);
    find("wanted").addEventListener("change", ({target}) => choose(panel, target));
}

localise();
start();
