/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-prescan.h.  A stack of open multiparts, at most HEMO_LIMIT_DEPTH high;
 * each line is compared with it once.
 */
#include "hemo-prescan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hemo-limits.h"

typedef struct {
    HemoSlice boundary; /* empty for an attached mail, which has none */
    gboolean is_digest; /* parts without a type are mails (RFC 2046 section 5.1.5) */
    gboolean is_odd;    /* the boundary is written so that it cannot be compared */
} Level;

typedef struct {
    Level levels[HEMO_LIMIT_DEPTH];
    guint depth;
    guint parts;
    gsize header_bytes;
    gboolean in_header;
    gboolean in_type; /* the last field seen is Content-Type */
    HemoSlice type;   /* body of the last Content-Type of this header */
} Scan;

static const struct {
    HemoPrescan prescan;
    const char *reason;
} reasons[] = {
    {HEMO_PRESCAN_SIZE, N_("the mail is too big to be read")},
    {HEMO_PRESCAN_PARTS, N_("the mail has too many parts to be read")},
    {HEMO_PRESCAN_HEADERS, N_("the mail has too many header lines to be read")},
    {HEMO_PRESCAN_DEPTH, N_("mails are packed into each other too deeply to be read")},
    {HEMO_PRESCAN_INVALID, N_("the mail could not be read")},
};

static const char *const attached_mails[] = {
    "message/rfc822",
    "message/global",
    "message/news",
};

static HemoSlice
cut_blanks(HemoSlice slice)
{
    while (slice.size > 0 && g_ascii_isspace(slice.data[0]))
        slice = hemo_slice_from(slice, 1);
    return slice;
}

/* The value of a parameter that starts at @rest: a quoted string or a token. */
static HemoSlice
read_value(HemoSlice rest)
{
    gsize size = 0;

    rest = cut_blanks(rest);
    if (hemo_slice_at(rest, 0) == '"') {
        rest = hemo_slice_from(rest, 1);
        return hemo_slice_sub(rest, 0, hemo_slice_find(rest, '"'));
    }
    while (size < rest.size && rest.data[size] != ';' && !g_ascii_isspace(rest.data[size]))
        size++;
    return hemo_slice_sub(rest, 0, size);
}

static gboolean
is_odd_boundary(HemoSlice after_name, HemoSlice value)
{
    return hemo_slice_at(after_name, 0) != '=' || value.size == 0 ||
           hemo_slice_find(value, '\\') < value.size ||
           hemo_slice_find(value, '\n') < value.size ||
           hemo_slice_find(value, '(') < value.size;
}

/* Finds the first thing that looks like a boundary parameter.  A header in which it is
 * not written in the plain way (RFC 2231, comments, escapes, twice) is odd: then every
 * line that begins like a boundary is counted as one. */
static Level
read_multipart(HemoSlice type)
{
    Level level = {.is_digest = hemo_slice_has_prefix_nocase(type, "multipart/digest")};
    gboolean is_found = FALSE;

    for (gsize i = 0; i < type.size; i++) {
        HemoSlice after = hemo_slice_from(type, i + strlen("boundary"));

        if (!hemo_slice_has_prefix_nocase(hemo_slice_from(type, i), "boundary"))
            continue;
        after = cut_blanks(after);
        if (is_found)
            level.is_odd = TRUE;
        is_found = TRUE;
        level.boundary = read_value(hemo_slice_from(after, 1));
        level.is_odd = level.is_odd || is_odd_boundary(after, level.boundary);
        i += (gsize)(level.boundary.data - (type.data + i)) + level.boundary.size;
    }
    return level;
}

static gboolean
is_attached_mail(const Scan *scan)
{
    if (scan->type.size == 0)
        return scan->depth > 0 && scan->levels[scan->depth - 1].is_digest;
    for (guint i = 0; i < G_N_ELEMENTS(attached_mails); i++)
        if (hemo_slice_has_prefix_nocase(scan->type, attached_mails[i]))
            return TRUE;
    return FALSE;
}

static HemoPrescan
start_header(Scan *scan)
{
    scan->in_header = TRUE;
    scan->in_type = FALSE;
    scan->type = HEMO_SLICE_EMPTY;
    scan->parts++;
    return scan->parts > HEMO_LIMIT_PARTS ? HEMO_PRESCAN_PARTS : HEMO_PRESCAN_FINE;
}

static HemoPrescan
end_header(Scan *scan)
{
    Level level = {0};
    gboolean is_mail;

    scan->in_header = FALSE;
    scan->type = cut_blanks(scan->type);
    is_mail = is_attached_mail(scan);
    if (!is_mail && !hemo_slice_has_prefix_nocase(scan->type, "multipart/"))
        return HEMO_PRESCAN_FINE;
    if (scan->depth == HEMO_LIMIT_DEPTH)
        return HEMO_PRESCAN_DEPTH;
    if (!is_mail)
        level = read_multipart(scan->type);
    scan->levels[scan->depth++] = level;
    return is_mail ? start_header(scan) : HEMO_PRESCAN_FINE;
}

static HemoPrescan
read_header_line(Scan *scan, HemoSlice line)
{
    int first = hemo_slice_at(line, 0);
    gsize name_size = strlen("content-type");

    scan->header_bytes += line.size + 1;
    if (scan->header_bytes > HEMO_LIMIT_HEADER_BLOCK)
        return HEMO_PRESCAN_HEADERS;
    if (first == ' ' || first == '\t') {
        if (scan->in_type)
            scan->type.size = (gsize)(line.data + line.size - scan->type.data);
        return HEMO_PRESCAN_FINE;
    }
    scan->in_type = hemo_slice_has_prefix_nocase(line, "content-type") &&
                    hemo_slice_at(cut_blanks(hemo_slice_from(line, name_size)), 0) == ':';
    if (scan->in_type)
        scan->type = hemo_slice_from(line, hemo_slice_find(line, ':') + 1);
    return HEMO_PRESCAN_FINE;
}

/* Does @line (without its "--") name @level?  @ret_is_end: it closes it. */
static gboolean
is_boundary(const Level *level, HemoSlice line, gboolean *ret_is_end)
{
    HemoSlice rest = hemo_slice_from(line, level->boundary.size);

    *ret_is_end = FALSE;
    if (level->is_odd)
        return TRUE;
    if (level->boundary.size == 0 || line.size < level->boundary.size ||
        !hemo_slice_equal(hemo_slice_sub(line, 0, level->boundary.size), level->boundary))
        return FALSE;
    *ret_is_end = hemo_slice_has_prefix_nocase(rest, "--");
    return *ret_is_end || cut_blanks(rest).size == 0;
}

/* TRUE if @line was a boundary of an open multipart, innermost first. */
static gboolean
read_boundary(Scan *scan, HemoSlice line, HemoPrescan *ret_prescan)
{
    gboolean is_end;

    if (!hemo_slice_has_prefix_nocase(line, "--"))
        return FALSE;
    for (guint i = scan->depth; i > 0; i--) {
        if (!is_boundary(&scan->levels[i - 1], hemo_slice_from(line, 2), &is_end))
            continue;
        scan->depth = is_end ? i - 1 : i;
        scan->in_header = FALSE;
        *ret_prescan = is_end ? HEMO_PRESCAN_FINE : start_header(scan);
        return TRUE;
    }
    return FALSE;
}

static HemoPrescan
read_line(Scan *scan, HemoSlice line)
{
    HemoPrescan prescan;

    if (read_boundary(scan, line, &prescan))
        return prescan;
    if (!scan->in_header)
        return HEMO_PRESCAN_FINE;
    return line.size == 0 ? end_header(scan) : read_header_line(scan, line);
}

HemoPrescan
hemo_prescan_check(HemoSlice mail)
{
    Scan scan = {0};
    HemoSlice rest = mail;
    HemoSlice line;
    HemoPrescan prescan;

    if (mail.size > HEMO_LIMIT_MAIL)
        return HEMO_PRESCAN_SIZE;
    prescan = start_header(&scan);
    while (prescan == HEMO_PRESCAN_FINE && hemo_slice_next_line(&rest, &line))
        prescan = read_line(&scan, line);
    return prescan;
}

const char *
hemo_prescan_reason(HemoPrescan prescan)
{
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].prescan == prescan)
            return _(reasons[i].reason);
    return prescan == HEMO_PRESCAN_FINE ? "" : _("the mail could not be read");
}
