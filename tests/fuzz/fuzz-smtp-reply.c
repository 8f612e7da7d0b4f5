/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Replies of a hostile SMTP server.
 */
#include "hemo-smtp-reply.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HemoSmtpReply reply;

    if (hemo_smtp_reply_parse(hemo_slice(data, size), &reply) == HEMO_SMTP_REPLY_DONE) {
        hemo_smtp_reply_has_keyword(&reply, "STARTTLS");
        hemo_smtp_reply_has_parameter(&reply, "AUTH", "PLAIN");
        hemo_smtp_reply_is_masked(&reply);
        g_assert_cmpuint(hemo_smtp_reply_last_text(&reply).size, <=, size);
    }
    return 0;
}
