/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-recipients.h.
 */
#include "hemo-claws-recipients.h"

#include "hemo-address.h"

#include <string.h>

typedef struct {
    GString *plain; /* outside quotes, comments and angle brackets */
    GString *angle; /* between the last angle brackets */
    gboolean has_angle;
    gboolean in_quotes;
    gboolean in_angle;
    guint comments; /* open at this place */
} Reading;

static void
add_address(GPtrArray *addresses, GString *text)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(g_strstrip(text->str), NULL);
    const char *full;

    if (address == NULL || strchr(hemo_address_domain(address), '.') == NULL)
        return;
    full = hemo_address_full(address);
    if (!g_ptr_array_find_with_equal_func(addresses, full, g_str_equal, NULL))
        g_ptr_array_add(addresses, g_strdup(full));
}

static void
end_mailbox(Reading *reading, GPtrArray *addresses)
{
    add_address(addresses, reading->has_angle ? reading->angle : reading->plain);
    g_string_truncate(reading->plain, 0);
    g_string_truncate(reading->angle, 0);
    reading->has_angle = reading->in_angle = reading->in_quotes = FALSE;
    reading->comments = 0;
}

/* TRUE if @c was part of a quoted text or a comment, or began or ended one. */
static gboolean
skip_aside(Reading *reading, char c)
{
    if (reading->comments > 0) {
        reading->comments += c == '(' ? 1u : 0u;
        reading->comments -= c == ')' ? 1u : 0u;
        return TRUE;
    }
    if (c == '"') {
        reading->in_quotes = !reading->in_quotes;
        return TRUE;
    }
    if (reading->in_quotes)
        return TRUE;
    reading->comments = c == '(' ? 1 : 0;
    return c == '(';
}

static void
read_plain(Reading *reading, char c)
{
    switch (c) {
    case '<':
        g_string_truncate(reading->angle, 0);
        reading->has_angle = reading->in_angle = TRUE;
        break;
    case '>':
        reading->in_angle = FALSE;
        break;
    case ':': /* the name of a group stands before it */
        g_string_truncate(reading->plain, 0);
        break;
    default:
        g_string_append_c(reading->in_angle ? reading->angle : reading->plain, c);
        break;
    }
}

static gboolean
is_separator(const Reading *reading, char c)
{
    return c == '\n' ||
           ((c == ',' || c == ';') && !reading->in_quotes && reading->comments == 0);
}

static void
read_character(Reading *reading, char c, GPtrArray *addresses)
{
    if (is_separator(reading, c))
        end_mailbox(reading, addresses);
    else if (!skip_aside(reading, c))
        read_plain(reading, c);
}

void
hemo_claws_recipients_add(GPtrArray *addresses, const char *text)
{
    Reading reading = {.plain = g_string_new(NULL), .angle = g_string_new(NULL)};

    for (const char *at = text; *at != '\0'; at++) {
        if (addresses->len >= HEMO_CLAWS_RECIPIENTS_MAX)
            break;
        if (*at == '\\' && at[1] != '\0' && (reading.in_quotes || reading.comments > 0))
            at++;
        else
            read_character(&reading, *at, addresses);
    }
    if (addresses->len < HEMO_CLAWS_RECIPIENTS_MAX)
        end_mailbox(&reading, addresses);
    g_string_free(reading.plain, TRUE);
    g_string_free(reading.angle, TRUE);
}
