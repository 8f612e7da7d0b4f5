/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-bounce-text.h"

#include <string.h>

static GPtrArray *
read_text(const char *text, const char *own_address)
{
    g_autoptr(GPtrArray) recipients =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_dsn_recipient_free);
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(HemoSlice));
    HemoSlice address = hemo_slice_text(own_address);

    g_array_append_val(own, address);
    hemo_bounce_text_read(hemo_slice_text(text), own, recipients);
    return g_steal_pointer(&recipients);
}

static void
test_kinds(void)
{
    static const struct {
        const char *text;
        const char *addresses[3];
        const char *status;
        HemoDsnAction action;
    } ROWS[] = {
        /* listed */
        {"The following address failed:\n\n  jo@full.example\n    550 5.2.2 mailbox full\n"
         "------ This is a copy of the message ------\nTo: other@x.example\n",
         {"jo@full.example"},
         "5.2.2",
         HEMO_DSN_ACTION_FAILED},
        {"<jo@a.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<di@b.example>:\n"
         "Host not found. (#5.1.2)\n--- Below this line is a copy of the message.\n",
         {"jo@a.example", "di@b.example"},
         "5.1.1",
         HEMO_DSN_ACTION_FAILED},
        {"did not reach the following recipient(s):\n\njo@a.example on Mon, 1 Jan 2024\n"
         "    The recipient name is not recognized\n",
         {"jo@a.example"},
         "",
         HEMO_DSN_ACTION_FAILED},
        /* said */
        {"There was an error delivering your mail to <jo@a.example>.\n\n"
         "Message headers follow.\n\nTo: x@y.example\n",
         {"jo@a.example"},
         "",
         HEMO_DSN_ACTION_FAILED},
        {"Could not deliver your mail to <postmaster@a.example>.\n",
         {"postmaster@a.example"},
         "",
         HEMO_DSN_ACTION_FAILED},
        {"Your message could not be delivered. For help contact admin@mx.example.\n"
         "Unknown user: jo@a.example\n",
         {"jo@a.example"},
         "",
         HEMO_DSN_ACTION_FAILED},
        /* replies */
        {"   ----- Transcript of session follows -----\n>>> RCPT To:<jo@a.example>\n"
         "<<< 550 5.1.1 <jo@a.example>... User unknown\n   ----- Unsent message follows "
         "-----\n",
         {"jo@a.example"},
         "5.1.1",
         HEMO_DSN_ACTION_FAILED},
        {"Your message has not yet been delivered to:\n\n  jo@a.example\n    451 4.7.1 later\n",
         {"jo@a.example"},
         "4.7.1",
         HEMO_DSN_ACTION_DELAYED},
        /* the person's own address is taken only if there is no other */
        {"Your message from me@own.example\n  me@own.example\n  jo@a.example\n",
         {"jo@a.example"},
         "",
         HEMO_DSN_ACTION_FAILED},
        {"The following address failed:\n  me@own.example\n",
         {"me@own.example"},
         "",
         HEMO_DSN_ACTION_FAILED},
        {"Nothing here.\n", {NULL}, "", HEMO_DSN_ACTION_NONE},
        {"", {NULL}, "", HEMO_DSN_ACTION_NONE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(GPtrArray) recipients = read_text(ROWS[i].text, "me@own.example");

        g_test_message("%s", ROWS[i].text);
        g_assert_cmpuint(recipients->len, ==, g_strv_length((char **)ROWS[i].addresses));
        for (guint k = 0; k < recipients->len; k++) {
            HemoDsnRecipient *recipient = g_ptr_array_index(recipients, k);

            g_assert_cmpstr(hemo_secret_text(recipient->address), ==, ROWS[i].addresses[k]);
            g_assert_cmpint(recipient->action, ==, ROWS[i].action);
            if (k == 0)
                g_assert_cmpstr(recipient->status, ==, ROWS[i].status);
        }
    }
}

static void
test_returned(void)
{
    static const struct {
        const char *text;
        gsize offset;
    } ROWS[] = {
        {"a\n--- Original message follows.\nb", 2},
        {"a\nReceived: from x\nb", 2},
        {"The original message was received at Mon\nb", 42},
        {"The following addresses did not receive a copy of the message:\nb", 64},
        {"a", 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++)
        g_assert_cmpuint(hemo_bounce_text_find_returned(hemo_slice_text(ROWS[i].text)),
                         ==,
                         ROWS[i].offset);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/kinds", test_kinds);
    g_test_add_func("/text/returned", test_returned);
    return g_test_run();
}
