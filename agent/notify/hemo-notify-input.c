/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-notify-input.h.
 */
#include "hemo-notify-input.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* At most one byte above the limit; FALSE if it cannot be read. */
static gboolean
read_all(int fd, GString *text)
{
    char chunk[256];
    gssize got = 0;

    do {
        got = read(fd, chunk, sizeof chunk);
        if (got > 0)
            g_string_append_len(text, chunk, got);
    } while ((got > 0 && text->len <= HEMO_LIMIT_NOTICE_TEXT) || (got < 0 && errno == EINTR));
    return got >= 0;
}

static gboolean
check_text(const GString *text, GError **error)
{
    if (text->len > HEMO_LIMIT_NOTICE_TEXT) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, "too much to show");
        return FALSE;
    }
    if (text->len > 0 && text->str[0] != '\n' &&
        g_utf8_validate(text->str, (gssize)text->len, NULL))
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, "not what can be shown");
    return FALSE;
}

HemoNotifyInput *
hemo_notify_input_read(int fd, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HemoNotifyInput *input;
    char *end;

    if (!read_all(fd, text))
        g_string_truncate(text, 0);
    if (!check_text(text, error))
        return NULL;
    end = strchr(text->str, '\n');
    input = g_new0(HemoNotifyInput, 1);
    input->title =
        end != NULL ? g_strndup(text->str, (gsize)(end - text->str)) : g_strdup(text->str);
    input->body = g_strdup(end != NULL ? end + 1 : "");
    return input;
}

void
hemo_notify_input_free(HemoNotifyInput *input)
{
    if (input == NULL)
        return;
    g_free(input->title);
    g_free(input->body);
    g_free(input);
}
