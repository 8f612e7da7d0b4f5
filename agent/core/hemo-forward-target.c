/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forward-target.h.
 */
#include "hemo-forward-target.h"

#include "hemo-address.h"
#include "hemo-limits.h"

#include <string.h>

#define MAX_SHOWN 200

void
hemo_forward_target_free(gpointer data)
{
    HemoForwardTarget *target = data;

    g_free(target->address);
    g_free(target->domain);
    g_free(target);
}

static void
add(GPtrArray *targets, HemoForwardKind kind, guint line, char *address, const char *domain)
{
    HemoForwardTarget *target = g_new0(HemoForwardTarget, 1);

    target->kind = kind;
    target->line = line;
    target->address = address;
    target->domain = g_strdup(domain);
    g_ptr_array_add(targets, target);
}

/* One more than the limit, by which the caller sees that there were too many. */
static gboolean
is_full(const GPtrArray *targets)
{
    return targets->len > HEMO_LIMIT_FORWARDS;
}

void
hemo_forward_target_add(GPtrArray *targets, HemoForwardKind kind, guint line, HemoSlice text)
{
    HemoSlice shown = hemo_slice_sub(hemo_slice_strip(text), 0, MAX_SHOWN);

    if (is_full(targets))
        return;
    add(targets,
        kind,
        line,
        shown.size > 0 ? g_utf8_make_valid((const char *)shown.data, (gssize)shown.size)
                       : g_strdup(""),
        "");
}

/* Inside the last angle brackets, if there are some. */
static HemoSlice
find_address(HemoSlice text)
{
    HemoSlice rest = hemo_slice_strip(text);
    gsize open = hemo_slice_find(rest, '<');

    if (rest.size == 0 || rest.data[rest.size - 1] != '>' || open == rest.size)
        return rest;
    while (hemo_slice_find(rest, '<') < rest.size)
        rest = hemo_slice_from(rest, hemo_slice_find(rest, '<') + 1);
    return hemo_slice_strip(hemo_slice_sub(rest, 0, rest.size - 1));
}

/* "(comment)" before or behind it; nested ones are left, and make it unreadable. */
static HemoSlice
without_comment(HemoSlice text)
{
    gsize open = hemo_slice_find(text, '(');
    gsize close = hemo_slice_find(text, ')');

    if (open == 0 && close < text.size)
        return hemo_slice_strip(hemo_slice_from(text, close + 1));
    if (open < text.size && close == text.size - 1)
        return hemo_slice_strip(hemo_slice_sub(text, 0, open));
    return text;
}

static gboolean
is_local_name(HemoSlice text)
{
    for (gsize i = 0; i < text.size; i++) {
        char byte = (char)text.data[i];

        if (!g_ascii_isalnum(byte) && (byte == '\0' || strchr("._-+", byte) == NULL))
            return FALSE;
    }
    return text.size > 0 && text.size <= HEMO_LIMIT_LOCAL_PART;
}

void
hemo_forward_target_add_mailbox(GPtrArray *targets,
                                guint line,
                                HemoSlice text,
                                gboolean may_be_local)
{
    HemoSlice bare = find_address(without_comment(hemo_slice_strip(text)));
    g_autofree char *copy = hemo_slice_dup(bare);
    g_autoptr(HemoAddress) address = NULL;

    if (strlen(copy) == bare.size)
        address = hemo_address_parse(copy, NULL);
    if (address != NULL && !is_full(targets))
        add(targets,
            HEMO_FORWARD_ADDRESS,
            line,
            g_strdup(hemo_address_full(address)),
            hemo_address_domain(address));
    else
        hemo_forward_target_add(targets,
                                may_be_local && is_local_name(bare) ? HEMO_FORWARD_LOCAL
                                                                    : HEMO_FORWARD_UNREADABLE,
                                line,
                                bare);
}

/* The next comma that stands outside of quotes. */
static gsize
find_comma(HemoSlice text)
{
    gboolean quoted = FALSE;

    for (gsize i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            quoted = !quoted;
        else if (text.data[i] == '\\')
            i++;
        else if (text.data[i] == ',' && !quoted)
            return i;
    }
    return text.size;
}

void
hemo_forward_target_add_list(GPtrArray *targets, guint line, HemoSlice text)
{
    while (text.size > 0) {
        gsize comma = find_comma(text);
        HemoSlice mailbox = hemo_slice_strip(hemo_slice_sub(text, 0, comma));

        if (mailbox.size > 0)
            hemo_forward_target_add_mailbox(targets, line, mailbox, FALSE);
        text = hemo_slice_from(text, comma + 1);
    }
}
