/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * GnuPG homes for tests, with real keys; the agents that gpg starts end with them.
 */
#pragma once

#include <gio/gio.h>

/* A new empty home. */
char *gpg_home_new(void);

/* Ends its agent and removes it; frees @home. */
void gpg_home_free(char *home);

/* Runs gpg with the arguments after @input, up to NULL; it must succeed.  Its output. */
char *gpg_home_run(const char *home, const char *input, ...) G_GNUC_NULL_TERMINATED;

/* A key that can encrypt; @expires as gpg wants it ("0" never).  Its fingerprint. */
char *gpg_home_make_key(const char *home, const char *address, const char *expires);

/* Copies the public key @fingerprint from one home to another. */
void gpg_home_copy_key(const char *from, const char *to, const char *fingerprint);

/* So that it forgets passphrases and reads its settings anew. */
void gpg_home_end_agent(const char *home);

/* Lets gpg's agent of @home ask a program that answers at once: with the passphrase @answer, or
 * as one who gives up (NULL). */
void gpg_home_set_answer(const char *home, const char *answer);

/* Waits for what was begun with gpg_wait_done as its callback. */
typedef struct {
    GAsyncResult *result;
} GpgWait;

void gpg_wait_done(GObject *source, GAsyncResult *result, gpointer wait);
GAsyncResult *gpg_wait(GpgWait *wait); /* owned by the caller */
