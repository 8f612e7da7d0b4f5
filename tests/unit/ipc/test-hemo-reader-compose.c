/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reader.h"
#include "hemo-sealed-fd.h"

#define PEOPLE                                                                                 \
    "\"from\": \"ana@example.org\", \"to\": [\"bo@example.com\"], \"text\": \"hello\\n\""
#define ONE_PART                                                                               \
    "\"parts\": [{\"name\": \"a.bin\", \"type\": \"application/octet-stream\", "               \
    "\"disposition\": \"attachment\"}]"

typedef struct {
    HemoReader *reader;
} Fixture;

typedef struct {
    int fd;
    GError *error;
    gboolean is_done;
} Answer;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->reader = hemo_reader_new(g_getenv("HEMO_TEST_READER"));
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_clear_pointer(&fixture->reader, hemo_reader_free);
}

static void
clear_answer(Answer *answer)
{
    g_clear_error(&answer->error);
    if (answer->is_done && answer->fd >= 0)
        close(answer->fd);
    *answer = (Answer){.fd = -1};
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, clear_answer)

static void
on_answer(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Answer *answer = user_data;

    answer->fd = hemo_reader_compose_finish(NULL, result, &answer->error);
    g_assert_true((answer->fd < 0) == (answer->error != NULL));
    answer->is_done = TRUE;
}

static void
wait_for(Answer *answer)
{
    while (!answer->is_done)
        g_main_context_iteration(NULL, TRUE);
}

static int
filled_fd(const void *data, gsize size)
{
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    g_assert_cmpint(write(fd, data, size), ==, (gssize)size);
    return fd;
}

/* Takes @copy, which may be NULL. */
static void
compose(HemoReader *reader,
        const char *json,
        const int *parts,
        gsize n_parts,
        GVariant *copy,
        Answer *answer)
{
    int fd = filled_fd(json, strlen(json));

    hemo_reader_compose_async(reader, fd, parts, n_parts, copy, 20, NULL, on_answer, answer);
    close(fd); /* the reader has its own copy */
    wait_for(answer);
}

static char *
read_all(int fd)
{
    struct stat status;
    char *text;

    g_assert_cmpint(fstat(fd, &status), ==, 0);
    text = g_malloc0((gsize)status.st_size + 1);
    g_assert_cmpint(pread(fd, text, (gsize)status.st_size, 0), ==, status.st_size);
    return text;
}

/* The message comes sealed: its writer cannot change it any more. */
static void
test_message(Fixture *fixture, gconstpointer data)
{
    g_auto(Answer) answer = {.fd = -1};
    g_autoptr(HemoSealedFd) map = NULL;
    g_autofree char *text = NULL;

    compose(fixture->reader, "{" PEOPLE "}", NULL, 0, NULL, &answer);
    g_assert_no_error(answer.error);
    map = hemo_sealed_fd_map(answer.fd, NULL);
    g_assert_nonnull(map);
    g_assert_cmpint(fcntl(answer.fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
    text = read_all(answer.fd);
    g_assert_true(g_str_has_prefix(text, "From: ana@example.org\r\nTo: bo@example.com\r\n"));
    g_assert_true(g_str_has_suffix(text, "\r\n\r\nhello\r\n"));
}

static void
test_copy(Fixture *fixture, gconstpointer data)
{
    static const char json[] = "{\"from\": \"ana@example.org\", \"text\": \"hello\","
                               " \"to\": [\"bo@example.com\", \"cy@example.net\"]}";
    g_auto(Answer) answer = {.fd = -1};
    g_autofree char *text = NULL;

    compose(fixture->reader,
            json,
            NULL,
            0,
            g_variant_new_parsed("{'recipients': <['cy@example.net']>, 'note': <'A note.'>}"),
            &answer);
    g_assert_no_error(answer.error);
    text = read_all(answer.fd);
    g_assert_nonnull(strstr(text, "\r\nTo: cy@example.net\r\n"));
    g_assert_null(strstr(text, "bo@example.com"));
    g_assert_nonnull(strstr(text, "\r\n\r\nA note.\r\n\r\nhello\r\n"));
}

/* Bytes of @size that repeat nothing for long, always the same. */
static guint8 *
noise(gsize size)
{
    guint8 *bytes = g_malloc(size);
    guint32 state = 1;

    for (gsize i = 0; i < size; i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (guint8)(state >> 24);
    }
    return bytes;
}

/* An attachment as big as people send them; it comes out as it went in. */
static void
test_big_part(Fixture *fixture, gconstpointer data)
{
    gsize size = 25 * 1024 * 1024;
    g_autofree guint8 *bytes = noise(size);
    g_autofree guint8 *decoded = NULL;
    g_autofree char *text = NULL;
    g_auto(Answer) answer = {.fd = -1};
    int part = filled_fd(bytes, size);
    char *start;
    gsize n_decoded = 0;

    compose(fixture->reader, "{" PEOPLE ", " ONE_PART "}", &part, 1, NULL, &answer);
    g_assert_no_error(answer.error);
    text = read_all(answer.fd);
    start = strstr(text, "Content-Disposition: attachment");
    g_assert_nonnull(start);
    start = strstr(start, "\r\n\r\n");
    *strstr(start + 4, "\r\n--") = '\0';
    decoded = g_base64_decode(start, &n_decoded);
    g_assert_cmpuint(n_decoded, ==, size);
    g_assert_true(memcmp(decoded, bytes, size) == 0);
    close(part);
}

/* As many parts as may come, and one more. */
static void
test_many_parts(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GString) json = g_string_new("{" PEOPLE ", \"parts\": [");
    int parts[HEMO_LIMIT_ATTACHED_FDS + 1];
    int part = filled_fd("a", 1);
    g_auto(Answer) answer = {.fd = -1};

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        parts[i] = part;
    for (guint i = 0; i < HEMO_LIMIT_ATTACHED_FDS; i++)
        g_string_append(json, i > 0 ? ", {}" : "{}");
    g_string_append(json, "]}");
    compose(fixture->reader, json->str, parts, HEMO_LIMIT_ATTACHED_FDS, NULL, &answer);
    g_assert_no_error(answer.error);
    clear_answer(&answer);
    compose(fixture->reader, json->str, parts, HEMO_LIMIT_ATTACHED_FDS + 1, NULL, &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_TOO_BIG));
    close(part);
}

/* What cannot be built says why, in words of ours. */
static void
test_refused(Fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *json;
        const char *words;
    } cases[] = {
        {"", "described the mail in a way"},
        {"{" PEOPLE, "described the mail in a way"},
        {"{" PEOPLE ", \"secret-word\": 1}", "described the mail in a way"},
        {"{\"text\": \"secret-word\"}", "no sender"},
        {"{\"from\": \"secret-word\", \"text\": \"\"}", "no sender"},
        {"{" PEOPLE ", \"cc\": [\"secret-word\"]}", "recipient"},
        {"{" PEOPLE ", \"subject\": \"secret-word\\nBcc: x@example.org\"}", "header line"},
        {"{" PEOPLE ", " ONE_PART "}", "attachment"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Answer) answer = {.fd = -1};

        compose(fixture->reader, cases[i].json, NULL, 0, NULL, &answer);
        g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_INVALID));
        g_assert_nonnull(strstr(answer.error->message, cases[i].words));
        g_assert_null(strstr(answer.error->message, "secret-word"));
    }
}

/* Files that are small enough, a message that is not. */
static void
test_too_big(Fixture *fixture, gconstpointer data)
{
    int part = memfd_create("test", MFD_CLOEXEC);
    g_auto(Answer) answer = {.fd = -1};

    g_assert_cmpint(ftruncate(part, HEMO_LIMIT_MAIL - 1024), ==, 0);
    compose(fixture->reader, "{" PEOPLE ", " ONE_PART "}", &part, 1, NULL, &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_TOO_BIG));
    clear_answer(&answer);
    g_assert_cmpint(ftruncate(part, HEMO_LIMIT_MAIL + 1), ==, 0);
    compose(fixture->reader, "{" PEOPLE ", " ONE_PART "}", &part, 1, NULL, &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_TOO_BIG));
    close(part);
}

static void
test_wrong_fds(Fixture *fixture, gconstpointer data)
{
    int ends[2];
    g_auto(Answer) answer = {.fd = -1};

    g_assert_cmpint(pipe(ends), ==, 0);
    compose(fixture->reader, "{" PEOPLE ", " ONE_PART "}", ends, 1, NULL, &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_INVALID));
    clear_answer(&answer);
    hemo_reader_compose_async(fixture->reader, -1, NULL, 0, NULL, 20, NULL, on_answer, &answer);
    wait_for(&answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_INVALID));
    close(ends[0]);
    close(ends[1]);
}

static void
test_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    int json = filled_fd("{" PEOPLE "}", strlen("{" PEOPLE "}"));
    g_auto(Answer) answer = {.fd = -1};

    hemo_reader_compose_async(fixture->reader,
                              json,
                              NULL,
                              0,
                              NULL,
                              20,
                              cancellable,
                              on_answer,
                              &answer);
    g_cancellable_cancel(cancellable);
    wait_for(&answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_CANCELLED));
    close(json);
}

#define ADD(name, function) g_test_add(name, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/reader-compose/message", test_message);
    ADD("/reader-compose/copy", test_copy);
    ADD("/reader-compose/big-part", test_big_part);
    ADD("/reader-compose/many-parts", test_many_parts);
    ADD("/reader-compose/refused", test_refused);
    ADD("/reader-compose/too-big", test_too_big);
    ADD("/reader-compose/wrong-fds", test_wrong_fds);
    ADD("/reader-compose/cancelled", test_cancelled);
    return g_test_run();
}
