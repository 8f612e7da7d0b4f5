/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-trigger.h.
 */
#include "hemo-trigger.h"

#include <string.h>

struct _HemoTrigger {
    gboolean *found; /* one for each keyword */
    guint n_keywords;
    HemoSecret *subject;
};

static gboolean
is_word_byte(int byte)
{
    return byte >= 0x80 || (byte >= 0 && g_ascii_isalnum((char)byte));
}

static gboolean
stands_alone(HemoSlice subject, gsize at, const char *keyword)
{
    gsize size = strlen(keyword);
    int before = at > 0 ? hemo_slice_at(subject, at - 1) : -1;

    if (is_word_byte((guint8)keyword[0]) && is_word_byte(before))
        return FALSE;
    return !is_word_byte((guint8)keyword[size - 1]) ||
           !is_word_byte(hemo_slice_at(subject, at + size));
}

/* The bytes of the longest keyword at @at, or 0.  All that fit count as found: a longer word
 * that somebody adds must not hide a shorter one that asks for more. */
static gsize
match_at(HemoTrigger *trigger, HemoSlice subject, gsize at, const char *const *keywords)
{
    HemoSlice rest = hemo_slice_from(subject, at);
    gsize most = 0;

    for (guint i = 0; i < trigger->n_keywords; i++) {
        gsize size = strlen(keywords[i]);

        if (size > 0 && hemo_slice_has_prefix_nocase(rest, keywords[i]) &&
            stands_alone(subject, at, keywords[i])) {
            most = MAX(most, size);
            trigger->found[i] = TRUE;
        }
    }
    return most;
}

static gsize
skip_blanks(HemoSlice subject, gsize at)
{
    while (hemo_slice_at(subject, at) == ' ' || hemo_slice_at(subject, at) == '\t')
        at++;
    return at;
}

/* Ends @buffer with one blank where a keyword was cut, or with none at the start. */
static void
close_gap(HemoBuffer *buffer)
{
    HemoSlice done = hemo_buffer_slice(buffer);
    gsize size = done.size;

    while (size > 0 && (done.data[size - 1] == ' ' || done.data[size - 1] == '\t'))
        size--;
    hemo_buffer_truncate(buffer, size);
    if (size > 0)
        hemo_buffer_append_byte(buffer, ' ');
}

static HemoSecret *
cut(HemoTrigger *trigger, HemoSlice subject, const char *const *keywords)
{
    g_autoptr(HemoBuffer) buffer = hemo_buffer_new();
    HemoSlice done;
    gsize end = 0; /* of the keywords that overlap here */

    for (gsize at = 0; at < subject.size; at++) {
        gsize size = match_at(trigger, subject, at, keywords);

        if (size > 0 && at >= end)
            close_gap(buffer);
        if (size > 0)
            end = MAX(end, skip_blanks(subject, at + size));
        if (at >= end)
            hemo_buffer_append_byte(buffer, subject.data[at]);
    }
    done = hemo_buffer_slice(buffer);
    if (hemo_trigger_count(trigger) > 0)
        done = hemo_slice_strip(done);
    return hemo_secret_new_copy(done);
}

HemoTrigger *
hemo_trigger_find(HemoSlice subject, const char *const *keywords)
{
    HemoTrigger *trigger = g_new0(HemoTrigger, 1);

    while (keywords != NULL && keywords[trigger->n_keywords] != NULL)
        trigger->n_keywords++;
    trigger->found = g_new0(gboolean, trigger->n_keywords + 1);
    trigger->subject = cut(trigger, subject, keywords);
    return trigger;
}

void
hemo_trigger_free(HemoTrigger *trigger)
{
    if (trigger == NULL)
        return;
    hemo_secret_unref(trigger->subject);
    g_free(trigger->found);
    g_free(trigger);
}

gboolean
hemo_trigger_has(const HemoTrigger *trigger, guint index)
{
    return index < trigger->n_keywords && trigger->found[index];
}

guint
hemo_trigger_count(const HemoTrigger *trigger)
{
    guint count = 0;

    for (guint i = 0; i < trigger->n_keywords; i++)
        count += trigger->found[i] ? 1 : 0;
    return count;
}

HemoSecret *
hemo_trigger_subject(const HemoTrigger *trigger)
{
    return trigger->subject;
}
