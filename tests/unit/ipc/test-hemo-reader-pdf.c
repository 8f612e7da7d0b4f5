/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Against the real programs: ours in their sandbox, and the readers that others have.
 */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reader.h"

#define WORDS "apple river stone candle tiger"
#define BIG   (25 * 1024 * 1024)
#define HEAD  "From: ana@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
#define PLAIN "Content-Type: text/plain; charset=utf-8\r\n\r\n"

typedef struct {
    HemoReader *reader;
    char *folder;
    char *file;
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
    fixture->folder = g_dir_make_tmp("hemo-pdf-XXXXXX", NULL);
    fixture->file = g_build_filename(fixture->folder, "mail.pdf", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(fixture->folder, name, NULL);

        g_unlink(path);
    }
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->file);
    hemo_reader_free(fixture->reader);
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Answer *answer = user_data;

    answer->fd = hemo_reader_pdf_finish(NULL, result, &answer->error);
    g_assert_true((answer->fd < 0) == (answer->error != NULL));
    answer->is_done = TRUE;
}

static GVariant *
usual_options(void)
{
    return g_variant_new_parsed("{'passphrase': <'" WORDS "'>, 'subject': <'Zarquon results'>,"
                                " 'from': <'Ana Ruiz <ana@example.org>'>,"
                                " 'to': <'bo@example.net'>, 'date': <'22 November 2026'>}");
}

static Answer
ask(Fixture *fixture, const char *mail, gsize size, GVariant *options)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    Answer answer = {0};

    g_assert_cmpint(write(fd, mail, size), ==, (gssize)size);
    hemo_reader_pdf_async(fixture->reader,
                          fd,
                          options,
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_answer,
                          &answer);
    while (!answer.is_done)
        g_main_context_iteration(NULL, TRUE);
    close(fd);
    return answer;
}

/* Takes the descriptor. */
static GBytes *
read_all(int fd)
{
    gsize size = (gsize)lseek(fd, 0, SEEK_END);
    char *bytes = g_malloc(size + 1);

    g_assert_cmpint(pread(fd, bytes, size, 0), ==, (gssize)size);
    g_assert_cmpint(fcntl(fd, F_GET_SEALS) & F_SEAL_WRITE, ==, F_SEAL_WRITE);
    close(fd);
    return g_bytes_new_take(bytes, size);
}

/* Makes the file of @mail, which must work; gives its bytes. */
static GBytes *
make(Fixture *fixture, const char *mail, gsize size, GVariant *options)
{
    Answer answer = ask(fixture, mail, size, options);
    GBytes *bytes;

    g_assert_no_error(answer.error);
    bytes = read_all(answer.fd);
    g_assert_true(g_file_set_contents(fixture->file,
                                      g_bytes_get_data(bytes, NULL),
                                      (gssize)g_bytes_get_size(bytes),
                                      NULL));
    return bytes;
}

/* What the program prints, or NULL if it fails. */
static char *
run(Fixture *fixture, const char *const *arguments)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;
    char *output = NULL;

    g_subprocess_launcher_set_cwd(launcher, fixture->folder);
    process = g_subprocess_launcher_spawnv(launcher, arguments, &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, NULL, NULL, &output, NULL, &error);
    g_assert_no_error(error);
    if (g_subprocess_get_successful(process))
        return output;
    g_free(output);
    return NULL;
}

static char *
text_of(Fixture *fixture, const char *words)
{
    const char *arguments[] = {"pdftotext", "-upw", words, "mail.pdf", "-", NULL};

    return run(fixture, arguments);
}

static void
assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        g_test_message("no \"%s\" in:\n%s", part, text);
    g_assert_nonnull(strstr(text, part));
}

static const char *const lines[] = {
    "Potassium 3.9 mmol/l, creatinine 88 \302\265mol/l",
    "na\303\257ve \303\230re \305\201\303\263d\305\272 S\303\243o 5 \342\202\254",
    "\316\232\316\261\316\273\316\267\316\274\316\255\317\201\316\261 "
    "\316\272\317\214\317\203\316\274\316\265",
    "\320\224\320\276\320\261\321\200\321\213\320\271 \320\264\320\265\320\275\321\214",
    "\360\237\230\200 fine",
};

static void
test_pages(Fixture *fixture, gconstpointer data)
{
    g_autofree char *body = g_strjoinv("\r\n", (char **)lines);
    g_autofree char *mail = g_strconcat(HEAD PLAIN, body, "\r\n", NULL);
    g_autoptr(GBytes) file = make(fixture, mail, strlen(mail), usual_options());
    const char *check[] = {"qpdf", "--check", "--password=" WORDS, "mail.pdf", NULL};
    g_autofree char *report = run(fixture, check);
    g_autofree char *text = text_of(fixture, WORDS);

    g_assert_nonnull(report);
    assert_has(report, "R = 6");
    assert_has(report, "file encryption method: AESv3");
    g_assert_nonnull(text);
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
        assert_has(text, lines[i]);
    assert_has(text, "Zarquon results");
    assert_has(text, "Ana Ruiz <ana@example.org>");
    assert_has(text, "bo@example.net");
    assert_has(text, "22 November 2026");
}

/* Only these words open it, and without them there is nothing to be seen. */
static void
test_closed(Fixture *fixture, gconstpointer data)
{
    static const char *const wrong[] = {"", "apple river stone candle", WORDS " ", "Apple"};
    static const char *const secrets[] =
        {"Zarquon", "wombat", "lab.csv", "Ana Ruiz", "example", "apple", "text/csv", "/Title"};
    static const char mail[] =
        HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" PLAIN
             "wombat wombat\r\n--b\r\nContent-Type: text/csv; name=lab.csv\r\n\r\nwombat\r\n"
             "--b--\r\n";
    g_autoptr(GBytes) file = make(fixture, mail, strlen(mail), usual_options());
    g_autofree char *text = text_of(fixture, WORDS);

    assert_has(text, "wombat wombat");
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *none = text_of(fixture, wrong[i]);

        g_assert_null(none);
    }
    for (guint i = 0; i < G_N_ELEMENTS(secrets); i++)
        g_assert_null(memmem(g_bytes_get_data(file, NULL),
                             g_bytes_get_size(file),
                             secrets[i],
                             strlen(secrets[i])));
}

/* No file is like another, even of one mail. */
static void
test_fresh(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GBytes) one =
        make(fixture, HEAD PLAIN "x", strlen(HEAD PLAIN "x"), usual_options());
    g_autoptr(GBytes) two =
        make(fixture, HEAD PLAIN "x", strlen(HEAD PLAIN "x"), usual_options());

    g_assert_false(g_bytes_equal(one, two));
}

/* Bytes of every value in no order that could be compressed. */
static char *
mixed_bytes(gsize size)
{
    char *bytes = g_malloc(size);
    guint32 state = 5;

    for (gsize i = 0; i < size; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (char)(state >> 24);
    }
    return bytes;
}

static void
assert_attachment(Fixture *fixture, const char *number, const char *bytes, gsize size)
{
    const char *save[] =
        {"pdfdetach", "-upw", WORDS, "-save", number, "-o", "saved", "mail.pdf", NULL};
    g_autofree char *output = run(fixture, save);
    g_autofree char *path = g_build_filename(fixture->folder, "saved", NULL);
    g_autofree char *saved = NULL;
    gsize saved_size = 0;

    g_assert_nonnull(output);
    g_assert_true(g_file_get_contents(path, &saved, &saved_size, NULL));
    g_assert_cmpuint(saved_size, ==, size);
    g_assert_true(memcmp(saved, bytes, size) == 0);
}

static void
add_attachment(GString *mail, const char *name, const char *bytes, gsize size)
{
    g_autofree char *code = g_base64_encode((const guchar *)bytes, size);

    g_string_append_printf(mail,
                           "\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                           "Content-Disposition: attachment; filename=\"%s\"\r\n"
                           "Content-Transfer-Encoding: base64\r\n\r\n",
                           name);
    for (gsize at = 0, length = strlen(code); at < length; at += 76)
        g_string_append_printf(mail, "%.76s\r\n", code + at);
}

static void
test_attachments(Fixture *fixture, gconstpointer data)
{
    static const char *const names[] = {"scan.pdf", "scan.pdf", "../../etc/passwd", ""};
    g_autofree char *bytes = mixed_bytes(200000);
    g_autoptr(GString) mail = g_string_new(
        HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" PLAIN "see below\r\n");
    g_autoptr(GBytes) file = NULL;
    const char *list[] = {"pdfdetach", "-upw", WORDS, "-list", "mail.pdf", NULL};
    g_autofree char *listed = NULL;
    g_autofree char *text = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        add_attachment(mail, names[i], bytes + i, 100000 + i);
    g_string_append(mail, "--b--\r\n");
    file = make(fixture, mail->str, mail->len, usual_options());
    listed = run(fixture, list);
    assert_has(listed, "4 embedded files");
    assert_has(listed, ": scan.pdf\n");
    assert_has(listed, ": scan (2).pdf\n");
    g_assert_null(strchr(listed, '/'));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *number = g_strdup_printf("%u", i + 1);

        assert_attachment(fixture, number, bytes + i, 100000 + i);
    }
    text = text_of(fixture, WORDS);
    assert_has(text, "scan (2).pdf");
}

/* As big as mail may be, within the time and memory of a reader. */
static void
test_big(Fixture *fixture, gconstpointer data)
{
    g_autofree char *bytes = mixed_bytes(BIG);
    g_autoptr(GString) mail = g_string_new(
        HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" PLAIN "x\r\n");
    g_autoptr(GBytes) file = NULL;

    add_attachment(mail, "scan.pdf", bytes, BIG);
    g_string_append(mail, "--b--\r\n");
    file = make(fixture, mail->str, mail->len, usual_options());
    g_assert_cmpuint(g_bytes_get_size(file), <, BIG + 200000);
    assert_attachment(fixture, "1", bytes, BIG);
}

static void
test_paper(Fixture *fixture, gconstpointer data)
{
    static const char *const papers[][2] = {{"a4", "595.276 x 841.89"},
                                            {"letter", "612 x 792"}};
    const char *info[] = {"pdfinfo", "-upw", WORDS, "mail.pdf", NULL};

    for (guint i = 0; i < G_N_ELEMENTS(papers); i++) {
        GVariantDict options;
        g_autoptr(GBytes) file = NULL;
        g_autofree char *report = NULL;

        g_variant_dict_init(&options, NULL);
        g_variant_dict_insert(&options, "passphrase", "s", WORDS);
        g_variant_dict_insert(&options, "paper", "s", papers[i][0]);
        file = make(fixture, HEAD PLAIN, strlen(HEAD PLAIN), g_variant_dict_end(&options));
        report = run(fixture, info);
        assert_has(report, papers[i][1]);
    }
}

static const struct {
    const char *mail;
    const char *options;
    HemoError code;
} refused[] = {
    {HEAD PLAIN "x", "@a{sv} {}", HEMO_ERROR_INVALID},
    {HEAD PLAIN "x", "{'passphrase': <''>}", HEMO_ERROR_INVALID},
    {"", "{'passphrase': <'a'>}", HEMO_ERROR_INVALID},
    {HEAD "Content-Type: text/plain\r\n" PLAIN "x",
     "{'passphrase': <'a'>}",
     HEMO_ERROR_INVALID},
    {HEAD "Content-Transfer-Encoding: rot13\r\n" PLAIN "x",
     "{'passphrase': <'a'>}",
     HEMO_ERROR_INVALID},
};

static void
test_refused(Fixture *fixture, gconstpointer data)
{
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        Answer answer = ask(fixture,
                            refused[i].mail,
                            strlen(refused[i].mail),
                            g_variant_new_parsed(refused[i].options));

        g_assert_error(answer.error, HEMO_ERROR, (int)refused[i].code);
        g_clear_error(&answer.error);
    }
}

/* More text than anybody prints ends in an error, not in a file without its end. */
static void
test_endless(Fixture *fixture, gconstpointer data)
{
    g_autofree char *text = g_strnfill(3 * 1024 * 1024, 'x');
    g_autofree char *mail = g_strconcat(HEAD PLAIN, text, NULL);
    Answer answer = ask(fixture, mail, strlen(mail), usual_options());

    g_assert_error(answer.error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&answer.error);
}

#define ADD(name, function)                                                                    \
    g_test_add("/reader-pdf/" name, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("pages", test_pages);
    ADD("closed", test_closed);
    ADD("fresh", test_fresh);
    ADD("attachments", test_attachments);
    ADD("big", test_big);
    ADD("paper", test_paper);
    ADD("refused", test_refused);
    ADD("endless", test_endless);
    return g_test_run();
}
