/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-redirect.h.
 */
#include "hemo-claws-redirect.h"

/* By the start of the line. */
static const char *const left_out[] = {
    "Return-Path:",
    "Delivered-To:",
    "Received:",
    "Subject:",
    "Bcc:",
    "X-UIDL:",
    /* what Claws Mail puts in front of the mails in its queue and Sent folder */
    "AF:",
    "NF:",
    "PS:",
    "SRH:",
    "SFN:",
    "DSR:",
    "MID:",
    "CFG:",
    "PT:",
    "S:",
    "RQ:",
    "SSV:",
    "NSV:",
    "SSH:",
    "R:",
    "MAID:",
    "NAID:",
    "RMID:",
    "FMID:",
    "SCF:",
    "RRCPT:",
    "NG:",
    "X-Claws-",
    "X-Sylpheed-",
};

static gboolean
is_left_out(HemoSlice line)
{
    for (gsize i = 0; i < G_N_ELEMENTS(left_out); i++) {
        if (hemo_slice_has_prefix_nocase(line, left_out[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_fold(HemoSlice line)
{
    return line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
}

static void
end_from(GString *header, gboolean *in_from, const HemoClawsRedirect *redirect)
{
    if (!*in_from)
        return;
    *in_from = FALSE;
    if (redirect->by_way_of == NULL)
        return;
    g_string_truncate(header, header->len - 1);
    g_string_append_printf(header, " (by way of %s)\n", redirect->by_way_of);
}

/* The fields of the original that stay; @rest moves to its body. */
static void
add_original(GString *header, HemoSlice *rest, const HemoClawsRedirect *redirect)
{
    gboolean out = FALSE;
    gboolean in_from = FALSE;
    HemoSlice line;

    while (hemo_slice_next_line(rest, &line) && line.size > 0) {
        if (!is_fold(line)) {
            end_from(header, &in_from, redirect);
            out = is_left_out(line);
            in_from = hemo_slice_has_prefix_nocase(line, "From:");
        }
        if (out)
            continue;
        g_string_append_len(header, (const char *)line.data, (gssize)line.size);
        g_string_append_c(header, '\n');
    }
    end_from(header, &in_from, redirect);
}

static void
add_field(GString *header, const char *name, const char *body)
{
    if (body != NULL && *body != '\0')
        g_string_append_printf(header, "%s: %s\n", name, body);
}

char *
hemo_claws_redirect_header(HemoSlice original,
                           const HemoClawsRedirect *redirect,
                           HemoSlice *ret_body)
{
    GString *header = g_string_new(NULL);

    *ret_body = original;
    add_original(header, ret_body, redirect);
    add_field(header, "Resent-Date", redirect->date);
    add_field(header, "Resent-From", redirect->from);
    add_field(header, "Subject", redirect->subject);
    add_field(header, "Resent-Message-ID", redirect->message_id);
    add_field(header, "Resent-To", redirect->to);
    add_field(header, "Resent-Cc", redirect->cc);
    g_string_append_c(header, '\n');
    return g_string_free(header, FALSE);
}
