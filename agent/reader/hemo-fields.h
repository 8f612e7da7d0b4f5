/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What stands in headers beside the Subject and is sent with the mail: fields that people
 * or programs write words into, and the names and descriptions of parts.  What is judged is
 * always bound to the verdict as well; more is bound than judged.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-secret.h"

/* The fields of a mail that hold words, a value a line: Comments, Keywords, Thread-Topic and
 * all that is not known to hold something else.  Not the Subject, nor addresses. */
HemoSecret *hemo_fields_words(GMimeHeaderList *headers);

/* The fields of a mail that belong to its digest, "name:value" a line.  Not among them: the
 * Subject, which counts by itself, what a transport may change, Bcc, which is never sent,
 * and the fields of the body, see below. */
HemoSecret *hemo_fields_bound(GMimeHeaderList *headers);

/* File names, description and other words in the header of @object, a value a line and each
 * once; nothing of what only says how to decode it. */
HemoSecret *hemo_fields_of_part(GMimeObject *object);
