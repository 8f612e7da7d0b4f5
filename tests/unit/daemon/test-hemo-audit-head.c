/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-audit-head.h"

#include "daemon-home.h"
#include "hemo-error.h"

#include <string.h>

static HemoAuditMark
make_mark(guint64 number, guint8 fill)
{
    HemoAuditMark mark = {.number = number};

    memset(mark.mac, fill, sizeof mark.mac);
    return mark;
}

static gboolean
load(HemoAuditHead *head, HemoAuditMark *ret_mark, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_audit_head_load_async(head, daemon_home_on_result, &result);
    return hemo_audit_head_load_finish(head, daemon_home_wait(&result), ret_mark, error);
}

static void
flush(HemoAuditHead *head)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_audit_head_flush_async(head, daemon_home_on_result, &result);
    hemo_audit_head_flush_finish(head, daemon_home_wait(&result));
}

static void
assert_kept(HemoAuditHead *head, const HemoAuditMark *expected)
{
    g_autoptr(GError) error = NULL;
    HemoAuditMark mark = {0};

    g_assert_true(load(head, &mark, &error));
    g_assert_no_error(error);
    g_assert_cmpmem(&mark, sizeof mark, expected, sizeof *expected);
}

static void
test_none(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoAuditHead) head = hemo_audit_head_new(home->keyring);
    const HemoAuditMark none = {0};

    assert_kept(head, &none);
    flush(head); /* nothing to do ends too */
    assert_kept(head, &none);
    hemo_audit_head_free(NULL);
}

static void
test_kept_over_restart(DaemonHome *home, gconstpointer data)
{
    HemoAuditHead *head = hemo_audit_head_new(home->keyring);
    HemoAuditMark mark = make_mark(G_MAXINT64, 0xab);

    hemo_audit_head_set(head, &mark);
    flush(head);
    hemo_audit_head_free(head);
    head = hemo_audit_head_new(home->keyring);
    assert_kept(head, &mark);
    hemo_audit_head_free(head);
}

/* Many records, few writes; the last one counts, even if it comes while one is written. */
static void
test_newest_counts(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoAuditHead) head = hemo_audit_head_new(home->keyring);
    g_autoptr(GAsyncResult) first = NULL;
    HemoAuditMark mark = make_mark(1, 1);

    hemo_audit_head_set(head, &mark);
    hemo_audit_head_flush_async(head, daemon_home_on_result, &first);
    for (guint8 i = 2; i < 100; i++) {
        mark = make_mark(i, i);
        hemo_audit_head_set(head, &mark);
    }
    flush(head);
    hemo_audit_head_flush_finish(head, daemon_home_wait(&first));
    assert_kept(head, &mark);
}

/* Without a flush it is written all the same, a moment later. */
static void
test_written_soon(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoAuditHead) head = hemo_audit_head_new(home->keyring);
    HemoAuditMark mark = make_mark(5, 5);
    HemoAuditMark kept = {0};

    hemo_audit_head_set(head, &mark);
    while (kept.number == 0) {
        g_autoptr(GError) error = NULL;

        g_assert_true(load(head, &kept, &error));
        g_assert_no_error(error);
    }
    g_assert_cmpuint(kept.number, ==, 5);
    flush(head);
}

/* What is there but cannot be read is not the same as nothing. */
static void
test_damaged(DaemonHome *home, gconstpointer data)
{
    static const char *const texts[] = {
        "x",
        "7",
        "7 ",
        "7 abcd",
        "-7 0000000000000000000000000000000000000000000000000000000000000000",
        "-1 0000000000000000000000000000000000000000000000000000000000000000",
        "7 000000000000000000000000000000000000000000000000000000000000000g",
        "7 00000000000000000000000000000000000000000000000000000000000000000",
    };
    g_autoptr(HemoAuditHead) head = hemo_audit_head_new(home->keyring);

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        HemoAuditMark mark = {0};

        daemon_home_store(home, "audit-head", hemo_slice_text(texts[i]));
        g_assert_false(load(head, &mark, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOST);
    }
}

#define ADD(name, function)                                                                    \
    g_test_add("/audit-head/" name,                                                            \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("none", test_none);
    ADD("kept-over-restart", test_kept_over_restart);
    ADD("newest-counts", test_newest_counts);
    ADD("written-soon", test_written_soon);
    ADD("damaged", test_damaged);
    return g_test_run();
}
