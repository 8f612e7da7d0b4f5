/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sts.h.
 */
#include "hemo-sts.h"

#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-names.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSION        "STSv1"
#define RECORD_VERSION "v=STSv1"
#define MAX_KEY        32
#define MAX_ID         32
#define MAX_AGE_DIGITS 10
#define MEDIA_TYPE     "text/plain"

static const HemoName modes[] = {
    {HEMO_STS_MODE_NONE, "none"},
    {HEMO_STS_MODE_TESTING, "testing"},
    {HEMO_STS_MODE_ENFORCE, "enforce"},
    {0, NULL},
};

/* What the lines of a policy have said so far; the first of each key counts. */
typedef struct {
    char *version;
    char *mode;
    char *max_age;
    GPtrArray *mx;
} Fields;

void
hemo_sts_policy_free(HemoStsPolicy *policy)
{
    if (policy == NULL)
        return;
    g_strfreev(policy->mx);
    g_free(policy);
}

static gboolean
is_blank(int byte)
{
    return byte == ' ' || byte == '\t';
}

static HemoSlice
strip_start(HemoSlice slice)
{
    while (is_blank(hemo_slice_at(slice, 0)))
        slice = hemo_slice_from(slice, 1);
    return slice;
}

static HemoSlice
strip_end(HemoSlice slice)
{
    while (slice.size > 0 && is_blank(slice.data[slice.size - 1]))
        slice.size--;
    return slice;
}

/* A field name of both grammars: a letter or digit, then those, "_", "-" and "." too. */
static gboolean
is_key(HemoSlice key)
{
    if (key.size == 0 || key.size > MAX_KEY || !g_ascii_isalnum(key.data[0]))
        return FALSE;
    for (gsize i = 1; i < key.size; i++) {
        if (!g_ascii_isalnum(key.data[i]) && strchr("_-.", key.data[i]) == NULL)
            return FALSE;
        if (key.data[i] == '\0')
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_record_value(HemoSlice value)
{
    for (gsize i = 0; i < value.size; i++) {
        int byte = value.data[i];

        if (byte <= 0x20 || byte >= 0x7f || byte == ';' || byte == '=')
            return FALSE;
    }
    return value.size > 0;
}

static gboolean
is_id(HemoSlice id)
{
    for (gsize i = 0; i < id.size; i++) {
        if (!g_ascii_isalnum(id.data[i]))
            return FALSE;
    }
    return id.size > 0 && id.size <= MAX_ID;
}

/* Rule A1: "v=STSv1", blanks, ";".  @ret_rest is what follows. */
static gboolean
claims_version(HemoSlice record, HemoSlice *ret_rest)
{
    HemoSlice rest = hemo_slice_from(record, strlen(RECORD_VERSION));

    if (!hemo_slice_equal(hemo_slice_sub(record, 0, strlen(RECORD_VERSION)),
                          hemo_slice_text(RECORD_VERSION)))
        return FALSE;
    rest = strip_start(rest);
    *ret_rest = hemo_slice_from(rest, 1);
    return hemo_slice_at(rest, 0) == ';';
}

/* One "name=value" up to the next ";", without the blanks around it that belong to the
 * delimiters; blanks at the end of the record belong to none. */
static gboolean
read_field(HemoSlice *rest, HemoSlice *ret_key, HemoSlice *ret_value)
{
    gsize end = hemo_slice_find(*rest, ';');
    HemoSlice field = strip_start(hemo_slice_sub(*rest, 0, end));
    gsize equals;

    if (end < rest->size)
        field = strip_end(field);
    equals = hemo_slice_find(field, '=');
    *ret_key = hemo_slice_sub(field, 0, equals);
    *ret_value = hemo_slice_from(field, equals + 1);
    *rest = hemo_slice_from(*rest, end + 1);
    return is_key(*ret_key) && is_record_value(*ret_value);
}

static char *
read_record(HemoSlice rest)
{
    HemoSlice id = HEMO_SLICE_EMPTY;

    do {
        HemoSlice key;
        HemoSlice value;

        if (!read_field(&rest, &key, &value))
            return NULL;
        if (id.size == 0 && hemo_slice_equal(key, hemo_slice_text("id")))
            id = value;
    } while (strip_start(rest).size > 0);
    return is_id(id) ? hemo_slice_dup(id) : NULL;
}

char *
hemo_sts_find_id(const HemoSlice *records, gsize n_records, gboolean *ret_claimed)
{
    HemoSlice found = HEMO_SLICE_EMPTY;
    gsize count = 0;

    for (gsize i = 0; i < n_records; i++) {
        HemoSlice rest;

        if (claims_version(records[i], &rest)) {
            found = rest;
            count++;
        }
    }
    if (ret_claimed != NULL)
        *ret_claimed = count > 0;
    return count == 1 ? read_record(found) : NULL;
}

static gboolean
is_policy_value(HemoSlice value)
{
    for (gsize i = 0; i < value.size; i++) {
        if (value.data[i] < 0x20 || value.data[i] == 0x7f)
            return FALSE;
    }
    return value.size > 0 && g_utf8_validate_len((const char *)value.data, value.size, NULL);
}

static void
keep_first(char **slot, HemoSlice value)
{
    if (*slot == NULL)
        *slot = hemo_slice_dup(value);
}

static void
keep_field(Fields *fields, HemoSlice key, HemoSlice value)
{
    if (hemo_slice_equal(key, hemo_slice_text("version")))
        keep_first(&fields->version, value);
    else if (hemo_slice_equal(key, hemo_slice_text("mode")))
        keep_first(&fields->mode, value);
    else if (hemo_slice_equal(key, hemo_slice_text("max_age")))
        keep_first(&fields->max_age, value);
    else if (hemo_slice_equal(key, hemo_slice_text("mx")))
        g_ptr_array_add(fields->mx, hemo_slice_dup(value));
}

static gboolean
read_line(Fields *fields, HemoSlice line)
{
    gsize colon = hemo_slice_find(line, ':');
    HemoSlice key = strip_end(hemo_slice_sub(line, 0, colon));
    HemoSlice value = strip_end(strip_start(hemo_slice_from(line, colon + 1)));

    if (!is_key(key) || !is_policy_value(value))
        return FALSE;
    keep_field(fields, key, value);
    return TRUE;
}

/* Rule A3: a blank line only at the end, where many editors leave one. */
static gboolean
read_lines(Fields *fields, HemoSlice text)
{
    HemoSlice line;
    gboolean ended = FALSE;

    while (hemo_slice_next_line(&text, &line)) {
        if (line.size == 0)
            ended = TRUE;
        else if (ended || !read_line(fields, line))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_max_age(const char *text, guint *ret_max_age)
{
    guint64 value = 0;

    if (text == NULL || strlen(text) > MAX_AGE_DIGITS ||
        !g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &value, NULL))
        return FALSE;
    *ret_max_age = (guint)MIN(value, (guint64)HEMO_STS_MAX_AGE);
    return TRUE;
}

/* A last label of digits alone is an address, not a name. */
static gboolean
is_host_name(const char *name)
{
    g_autofree char *normal = NULL;
    const char *dot;
    const char *last;

    if (!g_str_is_ascii(name))
        return FALSE;
    normal = hemo_address_normalise_domain(name, NULL);
    if (normal == NULL)
        return FALSE;
    dot = strrchr(normal, '.');
    last = dot != NULL ? dot + 1 : normal;
    return strspn(last, "0123456789") < strlen(last);
}

static gboolean
are_patterns(GPtrArray *patterns)
{
    for (guint i = 0; i < patterns->len; i++) {
        const char *pattern = patterns->pdata[i];

        if (!is_host_name(g_str_has_prefix(pattern, "*.") ? pattern + 2 : pattern))
            return FALSE;
    }
    return TRUE;
}

static HemoStsPolicy *
make_policy(const Fields *fields)
{
    HemoStsPolicy *policy;
    HemoStsMode mode = HEMO_STS_MODE_INVALID;
    guint max_age = 0;

    if (fields->mode != NULL)
        mode = (HemoStsMode)hemo_names_value(modes, fields->mode, HEMO_STS_MODE_INVALID);
    if (g_strcmp0(fields->version, VERSION) != 0 || mode == HEMO_STS_MODE_INVALID ||
        !read_max_age(fields->max_age, &max_age) || !are_patterns(fields->mx) ||
        (fields->mx->len == 0 && mode != HEMO_STS_MODE_NONE))
        return NULL;
    policy = g_new0(HemoStsPolicy, 1);
    policy->mode = mode;
    policy->max_age = max_age;
    policy->mx = g_new0(char *, fields->mx->len + 1);
    for (guint i = 0; i < fields->mx->len; i++)
        policy->mx[i] = g_strdup(fields->mx->pdata[i]);
    return policy;
}

HemoStsPolicy *
hemo_sts_parse_policy(HemoSlice text, GError **error)
{
    g_autoptr(GPtrArray) mx = g_ptr_array_new_with_free_func(g_free);
    Fields fields = {.mx = mx};
    HemoStsPolicy *policy = NULL;

    if (text.size > HEMO_LIMIT_HTTPS_BODY) {
        hemo_error_set(error,
                       HEMO_ERROR_TOO_BIG,
                       _("the mail policy of the domain is too big"));
        return NULL;
    }
    if (read_lines(&fields, text))
        policy = make_policy(&fields);
    if (policy == NULL)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the mail policy of the domain is damaged"));
    g_free(fields.version);
    g_free(fields.mode);
    g_free(fields.max_age);
    return policy;
}

/* Rule A4: the star stands for exactly one label, the left-most. */
static gboolean
match_pattern(const char *pattern, const char *host)
{
    gboolean wild = g_str_has_prefix(pattern, "*.");
    g_autofree char *name = hemo_address_normalise_domain(wild ? pattern + 2 : pattern, NULL);
    const char *dot = strchr(host, '.');

    if (name == NULL)
        return FALSE;
    if (!wild)
        return strcmp(name, host) == 0;
    return dot != NULL && strcmp(name, dot + 1) == 0;
}

gboolean
hemo_sts_match_mx(const char *const *patterns, const char *host)
{
    g_autofree char *name = hemo_address_normalise_domain(host, NULL);

    if (name == NULL || patterns == NULL)
        return FALSE;
    for (gsize i = 0; patterns[i] != NULL; i++) {
        if (match_pattern(patterns[i], name))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_sts_is_plain_text(const char *content_type)
{
    HemoSlice type = hemo_slice_text(content_type);
    gsize end = hemo_slice_find(type, ';');

    return hemo_slice_equal_nocase(hemo_slice_strip(hemo_slice_sub(type, 0, end)), MEDIA_TYPE);
}
