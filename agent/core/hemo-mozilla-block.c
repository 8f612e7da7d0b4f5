/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mozilla-block.h.
 */
#include "hemo-mozilla-block.h"

#include "hemo-mozilla-prefs.h"

#include <string.h>

#define BEGIN                                                                                  \
    "// Hemostat begin: \"hemostat setup thunderbird\" wrote this, its --undo takes it out"
#define END   "// Hemostat end"
#define WHY   "// "
#define WAS   "// was: "
#define UNSET "not set"

HemoMozillaBlockItem *
hemo_mozilla_block_item_new(const char *name,
                            const char *literal,
                            const char *before,
                            const char *reason)
{
    HemoMozillaBlockItem *item = g_new0(HemoMozillaBlockItem, 1);

    item->name = g_strdup(name);
    item->literal = g_strdup(literal);
    item->before = g_strdup(before);
    item->reason = g_strdup(reason);
    return item;
}

void
hemo_mozilla_block_item_free(gpointer data)
{
    HemoMozillaBlockItem *item = data;

    g_free(item->name);
    g_free(item->literal);
    g_free(item->before);
    g_free(item->reason);
    g_free(item);
}

/* Where the block stands: from the start of its first line to behind its last one. */
static gboolean
find_block(HemoSlice text, gsize *ret_start, gsize *ret_end)
{
    HemoSlice rest = text;
    gboolean inside = FALSE;
    gsize start = 0;
    HemoSlice line;

    for (gsize at = 0; hemo_slice_next_line(&rest, &line); at = text.size - rest.size) {
        if (hemo_slice_equal(hemo_slice_strip(line), hemo_slice_text(BEGIN))) {
            inside = TRUE;
            start = at;
        } else if (inside && hemo_slice_equal(hemo_slice_strip(line), hemo_slice_text(END))) {
            *ret_start = start;
            *ret_end = text.size - rest.size;
            return TRUE;
        }
    }
    return FALSE;
}

/* The only setting in @text, if there is one; its literal in @ret_literal. */
static char *
read_setting(HemoSlice text, char **ret_literal)
{
    g_autoptr(HemoMozillaPrefs) prefs = hemo_mozilla_prefs_parse(text, HEMO_SLICE_EMPTY);
    g_auto(GStrv) names = hemo_mozilla_prefs_names(prefs, "");

    if (names[0] == NULL || names[1] != NULL)
        return NULL;
    *ret_literal = hemo_mozilla_prefs_literal(prefs, names[0]);
    return g_steal_pointer(&names[0]);
}

/* What stands behind "was: ", if that is a value. */
static char *
read_before(HemoSlice line)
{
    g_autofree char *value = hemo_slice_dup(hemo_slice_from(line, strlen(WAS)));
    g_autofree char *text = g_strdup_printf("user_pref(\"a\", %s);", value);
    g_autofree char *name = NULL;
    char *literal = NULL;

    if (!g_str_equal(value, UNSET))
        name = read_setting(hemo_slice_text(text), &literal);
    return literal;
}

GPtrArray *
hemo_mozilla_block_read(HemoSlice user_js)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);
    g_autofree char *before = NULL;
    g_autofree char *reason = NULL;
    HemoSlice rest = HEMO_SLICE_EMPTY;
    HemoSlice line;
    gsize start;
    gsize end;

    if (find_block(user_js, &start, &end)) {
        rest = hemo_slice_sub(user_js, start, end - start);
        hemo_slice_next_line(&rest, &line);
    }
    while (hemo_slice_next_line(&rest, &line)) {
        g_autofree char *literal = NULL;
        g_autofree char *name = read_setting(line, &literal);

        line = hemo_slice_strip(line);
        if (hemo_slice_has_prefix_nocase(line, WAS)) {
            g_free(before);
            before = read_before(line);
        } else if (hemo_slice_has_prefix_nocase(line, WHY)) {
            g_free(reason);
            reason = hemo_slice_dup(hemo_slice_from(line, strlen(WHY)));
        }
        if (name == NULL)
            continue;
        g_ptr_array_add(items, hemo_mozilla_block_item_new(name, literal, before, reason));
        g_clear_pointer(&before, g_free);
        g_clear_pointer(&reason, g_free);
    }
    return items;
}

static void
append(GString *text, HemoSlice bytes)
{
    if (bytes.size > 0)
        g_string_append_len(text, (const char *)bytes.data, (gssize)bytes.size);
}

static void
append_setting(GString *text, const char *name, const char *literal)
{
    g_autofree char *quoted = hemo_mozilla_prefs_quote(name);

    g_string_append_printf(text, "user_pref(%s, %s);\n", quoted, literal);
}

static void
append_block(GString *text, const GPtrArray *items)
{
    if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c(text, '\n');
    g_string_append(text, BEGIN "\n");
    for (guint i = 0; i < items->len; i++) {
        const HemoMozillaBlockItem *item = items->pdata[i];

        if (item->reason != NULL)
            g_string_append_printf(text, "// %s\n", item->reason);
        g_string_append_printf(text, WAS "%s\n", item->before != NULL ? item->before : UNSET);
        append_setting(text, item->name, item->literal);
    }
    g_string_append(text, END "\n");
}

GBytes *
hemo_mozilla_block_write(HemoSlice user_js, const GPtrArray *items)
{
    GString *text = g_string_sized_new(user_js.size);
    gsize start = user_js.size;
    gsize end = user_js.size;

    find_block(user_js, &start, &end);
    append(text, hemo_slice_sub(user_js, 0, start));
    append(text, hemo_slice_from(user_js, end));
    if (items->len > 0)
        append_block(text, items);
    return g_string_free_to_bytes(text);
}

/* The item that @line sets as we did. */
static const HemoMozillaBlockItem *
find_item(const GPtrArray *items, HemoSlice line)
{
    g_autofree char *literal = NULL;
    g_autofree char *name = read_setting(line, &literal);

    for (guint i = 0; name != NULL && i < items->len; i++) {
        const HemoMozillaBlockItem *item = items->pdata[i];

        if (g_str_equal(item->name, name) && g_str_equal(item->literal, literal))
            return item;
    }
    return NULL;
}

GBytes *
hemo_mozilla_block_restore(HemoSlice prefs_js, const GPtrArray *items)
{
    GString *text = g_string_sized_new(prefs_js.size);
    HemoSlice rest = prefs_js;
    HemoSlice line;

    for (gsize at = 0; hemo_slice_next_line(&rest, &line); at = prefs_js.size - rest.size) {
        const HemoMozillaBlockItem *item = find_item(items, line);

        if (item == NULL)
            append(text, hemo_slice_sub(prefs_js, at, prefs_js.size - rest.size - at));
        else if (item->before != NULL)
            append_setting(text, item->name, item->before);
    }
    return g_string_free_to_bytes(text);
}
