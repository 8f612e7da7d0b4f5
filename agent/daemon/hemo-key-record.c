/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-record.h.
 */
#include "hemo-key-record.h"

#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TEXT 256 /* of who said a word, and how */

const HemoName hemo_key_record_kinds[] = {
    {HEMO_KEY_KIND_OPENPGP, "openpgp"},
    {HEMO_KEY_KIND_SMIME, "smime"},
    {0, NULL},
};

HemoKeyRecord *
hemo_key_record_new(HemoKeyKind kind, const char *address, const char *fingerprint)
{
    HemoKeyRecord *record = g_new0(HemoKeyRecord, 1);

    record->kind = kind;
    record->address = g_ascii_strdown(address, -1);
    record->fingerprint = g_ascii_strup(fingerprint, -1);
    return record;
}

HemoKeyRecord *
hemo_key_record_copy(const HemoKeyRecord *record)
{
    HemoKeyRecord *copy = g_new0(HemoKeyRecord, 1);

    *copy = *record;
    copy->address = g_strdup(record->address);
    copy->fingerprint = g_strdup(record->fingerprint);
    copy->word_by = g_strdup(record->word_by);
    copy->word_how = g_strdup(record->word_how);
    if (record->material != NULL)
        g_bytes_ref(record->material);
    if (record->chain != NULL)
        g_ptr_array_ref(record->chain);
    return copy;
}

void
hemo_key_record_free(HemoKeyRecord *record)
{
    if (record == NULL)
        return;
    hemo_erase_text(record->address);
    g_free(record->fingerprint);
    g_free(record->word_by);
    g_free(record->word_how);
    g_clear_pointer(&record->material, g_bytes_unref);
    g_clear_pointer(&record->chain, g_ptr_array_unref);
    g_free(record);
}

void
hemo_key_record_set_material(HemoKeyRecord *record, GBytes *material)
{
    GBytes *before = record->material;

    record->material = material != NULL ? g_bytes_ref(material) : NULL;
    g_clear_pointer(&before, g_bytes_unref);
}

/* Arrays of records are never changed once they are filled, so that copies can share them. */
void
hemo_key_record_set_chain(HemoKeyRecord *record, GPtrArray *chain)
{
    g_autoptr(GPtrArray) copy = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (guint i = 0; chain != NULL && i < MIN(chain->len, HEMO_KEY_RECORD_CHAIN); i++)
        g_ptr_array_add(copy, g_bytes_ref(chain->pdata[i]));
    g_clear_pointer(&record->chain, g_ptr_array_unref);
    if (copy->len > 0)
        record->chain = g_steal_pointer(&copy);
}

void
hemo_key_record_say(HemoKeyRecord *record,
                    HemoKeyWord word,
                    gint64 time,
                    const char *by,
                    const char *how)
{
    /* the next key is another one than this, also if no mail has gone out yet */
    if (record->word == HEMO_KEY_WORD_CONFIRMED && word == HEMO_KEY_WORD_REJECTED)
        record->used = MAX(record->used, record->word_time);
    record->word = word;
    record->word_time = time;
    g_free(record->word_by);
    g_free(record->word_how);
    record->word_by = g_strdup(by);
    record->word_how = g_strdup(how);
}

/* 0 is "never", not "long ago". */
static gint64
earlier(gint64 time, gint64 other)
{
    return time == 0 || (other != 0 && other < time) ? other : time;
}

/* Anybody can mail an old copy of a key, without what its owner added since. */
static gboolean
only_by_mail(const HemoKeyRecord *record)
{
    return record->finders == HEMO_FINDER_HARVEST;
}

void
hemo_key_record_merge(HemoKeyRecord *record, const HemoKeyRecord *other)
{
    if (other->material != NULL &&
        (record->material == NULL || !only_by_mail(other) || only_by_mail(record)))
        hemo_key_record_set_material(record, other->material);
    if (other->chain != NULL && (record->chain == NULL || !only_by_mail(other)))
        hemo_key_record_set_chain(record, other->chain);
    record->finders |= other->finders;
    record->secure = record->secure || other->secure;
    record->abilities |= other->abilities;
    record->since = earlier(record->since, other->since);
    record->seen = MAX(record->seen, other->seen);
    record->used = MAX(record->used, other->used);
    if (other->word != HEMO_KEY_WORD_NONE && other->word_time > record->word_time)
        hemo_key_record_say(record,
                            other->word,
                            other->word_time,
                            other->word_by,
                            other->word_how);
}

gboolean
hemo_key_record_is(const HemoKeyRecord *record, const HemoKeyRecord *other)
{
    return record->kind == other->kind && g_str_equal(record->address, other->address) &&
           g_str_equal(record->fingerprint, other->fingerprint);
}

static GVariant *
wrap_bytes(GBytes *bytes)
{
    return g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static GVariant *
wrap_chain(GPtrArray *chain)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aay"));

    for (guint i = 0; i < chain->len; i++)
        g_variant_builder_add_value(&builder, wrap_bytes(chain->pdata[i]));
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_key_record_values(const HemoKeyRecord *record)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict,
                          "kind",
                          "s",
                          hemo_names_find(hemo_key_record_kinds, record->kind));
    g_variant_dict_insert(&dict, "address", "s", record->address);
    g_variant_dict_insert(&dict, "fingerprint", "s", record->fingerprint);
    if (record->material != NULL)
        g_variant_dict_insert_value(&dict, "material", wrap_bytes(record->material));
    if (record->chain != NULL)
        g_variant_dict_insert_value(&dict, "chain", wrap_chain(record->chain));
    g_variant_dict_insert(&dict, "finders", "u", record->finders);
    g_variant_dict_insert(&dict, "secure", "b", record->secure);
    g_variant_dict_insert(&dict, "abilities", "u", record->abilities);
    g_variant_dict_insert(&dict, "since", "x", record->since);
    g_variant_dict_insert(&dict, "seen", "x", record->seen);
    g_variant_dict_insert(&dict, "used", "x", record->used);
    g_variant_dict_insert(&dict, "word", "u", (guint)record->word);
    g_variant_dict_insert(&dict, "word_time", "x", record->word_time);
    if (record->word_by != NULL)
        g_variant_dict_insert(&dict, "word_by", "s", record->word_by);
    if (record->word_how != NULL)
        g_variant_dict_insert(&dict, "word_how", "s", record->word_how);
    return g_variant_dict_end(&dict);
}

static gboolean
is_fingerprint(const char *text)
{
    gsize size = strlen(text);

    return (size == 40 || size == 64) && strspn(text, "0123456789ABCDEF") == size;
}

static gboolean
is_address(const char *text)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);

    return address != NULL && g_str_equal(hemo_address_key(address), text);
}

static HemoKeyRecord *
parse_name(GVariant *values)
{
    const char *kind = "";
    const char *address = "";
    const char *fingerprint = "";

    g_variant_lookup(values, "kind", "&s", &kind);
    g_variant_lookup(values, "address", "&s", &address);
    g_variant_lookup(values, "fingerprint", "&s", &fingerprint);
    if (hemo_names_value(hemo_key_record_kinds, kind, 0) == 0 || !is_address(address) ||
        !is_fingerprint(fingerprint))
        return NULL;
    return hemo_key_record_new((HemoKeyKind)hemo_names_value(hemo_key_record_kinds, kind, 0),
                               address,
                               fingerprint);
}

/* FALSE if it is larger than anything that was ever stored. */
static gboolean
parse_material(HemoKeyRecord *record, GVariant *values)
{
    gsize limit = record->kind == HEMO_KEY_KIND_SMIME ? HEMO_LIMIT_CERTIFICATE : HEMO_LIMIT_KEY;
    g_autoptr(GVariant) value =
        g_variant_lookup_value(values, "material", G_VARIANT_TYPE_BYTESTRING);

    if (value != NULL && g_variant_get_size(value) > 0)
        record->material = g_variant_get_data_as_bytes(value);
    return record->material == NULL || g_bytes_get_size(record->material) <= limit;
}

static gboolean
parse_chain(HemoKeyRecord *record, GVariant *values)
{
    g_autoptr(GVariant) list = g_variant_lookup_value(values, "chain", G_VARIANT_TYPE("aay"));
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    if (list == NULL)
        return TRUE;
    if (g_variant_n_children(list) > HEMO_KEY_RECORD_CHAIN)
        return FALSE;
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);

        if (g_variant_get_size(one) > HEMO_LIMIT_CERTIFICATE)
            return FALSE;
        g_ptr_array_add(chain, g_variant_get_data_as_bytes(one));
    }
    hemo_key_record_set_chain(record, chain);
    return TRUE;
}

static gboolean
is_short(const char *text)
{
    return text == NULL || strlen(text) <= MAX_TEXT;
}

static gboolean
parse_word(HemoKeyRecord *record, GVariant *values)
{
    guint word = 0;

    g_variant_lookup(values, "word", "u", &word);
    g_variant_lookup(values, "word_time", "x", &record->word_time);
    g_variant_lookup(values, "word_by", "s", &record->word_by);
    g_variant_lookup(values, "word_how", "s", &record->word_how);
    record->word = (HemoKeyWord)word;
    return word <= HEMO_KEY_WORD_REJECTED && record->word_time >= 0 &&
           is_short(record->word_by) && is_short(record->word_how);
}

static gboolean
parse_rest(HemoKeyRecord *record, GVariant *values)
{
    g_variant_lookup(values, "finders", "u", &record->finders);
    g_variant_lookup(values, "secure", "b", &record->secure);
    g_variant_lookup(values, "abilities", "u", &record->abilities);
    g_variant_lookup(values, "since", "x", &record->since);
    g_variant_lookup(values, "seen", "x", &record->seen);
    g_variant_lookup(values, "used", "x", &record->used);
    return record->since >= 0 && record->seen >= 0 && record->used >= 0;
}

HemoKeyRecord *
hemo_key_record_parse(GVariant *values, GError **error)
{
    g_autoptr(HemoKeyRecord) record = parse_name(values);

    if (record != NULL && parse_material(record, values) && parse_chain(record, values) &&
        parse_word(record, values) && parse_rest(record, values))
        return g_steal_pointer(&record);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("what is kept of a key is damaged"));
    return NULL;
}
