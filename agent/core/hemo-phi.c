/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi.h.  The steps stand in files of their own: hemo-phi-scan finds,
 * hemo-phi-join adds up, hemo-phi-words explains; this file draws the verdict.
 */
#include "hemo-phi.h"
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "hemo-limits.h"
#include "hemo-phi-scan.h"
#include "hemo-phi-words.h"
#include "hemo-secret.h"

#define REASONS 3

/* Findings that lists and newsletters do not excuse. */
#define ALONE 80

struct _HemoPhiReport {
    HemoContent verdict;
    guint classes;
    guint score;
    GArray *findings;   /* HemoPhiItem */
    GPtrArray *parts;   /* the name of each text */
    GPtrArray *reasons; /* plain words */
    GPtrArray *unread;  /* part and reason in turn */
};

void
hemo_phi_report_free(HemoPhiReport *report)
{
    if (report == NULL)
        return;
    g_array_unref(report->findings);
    g_ptr_array_unref(report->parts);
    g_ptr_array_unref(report->reasons);
    g_ptr_array_unref(report->unread);
    g_free(report);
}

static HemoPhiReport *
new_report(void)
{
    HemoPhiReport *report = g_new0(HemoPhiReport, 1);

    report->findings = g_array_new(FALSE, FALSE, sizeof(HemoPhiItem));
    report->parts = g_ptr_array_new_with_free_func(g_free);
    report->reasons = g_ptr_array_new_with_free_func(g_free);
    report->unread = g_ptr_array_new_with_free_func(g_free);
    return report;
}

static void
add_unread(HemoPhiReport *report, const char *part, const char *reason)
{
    g_ptr_array_add(report->unread, g_strdup(part != NULL ? part : ""));
    g_ptr_array_add(report->unread, g_strdup(reason != NULL ? reason : ""));
}

static guint
threshold_of(HemoPhiKind kind, gboolean bulk)
{
    return bulk && hemo_phi_weights[kind].person < ALONE ? HEMO_PHI_BULK_THRESHOLD
                                                         : HEMO_PHI_THRESHOLD;
}

static guint
line_of(const HemoPhiText *texts, const HemoPhiItem *item)
{
    HemoSlice before = hemo_slice_sub(texts[item->text].text, 0, item->offset);
    guint line = 1;

    for (gsize i = 0; i < before.size; i++)
        line += before.data[i] == '\n' ? 1 : 0;
    return line;
}

/* The best kind that is over its threshold and not in @told, or HEMO_PHI_NONE. */
static HemoPhiKind
best_kind(const HemoPhiJoin *join, gboolean bulk, guint64 told)
{
    HemoPhiKind found = HEMO_PHI_NONE;
    guint most = 0;

    for (guint kind = 1; kind < HEMO_PHI_FIRST_HEALTH; kind++) {
        const HemoPhiBest *best = hemo_phi_join_best(join, kind);

        if (kind == HEMO_PHI_STATED && found != HEMO_PHI_NONE)
            continue; /* the others say more exactly what was seen */
        if (!(told & (G_GUINT64_CONSTANT(1) << kind)) && best->score > most &&
            best->score >= threshold_of(kind, bulk)) {
            found = kind;
            most = best->score;
        }
    }
    return found;
}

static gboolean
has_reason(const HemoPhiReport *report, const char *reason)
{
    return g_ptr_array_find_with_equal_func(report->reasons, reason, g_str_equal, NULL);
}

static void
keep_finding(HemoPhiReport *report, const HemoPhiItem *item)
{
    for (guint i = 0; i < report->findings->len; i++) {
        const HemoPhiItem *other = &g_array_index(report->findings, HemoPhiItem, i);

        if (other->position == item->position && other->kind == item->kind)
            return;
    }
    g_array_append_val(report->findings, *item);
}

static void
explain_person(HemoPhiReport *report,
               const HemoPhiJoin *join,
               gboolean bulk,
               const HemoPhiText *texts)
{
    guint64 told = 0;
    HemoPhiKind kind;

    while (report->reasons->len < REASONS &&
           (kind = best_kind(join, bulk, told)) != HEMO_PHI_NONE) {
        const HemoPhiBest *best = hemo_phi_join_best(join, kind);
        g_autofree char *reason = hemo_phi_words_person(best,
                                                        texts[best->item.text].role,
                                                        line_of(texts, &best->item));

        told |= G_GUINT64_CONSTANT(1) << kind;
        keep_finding(report, &best->item);
        if (!has_reason(report, reason))
            g_ptr_array_add(report->reasons, g_steal_pointer(&reason));
    }
}

static void
explain(HemoPhiReport *report, const HemoPhiJoin *join, gboolean bulk, const HemoPhiText *texts)
{
    char *reason = NULL;

    explain_person(report, join, bulk, texts);
    for (guint i = 1; i < report->unread->len && report->reasons->len < REASONS; i += 2) {
        g_ptr_array_add(report->reasons,
                        g_strdup_printf(_("A part could not be read: %s"),
                                        (char *)report->unread->pdata[i]));
    }
    if (report->verdict == HEMO_CONTENT_HEALTH)
        reason =
            hemo_phi_words_health(hemo_phi_join_kinds(join), report->score >= HEMO_PHI_NEAR);
    if (reason != NULL)
        g_ptr_array_add(report->reasons, reason);
}

static guint
best_score(const HemoPhiJoin *join)
{
    guint most = 0;

    for (guint kind = 1; kind < HEMO_PHI_FIRST_HEALTH; kind++)
        most = MAX(most, hemo_phi_join_best(join, kind)->score);
    return most;
}

/* A person and health, but not enough of both. */
static gboolean
is_near(const HemoPhiReport *report, const HemoPhiJoin *join)
{
    return report->score >= HEMO_PHI_NEAR && hemo_phi_join_health(join) > 0;
}

static HemoContent
draw_verdict(const HemoPhiReport *report, const HemoPhiJoin *join, gboolean bulk)
{
    if (best_kind(join, bulk, 0) != HEMO_PHI_NONE)
        return HEMO_CONTENT_PHI;
    if (report->unread->len > 0)
        return HEMO_CONTENT_UNREAD;
    if (hemo_phi_join_health(join) >= HEMO_PHI_HEALTH || is_near(report, join))
        return HEMO_CONTENT_HEALTH;
    return HEMO_CONTENT_NONE;
}

static void
read_texts(HemoPhiReport *report, HemoPhiScan *scan, const HemoPhiText *texts, gsize n_texts)
{
    for (gsize i = 0; i < n_texts; i++) {
        if (i >= HEMO_LIMIT_PARTS) {
            add_unread(report, texts[i].part, _("there are too many parts"));
            return;
        }
        if (texts[i].text.size > HEMO_LIMIT_TEXT)
            add_unread(report, texts[i].part, _("it is too long"));
        g_ptr_array_add(report->parts, g_strdup(texts[i].part != NULL ? texts[i].part : ""));
        hemo_phi_scan_read(scan, &texts[i], (guint)i);
    }
}

HemoPhiReport *
hemo_phi_classify(const HemoPhiText *texts,
                  gsize n_texts,
                  const HemoPhiUnread *unread,
                  gsize n_unread,
                  const HemoPhiOwn *own)
{
    HemoPhiReport *report = new_report();
    g_autoptr(HemoPhiScan) scan = hemo_phi_scan_new(own);
    const GArray *findings;
    HemoPhiJoin *join;
    gboolean bulk;

    for (gsize i = 0; i < n_unread; i++)
        add_unread(report, unread[i].part, unread[i].reason);
    read_texts(report, scan, texts, n_texts);
    join = hemo_phi_scan_join(scan);
    bulk = hemo_phi_scan_is_bulk(scan);
    findings = hemo_phi_scan_findings(scan);
    if (findings->len > 0)
        g_array_append_vals(report->findings, findings->data, findings->len);
    report->classes = hemo_phi_scan_classes(scan);
    report->score = best_score(join);
    report->verdict = draw_verdict(report, join, bulk);
    if (report->verdict == HEMO_CONTENT_NONE)
        report->classes = 0;
    explain(report, join, bulk, texts);
    return report;
}

HemoContent
hemo_phi_report_verdict(const HemoPhiReport *report)
{
    return report->verdict;
}

guint
hemo_phi_report_classes(const HemoPhiReport *report)
{
    return report->classes;
}

static void
add_text(GVariantBuilder *builder, const HemoPhiItem *item, const HemoPhiText *texts)
{
    HemoSlice found = hemo_slice_sub(texts[item->text].text, item->offset, item->length);
    char *text = g_utf8_make_valid((const char *)found.data, (gssize)found.size);

    g_variant_builder_add(builder, "{sv}", "text", g_variant_new_string(text));
    hemo_erase_text(text);
}

static gint32
item_weight(const HemoPhiItem *item)
{
    const HemoPhiWeight *weight = &hemo_phi_weights[item->kind];

    return weight->person > 0 ? weight->person : weight->topic + weight->note;
}

static int
compare_weights(gconstpointer left, gconstpointer right)
{
    gint32 a = *(const gint32 *)left;
    gint32 b = *(const gint32 *)right;

    return (a < b) - (a > b);
}

/* The weight of the last of the @n heaviest items, of more than @n. */
static gint32
least_weight(const GArray *items, guint n)
{
    g_autofree gint32 *weights = g_new0(gint32, items->len);

    for (guint i = 0; i < items->len; i++)
        weights[i] = item_weight(&g_array_index(items, HemoPhiItem, i));
    qsort(weights, items->len, sizeof *weights, compare_weights);
    return n > 0 ? weights[n - 1] : G_MAXINT32;
}

void
hemo_phi_report_keep(HemoPhiReport *report, guint n)
{
    gint32 least = report->findings->len > n ? least_weight(report->findings, n) : G_MININT32;
    guint kept = 0;

    for (guint i = 0; i < report->findings->len; i++) {
        HemoPhiItem item = g_array_index(report->findings, HemoPhiItem, i);

        if (item_weight(&item) >= least && kept < n)
            g_array_index(report->findings, HemoPhiItem, kept++) = item;
    }
    g_array_set_size(report->findings, kept);
}

static GVariant *
finding_object(const HemoPhiReport *report, const HemoPhiItem *item, const HemoPhiText *texts)
{
    const char *kind = hemo_names_find(hemo_phi_weights_names, item->kind);
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", "kind", g_variant_new_string(kind));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "part",
                          g_variant_new_string(report->parts->pdata[item->text]));
    g_variant_builder_add(&builder, "{sv}", "offset", g_variant_new_uint32(item->offset));
    g_variant_builder_add(&builder, "{sv}", "length", g_variant_new_uint32(item->length));
    g_variant_builder_add(&builder, "{sv}", "weight", g_variant_new_int32(item_weight(item)));
    if (texts != NULL)
        add_text(&builder, item, texts);
    return g_variant_builder_end(&builder);
}

static GVariant *
findings_object(const HemoPhiReport *report, const HemoPhiText *texts)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (guint i = 0; i < report->findings->len; i++) {
        const HemoPhiItem *item = &g_array_index(report->findings, HemoPhiItem, i);

        g_variant_builder_add_value(&builder, finding_object(report, item, texts));
    }
    return g_variant_builder_end(&builder);
}

static GVariant *
unread_object(const HemoPhiReport *report)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (guint i = 0; i + 1 < report->unread->len; i += 2) {
        g_variant_builder_open(&builder, G_VARIANT_TYPE_VARDICT);
        g_variant_builder_add(&builder,
                              "{sv}",
                              "part",
                              g_variant_new_string(report->unread->pdata[i]));
        g_variant_builder_add(&builder,
                              "{sv}",
                              "reason",
                              g_variant_new_string(report->unread->pdata[i + 1]));
        g_variant_builder_close(&builder);
    }
    return g_variant_builder_end(&builder);
}

static GVariant *
classes_object(const HemoPhiReport *report)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);

    for (guint bit = 1; bit & HEMO_CLASS_ALL; bit <<= 1) {
        if (report->classes & bit)
            g_variant_builder_add(&builder, "s", hemo_names_find(hemo_class_names, (int)bit));
    }
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_phi_report_object(const HemoPhiReport *report, const HemoPhiText *texts)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    const char *verdict = hemo_names_find(hemo_content_names, (int)report->verdict);

    g_variant_builder_add(&builder, "{sv}", "verdict", g_variant_new_string(verdict));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "score",
                          g_variant_new_int32((gint32)report->score));
    g_variant_builder_add(&builder, "{sv}", "findings", findings_object(report, texts));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "reasons",
                          g_variant_new_strv((const char *const *)report->reasons->pdata,
                                             (gssize)report->reasons->len));
    g_variant_builder_add(&builder, "{sv}", "classes", classes_object(report));
    g_variant_builder_add(&builder, "{sv}", "unread", unread_object(report));
    return g_variant_builder_end(&builder);
}
