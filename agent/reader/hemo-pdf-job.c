/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-job.h.
 */
#include "hemo-pdf-job.h"

#include <sys/mman.h>
#include <unistd.h>

#include "hemo-job-steps.h"
#include "hemo-limits.h"
#include "hemo-pdf.h"
#include "hemo-reader-wire.h"

/* Scripts, numerals and marks that libraries have tables for; an attachment; HTML. */
static const char rehearsal[] =
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain;"
    " charset=utf-8; format=flowed\n\nAa 0 "
    "\303\251 \316\261 \320\266 \327\251\327\234 \330\263\331\204 \340\244\250\340\245\215"
    "\340\244\250 \340\270\202\340\271\211 \344\270\255 \343\201\202 \355\225\234 "
    "\342\200\242 \342\202\254 \342\206\222 \342\234\223 \360\237\230\200\n> b\n"
    "--b\nContent-Type: text/html; charset=iso-8859-1\n\n<p>a</p>\n"
    "--b\nContent-Type: application/octet-stream; name=a\n\na\n--b--\n";

gboolean
hemo_pdf_job_rehearse(const HemoPdfFonts *fonts)
{
    g_autoptr(GVariant) options = g_variant_ref_sink(
        g_variant_new_parsed("{'passphrase': <'a'>, 'subject': <'A'>, 'from': <'a'>,"
                             " 'to': <'a'>, 'date': <'1'>}"));
    g_autoptr(GVariant) values = NULL;
    const char *result = "";
    int output = memfd_create("hemostat", MFD_CLOEXEC);

    if (output < 0)
        return FALSE;
    values =
        g_variant_ref_sink(hemo_pdf_answer(hemo_slice_text(rehearsal), options, fonts, output));
    close(output);
    g_variant_lookup(values, "result", "&s", &result);
    return g_str_equal(result, HEMO_READER_WIRE_BUILT);
}

int
hemo_pdf_job_run(const int *fds, const HemoPdfFonts *fonts, const HemoSandboxFilter *filter)
{
    g_autoptr(GVariant) request = hemo_job_steps_request(fds[HEMO_READER_WIRE_FD_REQUEST]);
    g_autoptr(GVariant) options = NULL;
    int output = fds[HEMO_READER_WIRE_FD_OUTPUT];
    const char *operation;
    guint32 seconds;
    HemoSlice mail;

    if (request == NULL)
        return 1;
    g_variant_get(request, "(&su@a{sv})", &operation, &seconds, &options);
    /* In order from here on: nothing of the mail is looked at before the lock. */
    if (!g_str_equal(operation, HEMO_READER_WIRE_PDF) ||
        !hemo_job_steps_map(fds[HEMO_READER_WIRE_FD_MAIL], G_MAXSSIZE, &mail) ||
        !hemo_job_steps_empty(output) ||
        !hemo_job_steps_close_others(fds[HEMO_READER_WIRE_FD_REPLY], output) ||
        !hemo_sandbox_limit(seconds, HEMO_LIMIT_MAIL) || !hemo_sandbox_lock(filter))
        return 1;
    return hemo_job_steps_answer(hemo_pdf_answer(mail, options, fonts, HEMO_JOB_STEPS_OUTPUT))
               ? 0
               : 1;
}
