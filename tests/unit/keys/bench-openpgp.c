/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * OpenPGP against gpg itself, in pairs on the same bytes: a 25 MB mail to two
 * recipients, a small mail, and look-ups.  Prints one JSON object a line.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE  (25 * 1000 * 1000)
#define SMALL  2000
#define PAIRS  11
#define LINE   76
#define TO_MS  1000.0
#define N_WARM 1000

#define FRESH_SECONDS 4

typedef struct {
    char *home;
    char *keys[3];
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
                               NULL,
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

/* gpg reads and writes memory files too. */
static double
run_gpg(Bench *bench)
{
    gint64 start = g_get_monotonic_time();
    int output = memfd_create("output", MFD_CLOEXEC);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_NONE);
    g_autoptr(GSubprocess) process = NULL;

    lseek(bench->mail, 0, SEEK_SET);
    g_subprocess_launcher_take_stdin_fd(launcher, dup(bench->mail));
    g_subprocess_launcher_take_stdout_fd(launcher, output);
    process = g_subprocess_launcher_spawn(launcher,
                                          NULL,
                                          "gpg",
                                          "--homedir",
                                          bench->home,
                                          "--batch",
                                          "--quiet",
                                          "-z0",
                                          "--armor",
                                          "--trust-model",
                                          "always",
                                          "-r",
                                          bench->keys[0],
                                          "-r",
                                          bench->keys[1],
                                          "--encrypt",
                                          NULL);
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

static void
compare_sizes(Bench *bench, const char *name, gsize size)
{
    double ours[PAIRS];
    double gpg[PAIRS];
    double ratios[PAIRS];

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
    g_print("{\"bench\":\"%s\",\"bytes\":%zu,\"pairs\":%d,\"ours_ms\":%.1f,\"gpg_ms\":%.1f,"
            "\"ratio\":%.3f}\n",
            name,
            size,
            PAIRS,
            median(ours, PAIRS),
            median(gpg, PAIRS),
            median(ratios, PAIRS));
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
    double warm[N_WARM];

    /* Files that were just written are not believed yet. */
    g_timeout_add_seconds(FRESH_SECONDS, on_waited, bench);
    g_main_loop_run(bench->loop);
    for (gsize i = 0; i < PAIRS; i++) {
        hemo_openpgp_unref(bench->openpgp);
        bench->openpgp = hemo_openpgp_new(bench->home);
        cold[i] = look_up(bench);
    }
    for (gsize i = 0; i < N_WARM; i++)
        warm[i] = look_up(bench);
    g_print("{\"bench\":\"look-up\",\"cold_ms\":%.2f,\"warm_ms\":%.4f}\n",
            median(cold, PAIRS),
            median(warm, N_WARM));
}

int
main(void)
{
    Bench bench = {.home = gpg_home_new()};

    bench.keys[0] = gpg_home_make_key(bench.home, "ann@example.org", "0");
    bench.keys[1] = gpg_home_make_key(bench.home, "bob@example.org", "0");
    bench.openpgp = hemo_openpgp_new(bench.home);
    bench.loop = g_main_loop_new(NULL, FALSE);
    compare_sizes(&bench, "large", LARGE);
    compare_sizes(&bench, "small", SMALL);
    compare_look_ups(&bench);
    g_main_loop_unref(bench.loop);
    hemo_openpgp_unref(bench.openpgp);
    g_free(bench.keys[0]);
    g_free(bench.keys[1]);
    gpg_home_free(bench.home);
    return 0;
}
