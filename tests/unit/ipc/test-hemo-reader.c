/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-reader.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-limits.h"

#define MARK "Zq7-marker-Zq7"

typedef struct {
    HemoReader *reader;
} Fixture;

typedef struct {
    GVariant *values;
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
on_answer(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Answer *answer = user_data;

    answer->values = hemo_reader_ask_finish(NULL, result, &answer->error);
    g_assert_true((answer->values == NULL) == (answer->error != NULL));
    answer->is_done = TRUE;
}

static void
clear_answer(Answer *answer)
{
    g_clear_pointer(&answer->values, g_variant_unref);
    g_clear_error(&answer->error);
    answer->is_done = FALSE;
}

static int
mail_fd(const char *mail, gsize size)
{
    int fd = memfd_create("test", MFD_CLOEXEC);

    g_assert_cmpint(write(fd, mail, size), ==, (gssize)size);
    return fd;
}

static GVariant *
mail_parameters(void)
{
    return g_variant_new_parsed(
        "{'from': <'ana@example.org'>, 'recipients': <['bo@example.com']>,"
        " 'triggers': <['[secure]']>, 'account-words': <['Elm Clinic']>}");
}

static void
wait_for(Answer *answer)
{
    while (!answer->is_done)
        g_main_context_iteration(NULL, TRUE);
}

static void
ask_fd(HemoReader *reader, int fd, guint seconds, Answer *answer)
{
    hemo_reader_ask_async(reader,
                          "mail",
                          fd,
                          mail_parameters(),
                          seconds,
                          NULL,
                          on_answer,
                          answer);
    wait_for(answer);
}

static void
ask(HemoReader *reader, const char *mail, Answer *answer)
{
    int fd = mail_fd(mail, strlen(mail));

    ask_fd(reader, fd, 20, answer);
    close(fd);
}

static void
assert_word(const Answer *answer, const char *key, const char *expected)
{
    const char *value = NULL;

    g_assert_no_error(answer->error);
    g_assert_true(g_variant_lookup(answer->values, key, "&s", &value));
    g_assert_cmpstr(value, ==, expected);
}

static void
assert_works(HemoReader *reader)
{
    Answer answer = {0};

    ask(reader, "Subject: lunch\n\nat noon?\n", &answer);
    assert_word(&answer, "protection", "none");
    clear_answer(&answer);
}

/* The state letter and the parent of process @name; FALSE if there is none. */
static gboolean
read_stat(const char *name, char *ret_state, int *ret_parent)
{
    g_autofree char *path = g_build_filename("/proc", name, "stat", NULL);
    g_autofree char *text = NULL;
    const char *end;

    if (!g_ascii_isdigit(*name) || !g_file_get_contents(path, &text, NULL, NULL))
        return FALSE;
    end = strrchr(text, ')');
    if (end == NULL || strlen(end) < 5)
        return FALSE;
    *ret_state = end[2];
    *ret_parent = (int)g_ascii_strtoll(end + 4, NULL, 10);
    return TRUE;
}

/* The living processes whose parent is @parent, sends them @signal (0: none); gives the
 * last one, or 0. */
static int
signal_children(int parent, int signal)
{
    g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
    const char *name;
    int found = 0;

    while ((name = g_dir_read_name(dir)) != NULL) {
        char state;
        int its_parent;

        if (!read_stat(name, &state, &its_parent) || its_parent != parent || state == 'Z')
            continue;
        found = (int)g_ascii_strtoll(name, NULL, 10);
        kill(found, signal);
    }
    return found;
}

static int
find_child(int parent)
{
    return signal_children(parent, 0);
}

/* Stops @process, and once it can fork no more, its children; gives the last of them. */
static int
stop_all(int process)
{
    g_autofree char *name = g_strdup_printf("%d", process);
    char state = 0;
    int parent;

    g_assert_cmpint(kill(process, SIGSTOP), ==, 0);
    while (state != 'T' && read_stat(name, &state, &parent))
        g_thread_yield();
    return signal_children(process, SIGSTOP);
}

static void
test_values(Fixture *fixture, gconstpointer data)
{
    Answer answer = {0};
    g_auto(GStrv) references = NULL;
    g_auto(GStrv) triggers = NULL;
    const char *digest = NULL;

    ask(fixture->reader,
        "Subject: [Secure] =?utf-8?Q?Caf=C3=A9?= at noon\n"
        "In-Reply-To: <one@example.org>\nReferences: <two@example.org>\n <three@example.org>\n"
        "\nhello\n",
        &answer);
    assert_word(&answer, "protection", "none");
    assert_word(&answer, "subject", "=?UTF-8?b?Q2Fmw6k=?= at noon");
    g_assert_true(g_variant_lookup(answer.values, "digest", "&s", &digest));
    g_assert_cmpuint(strlen(digest), ==, 64);
    g_assert_true(g_variant_lookup(answer.values, "references", "^as", &references));
    g_assert_cmpuint(g_strv_length(references), ==, 3);
    g_assert_cmpstr(references[2], ==, "<one@example.org>");
    g_assert_true(g_variant_lookup(answer.values, "triggers", "^as", &triggers));
    g_assert_cmpstr(triggers[0], ==, "[secure]");
    clear_answer(&answer);
}

static void
test_operations(Fixture *fixture, gconstpointer data)
{
    static const char *const operations[][2] = {{"badge", "badge"}, {"bounce", "report"}};
    Answer answer = {0};
    int fd = mail_fd("Subject: x\n\ny\n", 14);

    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        hemo_reader_ask_async(fixture->reader,
                              operations[i][0],
                              fd,
                              g_variant_new("a{sv}", NULL),
                              20,
                              NULL,
                              on_answer,
                              &answer);
        wait_for(&answer);
        g_assert_no_error(answer.error);
        g_assert_true(g_variant_lookup(answer.values, operations[i][1], "*", NULL));
        clear_answer(&answer);
    }
    hemo_reader_ask_async(fixture->reader,
                          "nonsense",
                          fd,
                          g_variant_new("a{sv}", NULL),
                          20,
                          NULL,
                          on_answer,
                          &answer);
    wait_for(&answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_FAILED));
    clear_answer(&answer);
    close(fd);
}

static char *
unread_part(const Answer *answer)
{
    g_autoptr(GVariant) unread = NULL;
    g_autoptr(GVariant) first = NULL;
    char *part = NULL;

    g_assert_no_error(answer->error);
    unread = g_variant_lookup_value(answer->values, "unread", G_VARIANT_TYPE("aa{sv}"));
    g_assert_nonnull(unread);
    if (g_variant_n_children(unread) == 0)
        return NULL;
    first = g_variant_get_child_value(unread, 0);
    g_variant_lookup(first, "part", "s", &part);
    return part;
}

/* In the sandbox no file can be opened: sets that mail is written in are there all the same,
 * and others only make the part unread. */
static void
test_charsets(Fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *charset;
        gboolean is_known;
        const char *text; /* NULL: some ASCII */
    } cases[] = {
        {"koi8-r", TRUE, NULL},
        {"windows-1251", TRUE, NULL},
        {"iso-2022-jp", TRUE, NULL},
        {"gb18030", TRUE, NULL},
        {"utf-16", TRUE, "\377\376\241\213\216\227"}, /* as ASCII is none */
        {"big5", TRUE, NULL},
        {"euc-kr", TRUE, NULL},
        {"shift_jis", TRUE, NULL},
        {"x-none", FALSE, NULL},
    };
    Answer last = {0};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *mail =
            g_strdup_printf("Content-Type: text/plain; charset=%s\n\n%s",
                            cases[i].charset,
                            cases[i].text != NULL ? cases[i].text : "ab cd\n");
        g_autofree char *part = NULL;
        Answer answer = {0};

        ask(fixture->reader, mail, &answer);
        part = unread_part(&answer);
        g_assert_true((part == NULL) == cases[i].is_known);
        clear_answer(&answer);
    }
    /* One that exists, but is not held open: looking for it must not end the child. */
    ask(fixture->reader, "Content-Type: text/plain; charset=ebcdic-us\n\nab cd\n", &last);
    g_assert_no_error(last.error);
    clear_answer(&last);
}

/* More mails at a time than are read at a time; each gets its own answer. */
static void
test_many(Fixture *fixture, gconstpointer data)
{
    Answer answers[40] = {0};
    g_autoptr(GHashTable) digests =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_autofree char *mail = g_strdup_printf("Subject: %u\n\nx\n", i);
        int fd = mail_fd(mail, strlen(mail));

        hemo_reader_ask_async(fixture->reader,
                              "mail",
                              fd,
                              mail_parameters(),
                              20,
                              NULL,
                              on_answer,
                              &answers[i]);
        close(fd); /* the reader has its own copy */
    }
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        char *digest = NULL;

        wait_for(&answers[i]);
        g_assert_no_error(answers[i].error);
        g_assert_true(g_variant_lookup(answers[i].values, "digest", "s", &digest));
        g_assert_true(g_hash_table_add(digests, digest));
        clear_answer(&answers[i]);
    }
}

static void
test_wrong_fds(Fixture *fixture, gconstpointer data)
{
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    int ends[2];
    Answer answer = {0};
    int fds[5];

    g_assert_cmpint(pipe(ends), ==, 0);
    fds[0] = -1;
    fds[1] = ends[0];
    fds[2] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    fds[3] = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    fds[4] = 9999;
    for (guint i = 0; i < G_N_ELEMENTS(fds); i++) {
        ask_fd(fixture->reader, fds[i], 20, &answer);
        g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_INVALID));
        clear_answer(&answer);
    }
    close(fds[2]);
    close(fds[3]);
    close(ends[0]);
    close(ends[1]);
    g_assert_cmpint(rmdir(folder), ==, 0);
    assert_works(fixture->reader);
}

static GString *
nested_mail(guint depth)
{
    GString *mail = g_string_new("Subject: x\n");

    for (guint i = 0; i < depth; i++)
        g_string_append_printf(mail,
                               "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n",
                               i,
                               i);
    return mail;
}

static GString *
repeated_mail(const char *start, const char *piece, guint times)
{
    GString *mail = g_string_new(start);

    for (guint i = 0; i < times; i++)
        g_string_append(mail, piece);
    return mail;
}

/* Each is answered in a moment, as a mail that nobody could read. */
static void
test_hostile(Fixture *fixture, gconstpointer data)
{
    GString *mails[] = {
        nested_mail(1000),
        repeated_mail("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 200000),
        repeated_mail("From: ", "(", 300000),
        repeated_mail("Content-Type: message/rfc822\n\n",
                      "Content-Type: message/rfc822\n\n",
                      200),
        repeated_mail("", "x", 1),
    };

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autofree char *part = NULL;
        Answer answer = {0};

        ask(fixture->reader, mails[i]->str, &answer);
        part = unread_part(&answer);
        g_assert_cmpstr(part, ==, "mail");
        clear_answer(&answer);
        g_string_free(mails[i], TRUE);
    }
    assert_works(fixture->reader);
}

/* A header within the limit, full of what makes recursive parsers fall over. */
static void
test_parentheses(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GString) mail = repeated_mail("From: ", "(", 200000);
    Answer answer = {0};

    g_string_append(mail, "\n\nhello\n");
    ask(fixture->reader, mail->str, &answer);
    assert_word(&answer, "protection", "none");
    clear_answer(&answer);
}

static void
test_empty(Fixture *fixture, gconstpointer data)
{
    Answer answer = {0};

    ask(fixture->reader, "", &answer);
    g_assert_null(unread_part(&answer));
    clear_answer(&answer);
}

/* The file gets shorter behind the reader's back. */
static void
test_shrinking_file(Fixture *fixture, gconstpointer data)
{
    gsize size = 32 * 1024 * 1024;
    int fd = memfd_create("test", MFD_CLOEXEC);
    Answer answer = {0};

    g_assert_cmpint(ftruncate(fd, (off_t)size), ==, 0);
    hemo_reader_ask_async(fixture->reader,
                          "mail",
                          fd,
                          mail_parameters(),
                          20,
                          NULL,
                          on_answer,
                          &answer);
    g_assert_cmpint(ftruncate(fd, 0), ==, 0);
    wait_for(&answer);
    g_assert_true(answer.error == NULL || hemo_error_is(answer.error, HEMO_ERROR_FAILED));
    clear_answer(&answer);
    close(fd);
    assert_works(fixture->reader);
}

static void
test_process_killed(Fixture *fixture, gconstpointer data)
{
    guint killed = 0;

    for (guint i = 0; i < 5; i++) {
        int process;

        assert_works(fixture->reader);
        /* It may still have been the child of the one killed before that answered. */
        process = find_child(getpid());
        if (process > 0 && kill(process, SIGKILL) == 0)
            killed++;
    }
    g_assert_cmpuint(killed, >=, 1);
    assert_works(fixture->reader);
}

/* A mail that takes a while, so that its child can be met alive. */
static int
slow_mail(void)
{
    g_autoptr(GString) mail = repeated_mail(
        "Content-Type: application/x-unknown\nContent-Transfer-Encoding: base64\n\n",
        "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY3ODkwQUJDREVGR0g=\n",
        900000);

    return mail_fd(mail->str, mail->len);
}

/* A child that reads, not the one that waits: it has closed everything but its reply. */
static int
find_reading_child(int process)
{
    g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename("/proc", name, "fd", "0", NULL);
        char state;
        int parent;

        if (read_stat(name, &state, &parent) && parent == process && state != 'Z' &&
            readlink(path, (char[8]){0}, 8) < 0)
            return (int)g_ascii_strtoll(name, NULL, 10);
    }
    return 0;
}

static void
test_child_killed(Fixture *fixture, gconstpointer data)
{
    Answer answer = {0};
    int fd = slow_mail();
    int child = 0;

    if (geteuid() != 0) {
        g_test_skip("cannot look into the reader");
        close(fd);
        return;
    }
    hemo_reader_ask_async(fixture->reader,
                          "mail",
                          fd,
                          mail_parameters(),
                          20,
                          NULL,
                          on_answer,
                          &answer);
    while (!answer.is_done && child == 0) {
        child = find_reading_child(find_child(getpid()));
        g_main_context_iteration(NULL, FALSE);
    }
    g_assert_cmpint(child, >, 0);
    g_assert_cmpint(kill(child, SIGKILL), ==, 0);
    wait_for(&answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_FAILED));
    clear_answer(&answer);
    close(fd);
    assert_works(fixture->reader);
}

/* A reader that hangs costs one mail its time, and none after it. */
static void
test_hanging(Fixture *fixture, gconstpointer data)
{
    Answer answer = {0};
    int fd = mail_fd("Subject: x\n\ny\n", 14);
    int process;
    int child;

    assert_works(fixture->reader);
    process = find_child(getpid());
    g_assert_cmpint(process, >, 0);
    child = stop_all(process);
    ask_fd(fixture->reader, fd, 1, &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_TIMED_OUT));
    clear_answer(&answer);
    close(fd);
    /* It was stopped so early, perhaps, that it does not follow its parent yet. */
    if (child > 0)
        kill(child, SIGKILL);
    assert_works(fixture->reader);
}

static void
test_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    Answer answer = {0};
    int fd = slow_mail();

    hemo_reader_ask_async(fixture->reader,
                          "mail",
                          fd,
                          mail_parameters(),
                          20,
                          cancellable,
                          on_answer,
                          &answer);
    g_cancellable_cancel(cancellable);
    wait_for(&answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_CANCELLED));
    clear_answer(&answer);
    close(fd);
    assert_works(fixture->reader);
}

/* The owner may go while mails are being read: each still gets its error. */
static void
test_freed(Fixture *fixture, gconstpointer data)
{
    Answer answers[10] = {0};
    int fd = slow_mail();

    for (guint i = 0; i < G_N_ELEMENTS(answers); i++)
        hemo_reader_ask_async(fixture->reader,
                              "mail",
                              fd,
                              mail_parameters(),
                              20,
                              NULL,
                              on_answer,
                              &answers[i]);
    g_clear_pointer(&fixture->reader, hemo_reader_free);
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        wait_for(&answers[i]);
        g_assert_nonnull(answers[i].error);
        clear_answer(&answers[i]);
    }
    close(fd);
}

static void
test_missing_program(Fixture *fixture, gconstpointer data)
{
    g_autoptr(HemoReader) reader = hemo_reader_new("/nonexistent/hemostat-reader");
    g_autoptr(GError) error = NULL;
    Answer answer = {0};

    g_assert_false(hemo_reader_start(reader, &error));
    g_assert_true(hemo_error_is(error, HEMO_ERROR_MISSING));
    ask(reader, "", &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_MISSING));
    clear_answer(&answer);
}

/* A program that is no reader never gives an answer that could be taken for one. */
static void
test_wrong_program(Fixture *fixture, gconstpointer data)
{
    g_autoptr(HemoReader) reader = hemo_reader_new("/bin/true");
    Answer answer = {0};

    ask(reader, "Subject: x\n\ny\n", &answer);
    g_assert_true(hemo_error_is(answer.error, HEMO_ERROR_FAILED));
    clear_answer(&answer);
}

/* Looks for @mark in all memory of @pid that can be written; who has ended has none. */
static gboolean
has_in_memory(int pid, const char *mark)
{
    g_autofree char *maps_path = g_strdup_printf("/proc/%d/maps", pid);
    g_autofree char *memory_path = g_strdup_printf("/proc/%d/mem", pid);
    g_autofree char *maps = NULL;
    g_auto(GStrv) lines = NULL;
    int fd = open(memory_path, O_RDONLY | O_CLOEXEC);
    gboolean is_found = FALSE;

    if (!g_file_get_contents(maps_path, &maps, NULL, NULL))
        maps = g_strdup("");
    lines = g_strsplit(maps, "\n", -1);
    for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
        char *rest = NULL;
        guint64 start = g_ascii_strtoull(lines[i], &rest, 16);
        gsize size = g_ascii_strtoull(rest + 1, &rest, 16) - start;
        g_autofree char *copy = NULL;
        gssize got;

        if (rest[2] != 'w' || size > G_MAXINT) /* what a sanitizer reserves */
            continue;
        copy = g_malloc(size);
        got = pread(fd, copy, size, (off_t)start);
        is_found =
            is_found || (got > 0 && memmem(copy, (gsize)got, mark, strlen(mark)) != NULL);
    }
    if (fd >= 0)
        close(fd);
    return is_found;
}

static void
test_memory(Fixture *fixture, gconstpointer data)
{
    g_autofree char *mail =
        g_strdup_printf("Subject: %s\nFrom: %s\n\n%s\n%s\n", MARK, MARK, MARK, MARK);
    Answer answer = {0};
    int process;
    int child;

    if (geteuid() != 0) {
        g_test_skip("cannot look into the reader");
        return;
    }
    for (guint i = 0; i < 20; i++) {
        ask(fixture->reader, mail, &answer);
        g_assert_no_error(answer.error);
        clear_answer(&answer);
    }
    process = find_child(getpid());
    child = find_child(process);
    g_assert_true(has_in_memory(process, "hemostat-reader")); /* its own name: the look works */
    g_assert_false(has_in_memory(process, MARK));
    g_assert_true(child == 0 || !has_in_memory(child, MARK));
}

/* Nobody may debug it, it dumps no core and gains no privileges. */
static void
test_protected(Fixture *fixture, gconstpointer data)
{
    g_autofree char *path = NULL;
    g_autofree char *status = NULL;
    g_autofree char *limits_path = NULL;
    g_autofree char *limits = NULL;

    assert_works(fixture->reader);
    path = g_strdup_printf("/proc/%d/status", find_child(getpid()));
    g_assert_true(g_file_get_contents(path, &status, NULL, NULL));
    g_assert_nonnull(strstr(status, "NoNewPrivs:\t1"));
    g_assert_nonnull(strstr(status, "Threads:\t1"));
    limits_path = g_strdup_printf("/proc/%d/limits", find_child(getpid()));
    g_assert_true(g_file_get_contents(limits_path, &limits, NULL, NULL));
    g_assert_true(g_regex_match_simple("Max core file size +0 +0", limits, 0, 0));
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/reader/values", test_values);
    add("/reader/operations", test_operations);
    add("/reader/charsets", test_charsets);
    add("/reader/many", test_many);
    add("/reader/wrong-fds", test_wrong_fds);
    add("/reader/hostile", test_hostile);
    add("/reader/parentheses", test_parentheses);
    add("/reader/empty", test_empty);
    add("/reader/shrinking-file", test_shrinking_file);
    add("/reader/process-killed", test_process_killed);
    add("/reader/child-killed", test_child_killed);
    add("/reader/hanging", test_hanging);
    add("/reader/cancelled", test_cancelled);
    add("/reader/freed", test_freed);
    add("/reader/missing-program", test_missing_program);
    add("/reader/wrong-program", test_wrong_program);
    add("/reader/memory", test_memory);
    add("/reader/protected", test_protected);
    return g_test_run();
}
