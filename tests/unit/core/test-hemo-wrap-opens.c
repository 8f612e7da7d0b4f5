/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What was wrapped and encrypted opens elsewhere: a MIME parser that is not ours finds
 * the parts, gpg reads them, and the parser finds the mail of the user inside.
 */
#include "hemo-error.h"
#include "hemo-openpgp.h"
#include "hemo-wrap.h"

#include "../keys/gpg-home.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BOUNDARY "=_hemo0123456789abcdefghijk"

/* Format=flowed, 8-bit text, a line that looks like ours, an attachment: with LF. */
static const char mail[] = "From: Ann <ann@example.org>\n"
                           "To: bob@example.org\n"
                           "Bcc: cyd@example.org\n"
                           "Subject: =?utf-8?q?Befund_M=C3=BCller?=\n"
                           "Date: Mon, 2 Nov 2026 10:00:00 +0000\n"
                           "Message-ID: <1@example.org>\n"
                           "In-Reply-To: <0@example.org>\n"
                           "MIME-Version: 1.0\n"
                           "Content-Type: multipart/mixed; boundary=\"inner\"\n"
                           "\n"
                           "--inner\n"
                           "Content-Type: text/plain; charset=utf-8; format=flowed\n"
                           "Content-Transfer-Encoding: 8bit\n"
                           "\n"
                           "Gr\xc3\xbc\xc3\x9f"
                           "e, \n"
                           "Kalium 5,1\n"
                           "\n"
                           "--inner\n"
                           "Content-Type: application/pdf; name=\"a.pdf\"\n"
                           "Content-Transfer-Encoding: base64\n"
                           "\n"
                           "AAECAwQ=\n"
                           "--inner--\n";

/* Takes the message on its input apart; writes the encrypted part. */
static const char outer_script[] =
    "import sys, email, email.policy\n"
    "raw = sys.stdin.buffer.read()\n"
    "m = email.message_from_bytes(raw, policy=email.policy.default)\n"
    "assert not m.defects, m.defects\n"
    "assert m.get_content_type() == 'multipart/encrypted'\n"
    "assert m.get_param('protocol') == 'application/pgp-encrypted'\n"
    "assert m['Subject'] == '...' and m['To'] == 'bob@example.org'\n"
    "assert m['Message-ID'] == '<1@example.org>' and m['In-Reply-To'] == '<0@example.org>'\n"
    "assert m.get_all('MIME-Version') == ['1.0'] and len(m.get_all('Content-Type')) == 1\n"
    "assert b'cyd@' not in raw and b'Befund' not in raw and b'Kalium' not in raw\n"
    "assert raw.count(b'\\n') == raw.count(b'\\r\\n')\n"
    "control, data = m.iter_parts()\n"
    "assert control.get_content_type() == 'application/pgp-encrypted'\n"
    "assert control.get_payload(decode=True).strip() == b'Version: 1'\n"
    "assert data.get_content_type() == 'application/octet-stream'\n"
    "sys.stdout.write(data.get_payload(decode=True).decode('ascii'))\n";

static const char inner_script[] =
    "import sys, email, email.policy\n"
    "raw = sys.stdin.buffer.read()\n"
    "assert raw.count(b'\\n') == raw.count(b'\\r\\n')\n"
    "m = email.message_from_bytes(raw, policy=email.policy.default)\n"
    "assert not m.defects, m.defects\n"
    "assert m.get_content_type() == 'multipart/mixed'\n"
    "assert m.get_param('protected-headers') == 'v1'\n"
    "assert m['Subject'] == 'Befund M\\u00fcller', m['Subject']\n"
    "assert m['From'] == 'Ann <ann@example.org>' and 'Bcc' not in m\n"
    "text, pdf = m.iter_parts()\n"
    "assert text.get_content() == 'Gr\\u00fc\\u00dfe, \\r\\nKalium 5,1\\r\\n', "
    "repr(text.get_content())\n"
    "assert pdf.get_content() == bytes(range(5)), pdf.get_content()\n"
    "sys.stdout.write('fine')\n";

static char *
run_python(const char *script, const char *input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) process =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                         &error,
                         "python3",
                         "-c",
                         script,
                         NULL);
    char *output = NULL;

    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, input, NULL, &output, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_get_successful(process));
    return output;
}

typedef struct {
    GMainLoop *loop;
    GAsyncResult *result;
} Wait;

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = g_object_ref(result);
    g_main_loop_quit(wait->loop);
}

/* The armor of @entity. */
static char *
encrypt(const char *home, const char *fingerprint, const HemoChunks *entity)
{
    const char *const keys[] = {fingerprint, NULL};
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GError) error = NULL;
    Wait wait = {loop, NULL};
    gsize n_slices = 0;
    const HemoSlice *slices = hemo_chunks_slices(entity, &n_slices);
    int output = memfd_create("armor", MFD_CLOEXEC);
    char *armor = NULL;
    off_t size = 0;

    hemo_openpgp_encrypt_async(openpgp,
                               keys,
                               FALSE,
                               NULL,
                               slices,
                               n_slices,
                               output,
                               NULL,
                               on_done,
                               &wait);
    g_main_loop_run(loop);
    hemo_openpgp_encrypt_finish(openpgp, wait.result, &error);
    g_assert_no_error(error);
    g_object_unref(wait.result);
    size = lseek(output, 0, SEEK_END);
    armor = g_malloc0((gsize)size + 1);
    g_assert_cmpint(pread(output, armor, (gsize)size, 0), ==, size);
    close(output);
    return armor;
}

static char *
join(const HemoChunks *chunks)
{
    GString *text = g_string_new(NULL);
    gsize n_slices = 0;
    const HemoSlice *slices = hemo_chunks_slices(chunks, &n_slices);

    for (gsize i = 0; i < n_slices; i++)
        g_string_append_len(text, (const char *)slices[i].data, (gssize)slices[i].size);
    return g_string_free(text, FALSE);
}

static void
test_opens_elsewhere(void)
{
    static const HemoWrapOptions options = {.canonical = TRUE};
    char *home = gpg_home_new();
    g_autofree char *bob = gpg_home_make_key(home, "bob@example.org", "0");
    g_autoptr(HemoChunks) entity = hemo_wrap_entity(hemo_slice_text(mail), &options, NULL);
    g_autofree char *armor = encrypt(home, bob, entity);
    g_autoptr(HemoChunks) outer = hemo_wrap_pgp_mime(hemo_slice_text(mail),
                                                     &options,
                                                     BOUNDARY,
                                                     hemo_slice_text(armor),
                                                     NULL);
    g_autofree char *message = join(outer);
    g_autofree char *found = run_python(outer_script, message);
    g_autofree char *plain = gpg_home_run(home, found, "--decrypt", NULL);
    g_autofree char *verdict = run_python(inner_script, plain);

    g_assert_cmpstr(verdict, ==, "fine");
    gpg_home_free(home);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wrap-opens/elsewhere", test_opens_elsewhere);
    return g_test_run();
}
