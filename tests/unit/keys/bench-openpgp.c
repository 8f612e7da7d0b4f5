/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * OpenPGP against gpg itself, in pairs on the same bytes: a 25 MB mail to one and to six
 * recipients, a small mail, also signed, and look-ups in a ring of a thousand keys.  Prints one
 * JSON object a line.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define LARGE  (25 * 1000 * 1000)
#define SMALL  2000
#define PAIRS  11
#define CROWD  1000
#define LINE   76
#define TO_MS  1000.0
#define N_WARM 1000

#define FRESH_SECONDS 4
#define MOST_KEYS     6
#define MOST_WORDS    (12 + 2 * MOST_KEYS)

typedef struct {
    char *home;
    char *keys[MOST_KEYS + 1]; /* of this run, from the first on */
    char *all[MOST_KEYS];
    const char *signer; /* or NULL */
    HemoOpenpgp *openpgp;
    GMainLoop *loop;
    GAsyncResult *result;
    int mail; /* memfd */
    HemoSlice plain;
} Bench;

/* Lines as of base64, from a simple generator, so that each run has the same. */
static void
make_mail(Bench *bench, gsize size)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    guint64 state = 42;
    char *text = NULL;

    bench->mail = memfd_create("mail", 0);
    g_assert_cmpint(ftruncate(bench->mail, (off_t)size), ==, 0);
    text = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, bench->mail, 0);
    g_assert_true(text != MAP_FAILED);
    for (gsize i = 0; i < size; i++) {
        state = state * G_GUINT64_CONSTANT(6364136223846793005) + 1442695040888963407;
        text[i] = i % (LINE + 1) == LINE ? '\n' : letters[state >> 58];
    }
    bench->plain = hemo_slice(text, size);
}

static void
free_mail(Bench *bench)
{
    munmap((void *)bench->plain.data, bench->plain.size);
    close(bench->mail);
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Bench *bench = data;

    bench->result = g_object_ref(result);
    g_main_loop_quit(bench->loop);
}

static double
run_ours(Bench *bench)
{
    gint64 start = g_get_monotonic_time();
    int output = memfd_create("output", MFD_CLOEXEC);
    g_autoptr(GError) error = NULL;

    hemo_openpgp_encrypt_async(bench->openpgp,
                               (const char *const *)bench->keys,
                               FALSE,
                               bench->signer,
                               &bench->plain,
                               1,
                               output,
                               NULL,
                               on_done,
                               bench);
    g_main_loop_run(bench->loop);
    hemo_openpgp_encrypt_finish(bench->openpgp, bench->result, &error);
    g_assert_no_error(error);
    g_clear_object(&bench->result);
    close(output);
    return (double)(g_get_monotonic_time() - start) / TO_MS;
}

static void
add_words(const char **words, const Bench *bench)
{
    const char *const first[] = {"gpg",
                                 "--homedir",
                                 bench->home,
                                 "--batch",
                                 "--quiet",
                                 "-z0",
                                 "--armor",
                                 "--trust-model",
                                 "always",
                                 "--encrypt"};
    gsize n = 0;

    for (; n < G_N_ELEMENTS(first); n++)
        words[n] = first[n];
    for (gsize i = 0; bench->keys[i] != NULL; i++) {
        words[n++] = "-r";
        words[n++] = bench->keys[i];
    }
    if (bench->signer != NULL)
        words[n++] = "--sign";
    words[n] = NULL;
}

/* gpg reads and writes memory files too. */
static double
run_gpg(Bench *bench)
{
    gint64 start = g_get_monotonic_time();
    int output = memfd_create("output", MFD_CLOEXEC);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_NONE);
    g_autoptr(GSubprocess) process = NULL;
    const char *words[MOST_WORDS];

    lseek(bench->mail, 0, SEEK_SET);
    g_subprocess_launcher_take_stdin_fd(launcher, dup(bench->mail));
    g_subprocess_launcher_take_stdout_fd(launcher, output);
    add_words(words, bench);
    process = g_subprocess_launcher_spawnv(launcher, words, NULL);
    g_assert_true(g_subprocess_wait_check(process, NULL, NULL));
    return (double)(g_get_monotonic_time() - start) / TO_MS;
}

static int
compare(const void *one, const void *other)
{
    double difference = *(const double *)one - *(const double *)other;

    return difference < 0 ? -1 : difference > 0;
}

static double
median(double *values, gsize count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

/* The most that this process ever had, the mail with it. */
static double
peak_megabytes(void)
{
    struct rusage usage = {0};

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void
compare_sizes(Bench *bench, const char *name, gsize size, gsize recipients)
{
    double ours[PAIRS];
    double gpg[PAIRS];
    double ratios[PAIRS];

    memset(bench->keys, 0, sizeof bench->keys);
    memcpy(bench->keys, bench->all, recipients * sizeof *bench->all);
    make_mail(bench, size);
    run_ours(bench);
    run_gpg(bench);
    for (gsize i = 0; i < PAIRS; i++) {
        if (i % 2 == 0)
            ours[i] = run_ours(bench);
        gpg[i] = run_gpg(bench);
        if (i % 2 == 1)
            ours[i] = run_ours(bench);
        ratios[i] = ours[i] / gpg[i];
    }
    g_print("{\"bench\":\"%s\",\"bytes\":%zu,\"recipients\":%zu,\"pairs\":%d,\"ours_ms\":%.1f,"
            "\"gpg_ms\":%.1f,\"ratio\":%.3f,\"peak_mb\":%.1f}\n",
            name,
            size,
            recipients,
            PAIRS,
            median(ours, PAIRS),
            median(gpg, PAIRS),
            median(ratios, PAIRS),
            peak_megabytes());
    free_mail(bench);
}

static double
look_up(Bench *bench)
{
    gint64 start = g_get_monotonic_time();
    g_autoptr(HemoKey) key = NULL;

    hemo_openpgp_find_async(bench->openpgp, "ann@example.org", FALSE, NULL, on_done, bench);
    g_main_loop_run(bench->loop);
    key = hemo_openpgp_find_finish(bench->openpgp, bench->result, NULL);
    g_assert_nonnull(key);
    g_clear_object(&bench->result);
    return (double)(g_get_monotonic_time() - start) / TO_MS;
}

/* As we have gpg do it. */
static double
look_up_with_gpg(Bench *bench)
{
    gint64 start = g_get_monotonic_time();
    g_autofree char *output = gpg_home_run(bench->home,
                                           NULL,
                                           "--with-colons",
                                           "--with-secret",
                                           "--list-keys",
                                           "<ann@example.org>",
                                           NULL);

    return (double)(g_get_monotonic_time() - start) / TO_MS;
}

static gboolean
on_waited(gpointer data)
{
    Bench *bench = data;

    g_main_loop_quit(bench->loop);
    return G_SOURCE_REMOVE;
}

static void
compare_look_ups(Bench *bench)
{
    double cold[PAIRS];
    double gpg[PAIRS];
    double warm[N_WARM];

    /* Files that were just written are not believed yet. */
    g_timeout_add_seconds(FRESH_SECONDS, on_waited, bench);
    g_main_loop_run(bench->loop);
    for (gsize i = 0; i < PAIRS; i++) {
        hemo_openpgp_unref(bench->openpgp);
        bench->openpgp = hemo_openpgp_new(bench->home);
        cold[i] = look_up(bench);
        gpg[i] = look_up_with_gpg(bench);
    }
    for (gsize i = 0; i < N_WARM; i++)
        warm[i] = look_up(bench);
    g_print("{\"bench\":\"look-up\",\"keys\":%d,\"cold_ms\":%.2f,\"gpg_ms\":%.2f,\"warm_ms\":%."
            "4f}\n",
            CROWD + MOST_KEYS,
            median(cold, PAIRS),
            median(gpg, PAIRS),
            median(warm, N_WARM));
}

/* So many other people in the ring; gpg makes them all in one run. */
static void
make_crowd(const char *home)
{
    g_autoptr(GString) text = g_string_new("%no-protection\n%transient-key\n");
    g_autofree char *output = NULL;

    for (guint i = 0; i < CROWD; i++)
        g_string_append_printf(text,
                               "Key-Type: eddsa\nKey-Curve: ed25519\nSubkey-Type: ecdh\n"
                               "Subkey-Curve: cv25519\nName-Email: p%u@example.net\n"
                               "Expire-Date: 0\n%%commit\n",
                               i);
    output = gpg_home_run(home, text->str, "--full-gen-key", NULL);
}

int
main(void)
{
    Bench bench = {.home = gpg_home_new()};

    bench.all[0] = gpg_home_make_key(bench.home, "ann@example.org", "0");
    for (guint i = 1; i < MOST_KEYS; i++) {
        g_autofree char *address = g_strdup_printf("r%u@example.org", i);

        bench.all[i] = gpg_home_make_key(bench.home, address, "0");
    }
    bench.openpgp = hemo_openpgp_new(bench.home);
    bench.loop = g_main_loop_new(NULL, FALSE);
    compare_sizes(&bench, "large", LARGE, 1);
    compare_sizes(&bench, "large", LARGE, MOST_KEYS);
    compare_sizes(&bench, "small", SMALL, 2);
    bench.signer = bench.all[0];
    compare_sizes(&bench, "small-signed", SMALL, 2);
    make_crowd(bench.home);
    compare_look_ups(&bench);
    g_main_loop_unref(bench.loop);
    hemo_openpgp_unref(bench.openpgp);
    for (guint i = 0; i < MOST_KEYS; i++)
        g_free(bench.all[i]);
    gpg_home_free(bench.home);
    return 0;
}
