/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Against a real gpg, which must be able to read what comes out; and a look through
 * our own memory afterwards.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
    char *mine;
    char *theirs;
    char *ann;
    char *bob;
    HemoOpenpgp *openpgp;
    int output;
    GMainLoop *loop;
    GAsyncResult *result;
    gboolean is_approved; /* what the last one was encrypted with */
} Homes;

static void
homes_set_up(Homes *homes, gconstpointer data)
{
    homes->mine = gpg_home_new();
    homes->theirs = gpg_home_new();
    homes->ann = gpg_home_make_key(homes->mine, "ann@example.org", "0");
    homes->bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");
    gpg_home_copy_key(homes->theirs, homes->mine, homes->bob);
    homes->openpgp = hemo_openpgp_new(homes->mine);
    homes->output = memfd_create("output", MFD_CLOEXEC);
    homes->loop = g_main_loop_new(NULL, FALSE);
}

static void
homes_tear_down(Homes *homes, gconstpointer data)
{
    hemo_openpgp_unref(homes->openpgp);
    close(homes->output);
    g_main_loop_unref(homes->loop);
    g_free(homes->ann);
    g_free(homes->bob);
    gpg_home_free(homes->mine);
    gpg_home_free(homes->theirs);
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Homes *homes = data;

    homes->result = g_object_ref(result);
    g_main_loop_quit(homes->loop);
}

static gboolean
finish(Homes *homes, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    while (homes->result == NULL)
        g_main_loop_run(homes->loop);
    result = g_steal_pointer(&homes->result);
    homes->is_approved = hemo_openpgp_encrypt_is_approved(result);
    return hemo_openpgp_encrypt_finish(homes->openpgp, result, error);
}

static gboolean
encrypt_to(Homes *homes,
           const char *const *keys,
           gboolean hidden,
           HemoSlice plain,
           GError **error)
{
    hemo_openpgp_encrypt_async(homes->openpgp,
                               keys,
                               hidden,
                               NULL,
                               &plain,
                               1,
                               homes->output,
                               NULL,
                               on_done,
                               homes);
    return finish(homes, error);
}

/* Signed by @signer to both. */
static gboolean
sign(Homes *homes, const char *signer, HemoSlice plain, GError **error)
{
    const char *const keys[] = {homes->ann, homes->bob, NULL};

    hemo_openpgp_encrypt_async(homes->openpgp,
                               keys,
                               FALSE,
                               signer,
                               &plain,
                               1,
                               homes->output,
                               NULL,
                               on_done,
                               homes);
    return finish(homes, error);
}

/* What stands in the output from @offset on. */
static char *
read_output(Homes *homes, off_t offset)
{
    gsize size = (gsize)(lseek(homes->output, 0, SEEK_END) - offset);
    char *text = g_malloc0(size + 1);

    g_assert_cmpint(pread(homes->output, text, size, offset), ==, (gssize)size);
    return text;
}

static void
assert_reads(const char *home, const char *armor, const char *wanted)
{
    g_autofree char *plain = gpg_home_run(home, armor, "--decrypt", NULL);

    g_assert_cmpstr(plain, ==, wanted);
}

static void
test_both_can_read(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->ann, homes->bob, NULL};
    HemoSlice chunks[] = {
        hemo_slice_text("Content-Type: text/plain\r\n"),
        HEMO_SLICE_EMPTY,
        hemo_slice_text("\r\n"),
        hemo_slice_text("Gr\xc3\xbc\xc3\x9f"
                        "e\r\n"),
        HEMO_SLICE_EMPTY,
    };
    g_autoptr(GError) error = NULL;
    g_autofree char *armor = NULL;

    g_assert_cmpint(write(homes->output, "before", 6), ==, 6);
    hemo_openpgp_encrypt_async(homes->openpgp,
                               keys,
                               FALSE,
                               NULL,
                               chunks,
                               G_N_ELEMENTS(chunks),
                               homes->output,
                               NULL,
                               on_done,
                               homes);
    g_assert_true(finish(homes, &error));
    g_assert_no_error(error);
    armor = read_output(homes, 6);
    g_assert_true(g_str_has_prefix(armor, "-----BEGIN PGP MESSAGE-----\n"));
    g_assert_true(g_str_has_suffix(armor, "-----END PGP MESSAGE-----\n"));
    assert_reads(homes->mine,
                 armor,
                 "Content-Type: text/plain\r\n\r\nGr\xc3\xbc\xc3\x9f"
                 "e\r\n");
    assert_reads(homes->theirs,
                 armor,
                 "Content-Type: text/plain\r\n\r\nGr\xc3\xbc\xc3\x9f"
                 "e\r\n");
}

/* An empty mail is still a message. */
static void
test_nothing_inside(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *armor = NULL;

    g_assert_true(encrypt_to(homes, keys, FALSE, HEMO_SLICE_EMPTY, NULL));
    armor = read_output(homes, 0);
    assert_reads(homes->theirs, armor, "");
}

static void
test_packets(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *text = g_strnfill(20000, 'x');

    for (int hidden = 0; hidden <= 1; hidden++) {
        g_autofree char *armor = NULL;
        g_autofree char *packets = NULL;

        g_assert_cmpint(ftruncate(homes->output, 0), ==, 0);
        lseek(homes->output, 0, SEEK_SET);
        g_assert_true(encrypt_to(homes, keys, hidden, hemo_slice_text(text), NULL));
        armor = read_output(homes, 0);
        packets = gpg_home_run(homes->theirs, armor, "--list-packets", NULL);
        g_assert_cmpint(strstr(packets, "keyid 0000000000000000") != NULL, ==, hidden);
        g_assert_nonnull(strstr(packets, ":pubkey enc packet:"));
        g_assert_null(strstr(packets, ":symkey enc packet:"));
        g_assert_null(strstr(packets, ":compressed packet:"));
        g_assert_nonnull(strstr(packets, "mdc_method: 2"));
    }
}

/* One bad key: nobody gets anything. */
static void
test_one_bad_key_fails_all(Homes *homes, gconstpointer data)
{
    g_autofree char *expired = NULL;
    g_autofree char *config = g_build_filename(homes->theirs, "gpg.conf", NULL);
    g_autofree char *socket = g_build_filename(homes->mine, "S.dirmngr", NULL);
    const char *bad[] = {"0123456789ABCDEF0123456789ABCDEF01234567", NULL};

    g_assert_true(g_file_set_contents(config, "faked-system-time 20250501T120000\n", -1, NULL));
    expired = gpg_home_make_key(homes->theirs, "cyd@example.org", "2d");
    gpg_home_copy_key(homes->theirs, homes->mine, expired);
    bad[1] = expired;
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        const char *const keys[] = {homes->ann, bad[i], homes->bob, NULL};
        g_autoptr(GError) error = NULL;

        g_assert_false(encrypt_to(homes, keys, FALSE, hemo_slice_text("text"), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNUSABLE);
        g_assert_cmpint(lseek(homes->output, 0, SEEK_END), ==, 0);
    }
    g_assert_false(g_file_test(socket, G_FILE_TEST_EXISTS));
}

/* Neither a password nor a search nor an option may come of it. */
static void
test_bad_lists(Homes *homes, gconstpointer data)
{
    static const char *const bad[] = {
        "",
        "bob@example.org",
        "<bob@example.org>",
        "Test Person",
        "--hidden",
        "0123456789ABCDEF",
        "0123456789ABCDEF0123456789ABCDEF0123456G",
        "0123456789ABCDEF0123456789ABCDEF01234567\n",
        "0123456789ABCDEF0123456789ABCDEF01234567!",
    };
    const char *const none[] = {NULL};
    g_autoptr(GError) error = NULL;

    g_assert_false(encrypt_to(homes, none, FALSE, hemo_slice_text("text"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        const char *const keys[] = {homes->bob, bad[i], NULL};

        g_clear_error(&error);
        g_assert_false(encrypt_to(homes, keys, FALSE, hemo_slice_text("text"), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
    g_assert_cmpint(lseek(homes->output, 0, SEEK_END), ==, 0);
}

/* The user's gpg.conf must not bring in readers that nobody was told of. */
static void
test_no_secret_readers(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *config = g_build_filename(homes->mine, "gpg.conf", NULL);
    g_autofree char *line = g_strconcat("encrypt-to ", homes->ann, "\n", NULL);
    g_autofree char *armor = NULL;
    g_autofree char *packets = NULL;

    g_assert_true(g_file_set_contents(config, line, -1, NULL));
    g_assert_true(encrypt_to(homes, keys, FALSE, hemo_slice_text("text"), NULL));
    armor = read_output(homes, 0);
    packets = gpg_home_run(homes->theirs, armor, "--list-packets", NULL);
    g_assert_null(strstr(strstr(packets, ":pubkey enc packet:") + 1, ":pubkey enc packet:"));
}

static void
test_full_disk(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *text = g_strnfill(3000000, 'x');
    g_autoptr(GError) error = NULL;

    close(homes->output);
    homes->output = open("/dev/full", O_WRONLY | O_CLOEXEC);
    g_assert_false(encrypt_to(homes, keys, FALSE, hemo_slice_text(text), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_clear_error(&error);
    close(homes->output);
    homes->output = open("/dev/null", O_RDONLY | O_CLOEXEC);
    g_assert_false(encrypt_to(homes, keys, FALSE, hemo_slice_text(text), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

/* Full in the middle, when most of it is written. */
static void
test_disk_fills_up(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *text = g_strnfill(3000000, 'x');
    g_autoptr(GError) error = NULL;

    close(homes->output);
    homes->output = memfd_create("small", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    g_assert_cmpint(ftruncate(homes->output, 1000000), ==, 0);
    g_assert_cmpint(fcntl(homes->output, F_ADD_SEALS, F_SEAL_GROW), ==, 0);
    g_assert_false(encrypt_to(homes, keys, FALSE, hemo_slice_text(text), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

/* An output of a kind that the kernel does not move pages into. */
static void
test_output_for_appending(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *text = g_strnfill(3000000, 'x');
    g_autofree char *path = g_build_filename(homes->mine, "output", NULL);
    g_autofree char *armor = NULL;

    close(homes->output);
    homes->output = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    g_assert_true(encrypt_to(homes, keys, FALSE, hemo_slice_text(text), NULL));
    armor = read_output(homes, 0);
    assert_reads(homes->theirs, armor, text);
}

/* More chunks than one call of the system takes, some of them empty. */
static void
test_many_chunks(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autoptr(GString) wanted = g_string_new(NULL);
    g_autofree HemoSlice *chunks = g_new0(HemoSlice, 50000);
    g_autofree char *armor = NULL;

    for (guint i = 0; i < 50000; i++) {
        chunks[i] = hemo_slice_sub(hemo_slice_text("one line of a mail\r\n"), 0, i % 21);
        g_string_append_len(wanted, (const char *)chunks[i].data, (gssize)chunks[i].size);
    }
    hemo_openpgp_encrypt_async(homes->openpgp,
                               keys,
                               FALSE,
                               NULL,
                               chunks,
                               50000,
                               homes->output,
                               NULL,
                               on_done,
                               homes);
    g_assert_true(finish(homes, NULL));
    armor = read_output(homes, 0);
    assert_reads(homes->theirs, armor, wanted->str);
}

static guint
count_fds(void)
{
    g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
    guint count = 0;

    while (g_dir_read_name(folder) != NULL)
        count++;
    return count;
}

static gboolean
on_tick(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_REMOVE;
}

/* Given up before and in the middle, twenty times: no pipe stays open. */
static void
test_cancelled(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *text = g_strnfill(8000000, 'x');
    HemoSlice plain = hemo_slice_text(text);
    guint before = 0;

    g_assert_true(encrypt_to(homes, keys, FALSE, hemo_slice_text("warm"), NULL));
    before = count_fds();
    for (guint i = 0; i < 20; i++) {
        g_autoptr(GCancellable) cancellable = g_cancellable_new();
        g_autoptr(GError) error = NULL;

        if (i > 0)
            g_timeout_add(i / 2, on_tick, cancellable);
        else
            g_cancellable_cancel(cancellable);
        hemo_openpgp_encrypt_async(homes->openpgp,
                                   keys,
                                   FALSE,
                                   NULL,
                                   &plain,
                                   1,
                                   homes->output,
                                   cancellable,
                                   on_done,
                                   homes);
        g_assert_false(finish(homes, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    }
    g_assert_cmpuint(count_fds(), ==, before);
}

static void
test_side_by_side(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autofree char *first = g_strnfill(2000000, 'a');
    g_autofree char *second = g_strnfill(2000000, 'b');
    HemoSlice chunks[] = {hemo_slice_text(first), hemo_slice_text(second)};
    Homes other = *homes;
    g_autofree char *armor = NULL;
    g_autofree char *other_armor = NULL;

    other.output = memfd_create("other", MFD_CLOEXEC);
    hemo_openpgp_encrypt_async(homes->openpgp,
                               keys,
                               FALSE,
                               NULL,
                               &chunks[0],
                               1,
                               homes->output,
                               NULL,
                               on_done,
                               homes);
    hemo_openpgp_encrypt_async(homes->openpgp,
                               keys,
                               FALSE,
                               NULL,
                               &chunks[1],
                               1,
                               other.output,
                               NULL,
                               on_done,
                               &other);
    g_assert_true(finish(homes, NULL));
    g_assert_true(finish(&other, NULL));
    armor = read_output(homes, 0);
    other_armor = read_output(&other, 0);
    assert_reads(homes->theirs, armor, first);
    assert_reads(homes->theirs, other_armor, second);
    close(other.output);
}

#ifndef __SANITIZE_ADDRESS__

#define MARK_SIZE 24
#define VEIL      0x5a

/* The mark stands in memory veiled only, so that looking for it does not find itself. */
static const guint8 veiled_mark[MARK_SIZE + 1] =
    "\x2b\x09\x3d\x11\x6f\x28\x02\x77\x13\x0a\x39\x1b\x60\x2f\x08\x34\x1d\x72\x05\x21\x16\x3f"
    "\x0c"
    "\x33";

static gboolean
is_mark(const guint8 *bytes)
{
    for (gsize i = 0; i < MARK_SIZE; i++)
        if (bytes[i] != (veiled_mark[i] ^ VEIL))
            return FALSE;
    return TRUE;
}

static guint
count_marks_in(const guint8 *start, const guint8 *end)
{
    guint count = 0;

    for (const guint8 *at = start; at + MARK_SIZE <= end; at++)
        if (*at == (veiled_mark[0] ^ VEIL) && is_mark(at))
            count++;
    return count;
}

/* In all memory of ours that can be written, without [@skip, @skip_end). */
static guint
count_marks(const guint8 *skip, const guint8 *skip_end)
{
    g_autofree char *maps = NULL;
    g_auto(GStrv) lines = NULL;
    guint count = 0;

    g_assert_true(g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    lines = g_strsplit(maps, "\n", -1);
    for (gsize i = 0; lines[i] != NULL; i++) {
        gsize start = 0;
        gsize end = 0;
        char mode[5] = "";

        if (sscanf(lines[i], "%zx-%zx %4s", &start, &end, mode) != 3 ||
            !g_str_has_prefix(mode, "rw") || strstr(lines[i], "[v") != NULL)
            continue;
        if ((const guint8 *)start <= skip && skip_end <= (const guint8 *)end) {
            count += count_marks_in((const guint8 *)start, skip);
            count += count_marks_in(skip_end, (const guint8 *)end);
        } else {
            count += count_marks_in((const guint8 *)start, (const guint8 *)end);
        }
    }
    return count;
}

#define MAIL_SIZE (1024 * 1024)

static void
fill_with_marks(guint8 *mail)
{
    for (gsize i = 0; i < MAIL_SIZE; i++)
        mail[i] = i % 64 < MARK_SIZE ? veiled_mark[i % 64] ^ VEIL : 'x';
}

/* After success, failure and giving up, the text stands nowhere but in the caller's chunk. */
static void
test_leaves_nothing_in_memory(Homes *homes, gconstpointer data)
{
    const char *const good[] = {homes->bob, NULL};
    const char *const bad[] = {"0123456789ABCDEF0123456789ABCDEF01234567", NULL};
    guint8 *mail =
        mmap(NULL, MAIL_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    g_autofree guint8 *control = NULL;
    HemoSlice plain = hemo_slice(mail, MAIL_SIZE);

    /* MALLOC_PERTURB_ would wipe what is freed, which nobody does for the users. */
    mallopt(M_PERTURB, 0);
    g_assert_true(mail != MAP_FAILED);
    fill_with_marks(mail);
    g_assert_cmpuint(count_marks(mail, mail), >=, MAIL_SIZE / 64);
    g_assert_cmpuint(count_marks(mail, mail + MAIL_SIZE), ==, 0);
    for (guint i = 0; i < 5; i++) {
        g_autoptr(GCancellable) cancellable = g_cancellable_new();

        g_assert_true(encrypt_to(homes, good, FALSE, plain, NULL));
        g_assert_cmpuint(count_marks(mail, mail + MAIL_SIZE), ==, 0);
        g_assert_false(encrypt_to(homes, bad, FALSE, plain, NULL));
        g_assert_cmpuint(count_marks(mail, mail + MAIL_SIZE), ==, 0);
        g_timeout_add(i, on_tick, cancellable);
        hemo_openpgp_encrypt_async(homes->openpgp,
                                   good,
                                   FALSE,
                                   NULL,
                                   &plain,
                                   1,
                                   homes->output,
                                   cancellable,
                                   on_done,
                                   homes);
        finish(homes, NULL);
        g_assert_cmpuint(count_marks(mail, mail + MAIL_SIZE), ==, 0);
    }
    control = g_memdup2(mail, 64);
    g_assert_cmpuint(count_marks(mail, mail + MAIL_SIZE), ==, 1);
    munmap(mail, MAIL_SIZE);
}

#endif

static void
test_no_home(Homes *homes, gconstpointer data)
{
    const char *const keys[] = {homes->bob, NULL};
    g_autoptr(GError) error = NULL;

    hemo_openpgp_unref(homes->openpgp);
    homes->openpgp = hemo_openpgp_new("/nonexistent/gnupg");
    g_assert_false(encrypt_to(homes, keys, FALSE, hemo_slice_text("text"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
}

/* The other end sees one signature, of the key that was named. */
static void
test_signed(Homes *homes, gconstpointer data)
{
    HemoSlice plain = hemo_slice_text("Content-Type: text/plain\r\n\r\nHello\r\n");
    g_autoptr(GError) error = NULL;
    g_autofree char *armor = NULL;
    g_autofree char *status = NULL;
    g_autofree char *valid = g_strconcat("VALIDSIG ", homes->ann, " ", NULL);

    gpg_home_copy_key(homes->mine, homes->theirs, homes->ann);
    g_assert_true(sign(homes, homes->ann, plain, &error));
    g_assert_no_error(error);
    armor = read_output(homes, 0);
    status = gpg_home_run(homes->theirs,
                          armor,
                          "--status-fd",
                          "1",
                          "--trust-model",
                          "always",
                          "--decrypt",
                          NULL);
    g_assert_nonnull(strstr(status, valid));
    g_assert_nonnull(strstr(status, "Content-Type: text/plain\r\n\r\nHello\r\n"));
}

/* Nobody signs who is not named, whatever gpg.conf says. */
static void
test_other_signers(Homes *homes, gconstpointer data)
{
    g_autofree char *other = gpg_home_make_key(homes->mine, "cyd@example.org", "0");
    g_autofree char *config = g_build_filename(homes->mine, "gpg.conf", NULL);
    g_autofree char *text = g_strdup_printf("local-user %s\n", other);
    g_autofree char *missing = g_strnfill(40, 'A');
    const char *const bad[] = {homes->bob, missing};
    g_autoptr(GError) error = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_false(sign(homes, bad[i], hemo_slice_text("x"), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNUSABLE);
        g_clear_error(&error);
    }
    g_assert_false(sign(homes, "ann@example.org", hemo_slice_text("x"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_true(g_file_set_contents(config, text, -1, NULL));
    g_assert_false(sign(homes, homes->ann, hemo_slice_text("x"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_FAILED);
}

static char *
make_key_preferring(const char *home, const char *address, const char *ciphers)
{
    g_autofree char *preferences = g_strconcat(ciphers, " SHA256", NULL);
    g_autofree char *status = gpg_home_run(home,
                                           "",
                                           "--passphrase",
                                           "",
                                           "--status-fd",
                                           "1",
                                           "--default-preference-list",
                                           preferences,
                                           "--quick-gen-key",
                                           address,
                                           "rsa2048",
                                           "sign,encrypt",
                                           "0",
                                           NULL);

    return g_strndup(strstr(status, "KEY_CREATED P ") + strlen("KEY_CREATED P "), 40);
}

/* gpg's choice follows the keys' preferences, and old ones are too weak. */
static void
test_ciphers(Homes *homes, gconstpointer data)
{
    static const struct {
        const char *ciphers;
        gboolean done;
        gboolean is_approved;
    } cases[] = {
        {"AES256 AES192 AES", TRUE, TRUE},
        {"AES", TRUE, TRUE},
        {"TWOFISH AES256", TRUE, FALSE},
        {"3DES", FALSE, FALSE},
        {"CAST5 AES", FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *address = g_strdup_printf("p%" G_GSIZE_FORMAT "@example.org", i);
        g_autofree char *key = make_key_preferring(homes->mine, address, cases[i].ciphers);
        const char *const keys[] = {key, NULL};
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(encrypt_to(homes, keys, FALSE, hemo_slice_text("x"), &error),
                        ==,
                        cases[i].done);
        g_assert_true(cases[i].done || hemo_error_is(error, HEMO_ERROR_UNUSABLE));
        g_assert_cmpint(homes->is_approved, ==, cases[i].is_approved);
    }
}

/* A key under a passphrase: gpg's agent asks, and the person may refuse or be absent. */
static void
test_locked(Homes *homes, gconstpointer data)
{
    static const struct {
        const char *answer;
        int code; /* -1: signed */
    } cases[] = {
        {NULL, HEMO_ERROR_CANCELLED},
        {"wrong", HEMO_ERROR_LOCKED},
        {"secret words", -1},
    };
    g_autofree char *status = gpg_home_run(homes->mine,
                                           "",
                                           "--pinentry-mode",
                                           "loopback",
                                           "--passphrase",
                                           "secret words",
                                           "--status-fd",
                                           "1",
                                           "--quick-gen-key",
                                           "own@example.org",
                                           "ed25519",
                                           "sign",
                                           "0",
                                           NULL);
    g_autofree char *key =
        g_strndup(strstr(status, "KEY_CREATED P ") + strlen("KEY_CREATED P "), 40);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        gboolean done = FALSE;

        gpg_home_set_answer(homes->mine, cases[i].answer);
        gpg_home_end_agent(homes->mine);
        done = sign(homes, key, hemo_slice_text("x"), &error);
        g_assert_cmpint(done, ==, cases[i].code < 0);
        if (!done)
            g_assert_error(error, HEMO_ERROR, cases[i].code);
    }
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-encrypt/" name, Homes, NULL, homes_set_up, function, homes_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("both-can-read", test_both_can_read);
    ADD("nothing-inside", test_nothing_inside);
    ADD("packets", test_packets);
    ADD("one-bad-key-fails-all", test_one_bad_key_fails_all);
    ADD("bad-lists", test_bad_lists);
    ADD("no-secret-readers", test_no_secret_readers);
    ADD("full-disk", test_full_disk);
    ADD("disk-fills-up", test_disk_fills_up);
    ADD("output-for-appending", test_output_for_appending);
    ADD("many-chunks", test_many_chunks);
    ADD("cancelled", test_cancelled);
    ADD("side-by-side", test_side_by_side);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow fills the address space */
    ADD("leaves-nothing-in-memory", test_leaves_nothing_in_memory);
#endif
    ADD("no-home", test_no_home);
    ADD("ciphers", test_ciphers);
    ADD("locked", test_locked);
    ADD("signed", test_signed);
    ADD("other-signers", test_other_signers);
    return g_test_run();
}
