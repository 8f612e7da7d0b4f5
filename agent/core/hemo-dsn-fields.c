/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dsn-fields.h.
 */
#include "hemo-dsn-fields.h"

#include "hemo-bounce-address.h"
#include "hemo-limits.h"

#define MAX_FIELDS (1024 * 1024) /* bytes of a delivery-status part */

/* What is known of one recipient so far; views of the part. */
typedef struct {
    HemoSlice final, original, action, status, diagnostic;
} Group;

typedef struct {
    GPtrArray *recipients;
    Group group;
    HemoSlice envid;
    gboolean found;
} Reader;

/* "rfc822; a@example.org" and its many misspellings to the address. */
static HemoSlice
read_typed(HemoSlice value)
{
    gsize semicolon = hemo_slice_find(value, ';');
    HemoSlice address;

    if (hemo_slice_at(value, semicolon + 1) == '@')
        return HEMO_SLICE_EMPTY; /* a route, or no local part */

    if (semicolon < value.size && hemo_slice_find(value, '@') > semicolon)
        value = hemo_slice_strip(hemo_slice_from(value, semicolon + 1));
    if (hemo_bounce_address_find(value, 0, &address) < value.size)
        return address;
    return HEMO_SLICE_EMPTY;
}

static HemoDsnAction
read_action(HemoSlice value, const char *status)
{
    static const struct {
        const char *word;
        HemoDsnAction action;
    } WORDS[] = {
        {"fail", HEMO_DSN_ACTION_FAILED},
        {"delay", HEMO_DSN_ACTION_DELAYED},
        {"deliverable", HEMO_DSN_ACTION_DELIVERED},
        {"delivered", HEMO_DSN_ACTION_DELIVERED},
        {"relay", HEMO_DSN_ACTION_RELAYED},
        {"expand", HEMO_DSN_ACTION_EXPANDED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++) {
        if (hemo_slice_has_prefix_nocase(value, WORDS[i].word))
            return WORDS[i].action;
    }
    return status[0] == '2' ? HEMO_DSN_ACTION_DELIVERED : HEMO_DSN_ACTION_FAILED;
}

static gboolean
is_address(HemoSlice text)
{
    gsize at = hemo_slice_find(text, '@');

    return at > 0 && at < text.size;
}

/* "5.0.0" says little; what the last server said, more. */
static void
read_status(const Group *group, char *status)
{
    HemoSlice said;

    if (!hemo_dsn_recipient_find_status(group->status, "245", status)) {
        hemo_dsn_recipient_find_status(group->diagnostic, "45", status);
        return;
    }
    said = hemo_slice_text(status + 1);
    if (hemo_slice_equal(said, hemo_slice_text(".0.0")))
        hemo_dsn_recipient_find_status(group->diagnostic,
                                       (const char[]){status[0], '\0'},
                                       status);
}

static void
end_group(Reader *reader)
{
    Group group = reader->group;
    HemoSlice address = is_address(group.final) ? group.final : group.original;
    HemoDsnRecipient *recipient;

    reader->group = (Group){.final = HEMO_SLICE_EMPTY};
    if (!is_address(address) || reader->recipients->len >= HEMO_LIMIT_REPORT_RECIPIENTS)
        return;
    recipient = hemo_dsn_recipient_new(address, HEMO_DSN_ACTION_NONE);
    read_status(&group, recipient->status);
    recipient->action = read_action(group.action, recipient->status);
    recipient->group =
        hemo_bounce_group_find(hemo_slice_text(recipient->status), group.diagnostic);
    hemo_dsn_recipient_add(reader->recipients, recipient);
}

static void
set_final(Reader *reader, HemoSlice value)
{
    HemoSlice address = read_typed(value);

    if (reader->group.final.size > 0)
        end_group(reader);
    reader->group.final = address;
    reader->found = TRUE;
}

static void
set_original(Reader *reader, HemoSlice value)
{
    if (reader->group.original.size > 0 && reader->group.final.size > 0)
        end_group(reader);
    reader->group.original = read_typed(value);
}

static void
set_action(Reader *reader, HemoSlice value)
{
    reader->group.action = value;
}

static void
set_status(Reader *reader, HemoSlice value)
{
    reader->group.status = value;
}

static void
set_diagnostic(Reader *reader, HemoSlice value)
{
    reader->group.diagnostic = value;
}

static void
set_envid(Reader *reader, HemoSlice value)
{
    if (reader->envid.size == 0)
        reader->envid = value;
}

static void
set_found(Reader *reader, HemoSlice value)
{
    reader->found = TRUE;
}

static const struct {
    const char *name;
    void (*set)(Reader *reader, HemoSlice value);
} FIELDS[] = {
    {"Final-Recipient", set_final},
    {"Original-Recipient", set_original},
    {"Action", set_action},
    {"Status", set_status},
    {"Diagnostic-Code", set_diagnostic},
    {"Original-Envelope-Id", set_envid},
    {"Reporting-MTA", set_found},
};

static void
set_field(Reader *reader, HemoSlice name, HemoSlice value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        if (hemo_slice_equal_nocase(name, FIELDS[i].name))
            FIELDS[i].set(reader, value);
    }
}

/* Takes the lines behind @line that are indented and name no field of their own. */
static HemoSlice
take_folded(HemoSlice *rest, HemoSlice line)
{
    HemoSlice look = *rest, more;

    while ((hemo_slice_at(look, 0) == ' ' || hemo_slice_at(look, 0) == '\t') &&
           hemo_slice_next_line(&look, &more) && hemo_slice_strip(more).size > 0) {
        line.size = (gsize)(more.data + more.size - line.data);
        *rest = look;
    }
    return line;
}

gboolean
hemo_dsn_fields_read(HemoSlice text, GPtrArray *recipients, HemoSlice *ret_envid)
{
    Reader reader = {.recipients = recipients};
    HemoSlice line;

    text = hemo_slice_sub(text, 0, MAX_FIELDS);
    while (hemo_slice_next_line(&text, &line)) {
        gsize colon = hemo_slice_find(line, ':');
        HemoSlice name = hemo_slice_strip(hemo_slice_sub(line, 0, colon));

        if (colon == line.size) {
            if (hemo_slice_strip(line).size == 0 && is_address(reader.group.final))
                end_group(&reader);
            continue;
        }
        line = take_folded(&text, line);
        set_field(&reader, name, hemo_slice_strip(hemo_slice_from(line, colon + 1)));
    }
    end_group(&reader);
    if (ret_envid->size == 0)
        *ret_envid = reader.envid;
    return reader.found;
}
