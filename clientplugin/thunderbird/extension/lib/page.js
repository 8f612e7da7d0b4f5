// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What every page of the add-on does: its words, and elements whose text comes from
// elsewhere.  Text is always text: nothing here takes markup.
import {word} from "./words.js";

const ATTRIBUTES = ["title", "aria-label", "placeholder"];

/** Fills in the words: data-word gives an element its text, data-word-title its title ... */
export function localise(root = document) {
    for (const element of root.querySelectorAll("[data-word]")) {
        element.textContent = word(element.dataset.word);
    }
    for (const attribute of ATTRIBUTES) {
        for (const element of root.querySelectorAll(`[data-word-${attribute}]`)) {
            element.setAttribute(attribute, word(element.getAttribute(`data-word-${attribute}`)));
        }
    }
    document.documentElement.lang = messenger.i18n.getUILanguage();
}

/** A new element of class @kind that says @text. */
export function make(tag, {kind = "", text = ""} = {}) {
    const element = document.createElement(tag);

    if (kind) {
        element.className = kind;
    }
    element.textContent = text;
    return element;
}

/** Puts a list item for each of @texts into @list, which is hidden while it has none. */
export function fillList(list, texts) {
    list.replaceChildren(...texts.map((text) => make("li", {text})));
    list.hidden = texts.length === 0;
}
