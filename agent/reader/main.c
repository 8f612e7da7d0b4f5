/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat-reader: reads hostile mail for those who must not.  Started by
 * agent/ipc/hemo-reader.c, never by hand.
 */
#include <glib/gi18n-lib.h>
#include <gmime/gmime.h>
#include <locale.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-answer.h"
#include "hemo-charsets.h"
#include "hemo-compose.h"
#include "hemo-reader-wire.h"
#include "hemo-serve.h"
#include "hemo-smime-verify.h"

/* Read once before the first fork, so that every child finds types registered, tables
 * made and the catalogue of translations open. */
static const char sample[] =
    "Subject: =?utf-8?Q?a?= =?iso-8859-1?Q?b?=\n"
    "From: <a@example.org>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n"
    "--b\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\na=20b\n"
    "--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nYQ==\n"
    "--b\nContent-Type: application/pdf; name=a\n\na\n"
    "--b\nContent-Type: message/rfc822\n\nSubject: a\n\na\n--b--\n";

static const char description[] =
    "{\"from\": \"A <a@example.org>\", \"to\": [\"b@example.org\"], \"subject\": \"\303\251\","
    " \"text\": \"\303\251\", \"html\": \"<p>a</p>\", \"parts\": [{\"name\": \"a\","
    " \"type\": \"application/pdf\", \"disposition\": \"attachment\"}]}";

static void
warm_up_compose(void)
{
    const HemoSlice file = hemo_slice_text("a");
    const HemoComposeInput input = {hemo_slice_text(description),
                                    &file,
                                    1,
                                    memfd_create("hemostat", MFD_CLOEXEC)};
    GVariant *values = hemo_compose_answer(&input, NULL);

    g_variant_unref(g_variant_ref_sink(values));
    if (input.output >= 0)
        close(input.output);
}

static void
warm_up(void)
{
    static const char *const operations[] = {"mail", "badge", "bounce", "keys"};

    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        GVariant *values =
            hemo_answer_make(operations[i], hemo_slice(sample, strlen(sample)), NULL);

        g_variant_unref(g_variant_ref_sink(values));
    }
    warm_up_compose();
}

int
main(int argc, char **argv)
{
    g_autoptr(HemoCharsets) charsets = NULL;
    g_autoptr(HemoSandboxFilter) filter = NULL;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, HEMO_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    filter = hemo_sandbox_filter_new();
    if (filter == NULL || !hemo_sandbox_protect())
        return 1;
    /* No settings of the system's: they may name files and modules, and none can be opened
     * later. */
    if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL) != 1)
        return 1;
    hemo_smime_verify_prepare();
    g_mime_init();
    charsets = hemo_charsets_open();
    warm_up();
    hemo_serve_run(HEMO_READER_WIRE_CONTROL, filter);
    return 0;
}
