/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * S/MIME beside the command line of OpenSSL, in pairs on the same bytes: a 25 MB mail to one
 * and to six recipients, encrypted only as openssl does and signed inside as it goes out;
 * small mails; memory.  openssl pays for its start, about 5 ms.
 * Prints one JSON object a line.
 */
#include "hemo-cipher.h"

#include "sample-certificate.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LARGE    (25 * 1000 * 1000)
#define SMALL    2000
#define PAIRS    11
#define LINE     76
#define MAX_KEYS 6
#define TO_MS    1000.0

typedef struct {
    char *folder;
    char *files[MAX_KEYS]; /* certificates, PEM */
    Sample *people[MAX_KEYS];
    HemoIdentity *signer;
    int mail; /* memfd */
    HemoSlice plain;
} Bench;

typedef struct {
    const char *name;
    gsize size;
    guint recipients;
    gboolean is_signed;
} Case;

typedef struct {
    double ms;
    long kib; /* the most memory that the process had */
} Run;

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
        gsize column = i % (LINE + 2);

        state = state * G_GUINT64_CONSTANT(6364136223846793005) + 1442695040888963407;
        text[i] = letters[state >> 58];
        if (column >= LINE)
            text[i] = column == LINE ? '\r' : '\n';
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
make_people(Bench *bench)
{
    g_autoptr(Sample) root = sample_authority();

    bench->folder = g_dir_make_tmp("hemostat-XXXXXX", NULL);
    for (gsize i = 0; i < MAX_KEYS; i++) {
        g_autofree char *address = g_strdup_printf("person%zu@example.org", i);
        g_autofree char *name = g_strdup_printf("%zu.pem", i);
        FILE *file = NULL;

        bench->people[i] = sample_person(root, address, "RSA:3072");
        bench->files[i] = g_build_filename(bench->folder, name, NULL);
        file = fopen(bench->files[i], "w");
        PEM_write_X509(file, bench->people[i]->x509);
        fclose(file);
    }
    bench->signer = sample_identity(bench->people[0], root);
}

static void
free_people(Bench *bench)
{
    for (gsize i = 0; i < MAX_KEYS; i++) {
        g_unlink(bench->files[i]);
        g_free(bench->files[i]);
        sample_free(bench->people[i]);
    }
    hemo_identity_unref(bench->signer);
    g_rmdir(bench->folder);
    g_free(bench->folder);
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    GAsyncResult **ret_result = data;

    *ret_result = g_object_ref(result);
}

static void
encrypt(const Bench *bench, const Case *what)
{
    HemoCipher *cipher = hemo_cipher_new(NULL);
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
    HemoCipherJob job = {.keys = keys,
                         .chunks = &bench->plain,
                         .n_chunks = 1,
                         .signer = what->is_signed ? bench->signer : NULL,
                         .output_fd = memfd_create("output", MFD_CLOEXEC)};
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    const char *type = NULL;

    for (guint i = 0; i < what->recipients; i++)
        g_ptr_array_add(keys, sample_key(bench->people[i], 0));
    hemo_cipher_encrypt_async(cipher, &job, NULL, on_done, &result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    hemo_cipher_encrypt_finish(cipher, result, &type, &error);
    g_assert_no_error(error);
    g_ptr_array_unref(keys);
    hemo_cipher_unref(cipher);
    close(job.output_fd);
}

static Run
wait_for(pid_t child, gint64 start)
{
    struct rusage usage;
    int status = 0;

    g_assert_cmpint(wait4(child, &status, 0, &usage), ==, child);
    g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return (Run){(double)(g_get_monotonic_time() - start) / TO_MS, usage.ru_maxrss};
}

/* As the agent does it: in a process that is there already. */
static Run
run_ours(const Bench *bench, const Case *what)
{
    gint64 start = g_get_monotonic_time();

    encrypt(bench, what);
    return (Run){(double)(g_get_monotonic_time() - start) / TO_MS, 0};
}

/* openssl reads and writes memory files too. */
static Run
run_openssl(const Bench *bench, const Case *what)
{
    g_autofree char *input = g_strdup_printf("/proc/self/fd/%d", bench->mail);
    const char *arguments[8 + MAX_KEYS] =
        {"openssl", "cms", "-encrypt", "-stream", "-aes-256-cbc", "-in", input};
    int output = memfd_create("output", 0);
    gint64 start = g_get_monotonic_time();
    pid_t child = 0;

    for (guint i = 0; i < what->recipients; i++)
        arguments[7 + i] = bench->files[i];
    child = fork();
    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        execvp("openssl", (char *const *)arguments);
        _exit(1);
    }
    close(output);
    return wait_for(child, start);
}

/* Once more, alone in a fresh process of the same program. */
static long
measure_memory(const char *program, guint number)
{
    g_autofree char *text = g_strdup_printf("%u", number);
    pid_t child = fork();

    if (child == 0) {
        execl(program, program, text, NULL);
        _exit(1);
    }
    return wait_for(child, 0).kib;
}

static int
compare(const void *one, const void *other)
{
    double difference = *(const double *)one - *(const double *)other;

    return difference < 0 ? -1 : difference > 0;
}

static double
median(double *values)
{
    qsort(values, PAIRS, sizeof *values, compare);
    return values[PAIRS / 2];
}

static const Case cases[] = {
    {"large-1", LARGE, 1, FALSE},
    {"large-6", LARGE, 6, FALSE},
    {"large-1-signed", LARGE, 1, TRUE},
    {"large-6-signed", LARGE, 6, TRUE},
    {"small-1", SMALL, 1, FALSE},
    {"small-6", SMALL, 6, FALSE},
    {"small-6-signed", SMALL, 6, TRUE},
};

static void
compare_runs(Bench *bench, const char *program, guint number)
{
    const Case *what = &cases[number];
    double ours[PAIRS];
    double theirs[PAIRS];
    double ratios[PAIRS];

    make_mail(bench, what->size);
    run_ours(bench, what);
    run_openssl(bench, what);
    for (gsize i = 0; i < PAIRS; i++) {
        if (i % 2 == 0)
            ours[i] = run_ours(bench, what).ms;
        theirs[i] = run_openssl(bench, what).ms;
        if (i % 2 == 1)
            ours[i] = run_ours(bench, what).ms;
        ratios[i] = ours[i] / theirs[i];
    }
    free_mail(bench);
    g_print("{\"bench\":\"%s\",\"bytes\":%zu,\"recipients\":%u,\"signed\":%s,\"pairs\":%d,"
            "\"ours_ms\":%.1f,\"openssl_ms\":%.1f,\"ratio\":%.3f,\"peak_rss_mb\":%.1f}\n",
            what->name,
            what->size,
            what->recipients,
            what->is_signed ? "true" : "false",
            PAIRS,
            median(ours),
            median(theirs),
            median(ratios),
            (double)measure_memory(program, number) / 1024);
}

int
main(int argc, char **argv)
{
    Bench bench = {.folder = NULL};

    make_people(&bench);
    if (argc > 1) {
        guint number = (guint)g_ascii_strtoull(argv[1], NULL, 10) % G_N_ELEMENTS(cases);

        make_mail(&bench, cases[number].size);
        encrypt(&bench, &cases[number]);
        free_mail(&bench);
    } else {
        for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
            compare_runs(&bench, "/proc/self/exe", i);
    }
    free_people(&bench);
    return 0;
}
