/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One GPGME operation in the main loop: GPGME names the pipes to the engine, this
 * watches them and tells the end.  No thread, no waiting.  It owns the context.
 */
#pragma once

#include <gio/gio.h>
#include <gpgme.h>

typedef struct _HemoGpgmeLoop HemoGpgmeLoop;

typedef struct {
    /* A key of a key listing, which the function owns; or NULL. */
    void (*key)(gpgme_key_t key, gpointer data);
    /* A pipe to the engine (@writes) or from it is ready, which never blocks then.  TRUE: taken
     * care of; FALSE: GPGME shall do it, which is slower and leaves copies in its memory.  Or
     * NULL. */
    gboolean (*pipe)(int fd, gboolean writes, gpointer data);
    /* The end, once, from the main loop; the function may free the loop. */
    void (*done)(gpgme_error_t result, gpointer data);
} HemoGpgmeHandler;

/* For an operation started in the caller's thread-default main context. */
HemoGpgmeLoop *
hemo_gpgme_loop_new(gpgme_ctx_t context, const HemoGpgmeHandler *handler, gpointer data);
void hemo_gpgme_loop_free(HemoGpgmeLoop *loop); /* ends the operation; NULL is fine */

gpgme_ctx_t hemo_gpgme_loop_context(HemoGpgmeLoop *loop);

/* To be called right after gpgme_op_..._start() with what that returned.  Cancelling
 * @cancellable ends the operation with GPG_ERR_CANCELED. */
void
hemo_gpgme_loop_begin(HemoGpgmeLoop *loop, gpgme_error_t started, GCancellable *cancellable);
