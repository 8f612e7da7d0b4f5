/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-calls.h.
 */
#include "hemo-native-calls.h"

#include "hemo-error.h"
#include "hemo-native-account.h"
#include "hemo-native-bytes.h"
#include "hemo-native-hello.h"
#include "hemo-native-mail.h"
#include "hemo-native-received.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *name;
    void (*answer)(HemoNativeRequest *request);
    gboolean at_once; /* also before hello */
} calls[] = {
    {"hello", hemo_native_hello, TRUE},
    {"put", hemo_native_bytes_put, FALSE},
    {"get", hemo_native_bytes_get, FALSE},
    {"drop", hemo_native_bytes_drop, FALSE},
    {"digest", hemo_native_bytes_digest, FALSE},
    {"assess", hemo_native_mail_assess, FALSE},
    {"answer", hemo_native_mail_answer, FALSE},
    {"protect", hemo_native_mail_protect, FALSE},
    {"sent", hemo_native_mail_sent, FALSE},
    {"abandon", hemo_native_mail_abandon, FALSE},
    {"check", hemo_native_mail_check, FALSE},
    {"watch", hemo_native_mail_watch, FALSE},
    {"badge", hemo_native_received_badge, FALSE},
    {"incoming", hemo_native_received_incoming, FALSE},
    {"note", hemo_native_received_note, FALSE},
    {"account", hemo_native_account, FALSE},
    {"fetch", hemo_native_account_fetch, FALSE},
    {"prefs", hemo_native_account_prefs, FALSE},
};

static void
refuse(HemoNativeRequest *request, HemoError code, const char *words)
{
    GError *error = NULL;

    hemo_error_set(&error, code, "%s", words);
    hemo_native_request_refuse(request, error);
}

void
hemo_native_calls_dispatch(HemoNativeRequest *request)
{
    HemoSlice name = hemo_native_json_inside(hemo_native_request_member(request, "call"));

    for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
        if (!hemo_slice_equal(name, hemo_slice_text(calls[i].name)))
            continue;
        if (request->native->greeted || calls[i].at_once)
            calls[i].answer(request);
        else
            refuse(request, HEMO_ERROR_VERSION, _("the add-on did not say its version"));
        return;
    }
    refuse(request,
           HEMO_ERROR_UNSUPPORTED,
           _("Hemostat on this computer is older than its add-on in Thunderbird: install both "
             "anew"));
}
