/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any description of a mail, any parts: a message that is built has a header of ours only,
 * its lines end and are no longer than they may be, and it is the same each time.
 */
#include <gmime/gmime.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-compose.h"
#include "hemo-header.h"
#include "hemo-limits.h"

#define MAX_PARTS 8
#define MAX_LINE  998

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char *const copies[] = {
    "@a{sv} {}",
    "{'note': <'a <b> note'>}",
    "{'blind': <true>}",
    "{'recipients': <['b@example.org']>, 'note': <'n'>}",
};

/* The message, or NULL if none was built. */
static HemoSecret *
build(const HemoComposeInput *input, GVariant *copy)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(hemo_compose_answer(input, copy));
    HemoSecret *message = NULL;
    guint64 size = 0;

    if (g_variant_lookup(values, "size", "t", &size)) {
        message = hemo_secret_new((gsize)size);
        g_assert_cmpint(pread(input->output, hemo_secret_data(message), (gsize)size, 0),
                        ==,
                        (gssize)size);
    }
    return message;
}

static void
check_lines(HemoSlice message)
{
    HemoSlice rest = message;
    HemoSlice line;

    while (hemo_slice_next_line(&rest, &line)) {
        g_assert_cmpuint(line.size, <=, MAX_LINE);
        g_assert_cmpuint(hemo_slice_find(line, '\r'), ==, line.size);
        g_assert_cmpuint(hemo_slice_find(line, '\0'), ==, line.size);
    }
}

static void
check_header(HemoSlice message)
{
    static const struct {
        const char *name;
        guint least;
        guint most;
    } fields[] = {
        {"From", 1, 1},
        {"To", 0, 1},
        {"Cc", 0, 1},
        {"Bcc", 0, 0},
        {"Date", 0, 0},
        {"Message-ID", 0, 0},
        {"Sender", 0, 0},
        {"Subject", 0, 1},
        {"MIME-Version", 1, 1},
        {"Content-Type", 1, 1},
        {"Content-Transfer-Encoding", 0, 1},
        {"X-Identity-Key", 0, 0},
    };
    HemoHeader header;
    HemoHeaderField field;
    gsize offset = 0;

    g_assert_true(hemo_header_split(message, &header, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        guint count = (guint)hemo_header_count(&header, fields[i].name);

        g_assert_cmpuint(count, >=, fields[i].least);
        g_assert_cmpuint(count, <=, fields[i].most);
    }
    while (hemo_header_next(&header, &offset, &field))
        for (gsize i = 0; i < field.whole.size; i++)
            g_assert_cmpuint(field.whole.data[i], <, 0x80);
}

static int
open_output(void)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    g_assert_cmpint(fd, >=, 0);
    return fd;
}

/* The first byte chooses the copy; then come the description and the parts, between NULs. */
int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoSlice rest = hemo_slice_from(hemo_slice(data, size), 1);
    HemoSlice parts[MAX_PARTS];
    HemoComposeInput input = {.parts = parts};
    g_autoptr(GVariant) copy = NULL;
    g_autoptr(HemoSecret) message = NULL;
    g_autoptr(HemoSecret) again = NULL;

    if (size == 0)
        return 0;
    g_mime_init();
    copy = g_variant_ref_sink(g_variant_new_parsed(copies[data[0] % G_N_ELEMENTS(copies)]));
    input.json = hemo_slice_sub(rest, 0, hemo_slice_find(rest, '\0'));
    rest = hemo_slice_from(rest, input.json.size);
    while (rest.size > 0 && input.n_parts < MAX_PARTS) {
        rest = hemo_slice_from(rest, 1);
        parts[input.n_parts] = hemo_slice_sub(rest, 0, hemo_slice_find(rest, '\0'));
        rest = hemo_slice_from(rest, parts[input.n_parts++].size);
    }
    input.output = open_output();
    message = build(&input, copy);
    close(input.output);
    if (message == NULL)
        return 0;
    check_lines(hemo_secret_slice(message));
    check_header(hemo_secret_slice(message));
    input.output = open_output();
    again = build(&input, copy);
    close(input.output);
    g_assert_true(hemo_slice_equal(hemo_secret_slice(message), hemo_secret_slice(again)));
    return 0;
}
