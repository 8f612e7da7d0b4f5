/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forward-thunderbird.h.  A rule begins with its name; whether it is on stands before
 * its actions.
 */
#include "hemo-forward-thunderbird.h"

#include "hemo-forward-target.h"

/* What Thunderbird does with mail itself; any other action is an add-on's. */
static const char *const harmless[] = {
    "Move to folder",
    "Copy to folder",
    "Delete",
    "Mark read",
    "Mark unread",
    "Mark flagged",
    "Change priority",
    "Label",
    "AddTag",
    "Kill thread",
    "Kill subthread",
    "Watch thread",
    "Ignore thread",
    "Ignore subthread",
    "JunkScore",
    "Leave on Pop3 server",
    "Delete from Pop3 server",
    "Fetch body from Pop3Server",
    "Stop execution",
};

typedef struct {
    GPtrArray *targets;
    gboolean enabled;
    gboolean forwards; /* the next value is an address */
    guint line;        /* of that action */
} Run;

/* NAME="VALUE", where a quote inside is escaped. */
static gboolean
split(HemoSlice line, HemoSlice *ret_name, GString *value)
{
    gsize equal = hemo_slice_find(line, '=');
    HemoSlice rest = hemo_slice_from(line, equal + 1);

    *ret_name = hemo_slice_sub(line, 0, equal);
    g_string_truncate(value, 0);
    if (ret_name->size == 0 || rest.size < 2 || rest.data[0] != '"' ||
        rest.data[rest.size - 1] != '"')
        return FALSE;
    rest = hemo_slice_sub(rest, 1, rest.size - 2);
    for (gsize i = 0; i < rest.size; i++) {
        if (rest.data[i] == '\\' && hemo_slice_at(rest, i + 1) == '"')
            i++;
        g_string_append_c(value, (char)rest.data[i]);
    }
    return TRUE;
}

static HemoSlice
slice_of(const GString *value)
{
    return hemo_slice(value->str, value->len);
}

static gboolean
is_text(HemoSlice slice, const char *text)
{
    return hemo_slice_equal(slice, hemo_slice_text(text));
}

static gboolean
is_harmless(HemoSlice action)
{
    for (gsize i = 0; i < G_N_ELEMENTS(harmless); i++) {
        if (is_text(action, harmless[i]))
            return TRUE;
    }
    return FALSE;
}

/* Nobody named where it was to send mail on. */
static void
end_action(Run *run)
{
    if (run->forwards)
        hemo_forward_target_add(run->targets,
                                HEMO_FORWARD_UNREADABLE,
                                run->line,
                                hemo_slice_text("Forward"));
    run->forwards = FALSE;
}

static void
begin_action(Run *run, guint number, HemoSlice action)
{
    run->line = number;
    run->forwards = is_text(action, "Forward");
    if (is_text(action, "Reply"))
        hemo_forward_target_add(run->targets, HEMO_FORWARD_VARIABLE, number, action);
    else if (!run->forwards && !is_harmless(action))
        hemo_forward_target_add(run->targets, HEMO_FORWARD_PROGRAM, number, action);
}

static void
read_line(Run *run, guint number, HemoSlice line, GString *value)
{
    HemoSlice name;

    if (!split(line, &name, value)) {
        hemo_forward_target_add(run->targets, HEMO_FORWARD_UNREADABLE, number, line);
        return;
    }
    if (run->forwards && is_text(name, "actionValue")) {
        hemo_forward_target_add_list(run->targets, run->line, slice_of(value));
        run->forwards = FALSE;
        return;
    }
    end_action(run);
    if (is_text(name, "name"))
        run->enabled = TRUE;
    else if (is_text(name, "enabled"))
        run->enabled = !is_text(slice_of(value), "no");
    else if (is_text(name, "action") && run->enabled)
        begin_action(run, number, slice_of(value));
}

void
hemo_forward_thunderbird_parse(GPtrArray *targets, HemoSlice text)
{
    g_autoptr(GString) value = g_string_new(NULL);
    Run run = {.targets = targets, .enabled = TRUE};
    HemoSlice line;

    for (guint number = 1; hemo_slice_next_line(&text, &line); number++) {
        line = hemo_slice_strip(line);
        if (line.size > 0)
            read_line(&run, number, line, value);
    }
    end_action(&run);
}
