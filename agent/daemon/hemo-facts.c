/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-facts.h.
 */
#include "hemo-facts.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DIGEST_SIZE 64 /* hex digits */
#define MAX_NAME    64

struct _HemoFacts {
    HemoContent content;
    guint classes;
    gboolean encrypted;
    gboolean raw;
    char *digest;
    char *subject;
    GStrv reasons;
    GStrv triggers;
    GStrv references;
    GVariant *findings;
    HemoOutline *outline; /* or NULL */
};

void
hemo_facts_free(HemoFacts *facts)
{
    if (facts == NULL)
        return;
    g_free(facts->digest);
    hemo_erase_text(facts->subject);
    g_strfreev(facts->reasons);
    g_strfreev(facts->triggers);
    g_strfreev(facts->references);
    g_clear_pointer(&facts->findings, g_variant_unref);
    hemo_outline_free(facts->outline);
    g_free(facts);
}

static gboolean
is_digest(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (!g_ascii_isxdigit(*at))
            return FALSE;
    }
    return strlen(text) == DIGEST_SIZE;
}

/* A field body that is put into a header: printable ASCII and folds only. */
static gboolean
is_field_body(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        gboolean fold = (*at == '\r' || *at == '\n') && at[1] != '\0';

        if (*at == '\n' && at[1] != ' ' && at[1] != '\t')
            return FALSE;
        if (*at == '\r' && at[1] != '\n')
            return FALSE;
        if (!fold && *at != '\t' && !g_ascii_isprint(*at))
            return FALSE;
    }
    return TRUE;
}

/* A class that is not known might be one with rules of its own: no answer. */
static gboolean
read_classes(HemoFacts *facts, GVariant *reply)
{
    g_autofree const char **names = NULL;

    if (!g_variant_lookup(reply, "classes", "^a&s", &names))
        return FALSE;
    for (gsize i = 0; names[i] != NULL; i++) {
        int class_bit = hemo_names_value(hemo_class_names, names[i], 0);

        if (class_bit == 0)
            return FALSE;
        facts->classes |= (guint)class_bit;
    }
    return TRUE;
}

static gboolean
read_required(HemoFacts *facts, GVariant *reply)
{
    const char *verdict = NULL;
    const char *digest = NULL;
    const char *protection = NULL;

    if (!g_variant_lookup(reply, "verdict", "&s", &verdict) ||
        !g_variant_lookup(reply, "digest", "&s", &digest) ||
        !g_variant_lookup(reply, "protection", "&s", &protection) || !is_digest(digest))
        return FALSE;
    facts->content = hemo_names_value(hemo_content_names, verdict, HEMO_CONTENT_INVALID);
    facts->digest = g_ascii_strdown(digest, -1);
    facts->encrypted = !g_str_equal(protection, "none");
    return facts->content != HEMO_CONTENT_INVALID &&
           g_variant_lookup(reply, "reasons", "^as", &facts->reasons) &&
           g_variant_lookup(reply, "triggers", "^as", &facts->triggers) &&
           g_variant_lookup(reply, "references", "^as", &facts->references);
}

/* A name of ours, such as "birth-date" or "1.2": too short and plain for a word of the mail. */
static gboolean
is_plain_name(const char *text)
{
    gsize size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.");

    return size > 0 && size <= MAX_NAME && text[size] == '\0';
}

static gboolean
copy_finding(GVariant *from, GVariantBuilder *to)
{
    const char *kind = "";
    const char *part = "";
    guint32 offset = 0;
    guint32 length = 0;
    gint32 weight = 0;

    if (!g_variant_lookup(from, "kind", "&s", &kind) ||
        !g_variant_lookup(from, "part", "&s", &part) || !is_plain_name(kind) ||
        !is_plain_name(part))
        return FALSE;
    g_variant_lookup(from, "offset", "u", &offset);
    g_variant_lookup(from, "length", "u", &length);
    g_variant_lookup(from, "weight", "i", &weight);
    g_variant_builder_open(to, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(to, "{sv}", "kind", g_variant_new_string(kind));
    g_variant_builder_add(to, "{sv}", "part", g_variant_new_string(part));
    g_variant_builder_add(to, "{sv}", "offset", g_variant_new_uint32(offset));
    g_variant_builder_add(to, "{sv}", "length", g_variant_new_uint32(length));
    g_variant_builder_add(to, "{sv}", "weight", g_variant_new_int32(weight));
    g_variant_builder_close(to);
    return TRUE;
}

/* Findings go into the audit, so nothing is taken over but names and numbers, and no more of
 * them than the reader was asked for.  A copy also lets go of the reply's bytes, which a child
 * value would keep. */
static gboolean
read_findings(HemoFacts *facts, GVariant *reply)
{
    g_autoptr(GVariant) list =
        g_variant_lookup_value(reply, "findings", G_VARIANT_TYPE("aa{sv}"));
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    if (list == NULL || g_variant_n_children(list) > HEMO_LIMIT_KEPT_FINDINGS)
        return FALSE;
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);

        if (!copy_finding(one, &builder))
            return FALSE;
    }
    facts->findings = g_variant_ref_sink(g_variant_builder_end(&builder));
    /* a tree of values takes thirty times the room of its bytes, and a ticket lives long */
    g_variant_get_data(facts->findings);
    return TRUE;
}

/* Only some callers want one, but one that makes no sense is none. */
static gboolean
read_outline(HemoFacts *facts, GVariant *reply)
{
    g_autoptr(GVariant) object =
        g_variant_lookup_value(reply, "outline", G_VARIANT_TYPE_VARDICT);

    if (object != NULL)
        facts->outline = hemo_outline_new(object);
    return object == NULL || facts->outline != NULL;
}

HemoFacts *
hemo_facts_new(GVariant *reply, GError **error)
{
    g_autoptr(HemoFacts) facts = g_new0(HemoFacts, 1);

    g_variant_lookup(reply, "subject", "s", &facts->subject);
    if (!read_required(facts, reply) || !read_classes(facts, reply) ||
        !read_findings(facts, reply) || !read_outline(facts, reply) ||
        (facts->subject != NULL && !is_field_body(facts->subject)) ||
        (facts->triggers[0] != NULL && facts->subject == NULL)) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail could not be judged"));
        return NULL;
    }
    return g_steal_pointer(&facts);
}

gboolean
hemo_facts_equal(const HemoFacts *facts, const HemoFacts *other)
{
    return g_str_equal(facts->digest, other->digest) && facts->content == other->content &&
           facts->classes == other->classes &&
           g_strv_equal((const char *const *)facts->triggers,
                        (const char *const *)other->triggers);
}

HemoFacts *
hemo_facts_new_unread(HemoSlice mail)
{
    HemoFacts *facts = g_new0(HemoFacts, 1);
    const char *reasons[] = {_("the mail could not be read"), NULL};

    facts->content = HEMO_CONTENT_UNREAD;
    facts->raw = TRUE;
    facts->digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, mail.data, mail.size);
    facts->reasons = g_strdupv((char **)reasons);
    facts->triggers = g_new0(char *, 1);
    facts->references = g_new0(char *, 1);
    facts->findings = g_variant_ref_sink(g_variant_new("aa{sv}", NULL));
    return facts;
}

gboolean
hemo_facts_is_raw(const HemoFacts *facts)
{
    return facts->raw;
}

HemoContent
hemo_facts_content(const HemoFacts *facts)
{
    return facts->content;
}

guint
hemo_facts_classes(const HemoFacts *facts)
{
    return facts->classes;
}

const char *
hemo_facts_digest(const HemoFacts *facts)
{
    return facts->digest;
}

void
hemo_facts_forget_subject(HemoFacts *facts)
{
    hemo_erase_text(g_steal_pointer(&facts->subject));
}

const char *
hemo_facts_subject(const HemoFacts *facts)
{
    return facts->subject;
}

gboolean
hemo_facts_encrypted(const HemoFacts *facts)
{
    return facts->encrypted;
}

const char *const *
hemo_facts_reasons(const HemoFacts *facts)
{
    return (const char *const *)facts->reasons;
}

const char *const *
hemo_facts_triggers(const HemoFacts *facts)
{
    return (const char *const *)facts->triggers;
}

const char *const *
hemo_facts_references(const HemoFacts *facts)
{
    return (const char *const *)facts->references;
}

const HemoOutline *
hemo_facts_outline(const HemoFacts *facts)
{
    return facts->outline;
}

GVariant *
hemo_facts_findings(const HemoFacts *facts)
{
    return facts->findings;
}
