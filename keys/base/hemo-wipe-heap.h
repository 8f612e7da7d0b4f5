/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Memory that is given back is emptied.  Linked into a program (the agent, Thunderbird's
 * native host), its free() and realloc() take the place of the C library's for all libraries
 * too: what GDBus, GVariant, SQLite and GPGME copy of a call (a reason that a person typed, an
 * address, a server's name) does not stay behind in memory that nobody owns.  Our own code
 * wipes with hemo_erase() and does not rely on this; builds with a sanitizer, which has its
 * own heap, go without.
 */
#pragma once

#include <stddef.h>

/* The C library's contracts; errno stays as it was. */
void free(void *memory);
void *realloc(void *memory, size_t size);
