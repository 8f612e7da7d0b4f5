/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat-pdf: makes one encrypted PDF file out of a mail, and ends.  hemostat-reader
 * becomes it when such a file is asked for; it is never started by hand.  Everything comes
 * by descriptor, nothing by argument or environment but the language.
 */
#include <glib/gi18n-lib.h>
#include <gmime/gmime.h>
#include <locale.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <time.h>

#include "hemo-charsets.h"
#include "hemo-pdf-job.h"
#include "hemo-reader-wire.h"

/* Libraries warn about fonts and letters: nobody shall read that, and no letter of a mail may
 * stand in a log. */
static GLogWriterOutput
drop_warning(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
    return G_LOG_WRITER_HANDLED;
}

int
main(int argc, char **argv)
{
    g_autoptr(HemoCharsets) charsets = NULL;
    g_autoptr(HemoSandboxFilter) filter = NULL;
    g_autoptr(HemoPdfFonts) fonts = NULL;
    int fds[HEMO_READER_WIRE_PDF_FDS];

    for (guint i = 0; i < G_N_ELEMENTS(fds); i++)
        fds[i] = (int)(HEMO_READER_WIRE_PDF_FIRST + i);
    g_log_set_writer_func(drop_warning, NULL, NULL);
    mallopt(M_ARENA_MAX, 1); /* each one takes its share of the address space at once */
    setlocale(LC_ALL, "");
    tzset();
    bindtextdomain(GETTEXT_PACKAGE, HEMO_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    filter = hemo_sandbox_filter_new_for_pages();
    if (filter == NULL || !hemo_sandbox_protect() ||
        OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL) != 1)
        return 1;
    g_mime_init();
    charsets = hemo_charsets_open();
    fonts = hemo_pdf_fonts_open();
    if (fonts == NULL || !hemo_pdf_job_rehearse(fonts))
        return 1;
    return hemo_pdf_job_run(fds, fonts, filter);
}
