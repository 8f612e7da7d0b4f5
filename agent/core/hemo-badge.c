/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-badge.h.  The fields are walked from the top, where the last server
 * wrote, for as long as servers of ours wrote them; the walk ends behind the
 * first hop that came from outside.  What lies below is a claim and can lower
 * the badge but never raise it.
 */
#include "hemo-badge.h"

#include "hemo-badge-words.h"
#include "hemo-field-scan.h"
#include "hemo-hop.h"
#include "hemo-limits.h"
#include "hemo-org-domain.h"

const HemoName hemo_badge_names[] = {
    {HEMO_BADGE_UNKNOWN, "unknown"},
    {HEMO_BADGE_PLAIN, "plain"},
    {HEMO_BADGE_WEAK, "weak"},
    {HEMO_BADGE_PARTIAL, "partial"},
    {HEMO_BADGE_ENTRY, "entry"},
    {HEMO_BADGE_FULL, "full"},
    {HEMO_BADGE_INTERNAL, "internal"},
    {0, NULL},
};

typedef struct {
    HemoHop *hop;
    HemoHopKind kind;
    HemoHopVerdict verdict;
    gboolean trusted;
} Entry;

struct _HemoBadge {
    GArray *entries; /* of Entry, top first */
    HemoBadgeState state;
    gboolean knows_ours; /* a domain of the receiving side was named */
};

static void
clear_entry(Entry *entry)
{
    hemo_hop_free(entry->hop);
}

static Entry *
get_entry(const HemoBadge *badge, guint i)
{
    return &g_array_index(badge->entries, Entry, i);
}

/* ---- the trust boundary ---- */

static gboolean
is_ours(const char *org, char **ours)
{
    for (; org != NULL && *ours != NULL; ours++) {
        if (hemo_org_domain_same(org, *ours))
            return TRUE;
    }
    return FALSE;
}

/* The organisational domains of what the settings name; "mx.clinic.example" is fine. */
static char **
read_ours(const HemoBadgeTrust *trust)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (gsize i = 0; trust->ours != NULL && trust->ours[i] != NULL; i++) {
        g_autofree char *org = hemo_org_domain_find(hemo_slice_text(trust->ours[i]));

        if (org != NULL)
            g_strv_builder_add(builder, org);
    }
    return g_strv_builder_end(builder);
}

/* A hop that came in from outside ends what can be trusted.  One without a looked-up
 * name whose HELO is of ours may be our own filter: the walk goes on as long as the
 * next field is ours too.  A stranger gains nothing by that: this hop counts as well. */
static gboolean
ends_walk(const HemoBadge *badge, guint i, char **ours)
{
    Entry *entry = get_entry(badge, i);
    Entry *next = i + 1 < badge->entries->len ? get_entry(badge, i + 1) : NULL;

    if (entry->kind == HEMO_HOP_LOCAL || entry->kind == HEMO_HOP_INTERNAL ||
        is_ours(entry->hop->rdns_org, ours))
        return FALSE;
    return entry->hop->rdns_org != NULL || !is_ours(entry->hop->helo_org, ours) ||
           next == NULL || !is_ours(next->hop->by_org, ours);
}

/* A server that gives no name that means anything outside: it goes on with what those
 * above it began, and begins nothing. */
static gboolean
is_nameless(const HemoHop *hop)
{
    return hop->by_org == NULL || hemo_org_domain_is_private(hop->by_org);
}

/* Marks the entries that servers of ours wrote.  FALSE if none of ours wrote anything. */
static gboolean
mark_trusted(HemoBadge *badge, char **ours)
{
    gboolean started = FALSE;

    for (guint i = 0; i < badge->entries->len; i++) {
        Entry *entry = get_entry(badge, i);

        if (is_ours(entry->hop->by_org, ours))
            started = TRUE;
        else if (!is_nameless(entry->hop))
            return started;
        entry->trusted = TRUE;
        if (ends_walk(badge, i, ours))
            return started;
    }
    return started;
}

static void
judge_entries(HemoBadge *badge, const char *const *learned)
{
    for (guint i = 0; i < badge->entries->len; i++) {
        Entry *entry = get_entry(badge, i);

        entry->kind = hemo_hop_kind(entry->hop, !entry->trusted);
        entry->verdict = hemo_hop_verdict(entry->hop, learned, !entry->trusted);
    }
}

/* ---- the state ---- */

/* How many hops between systems have which verdict, on one side of the boundary. */
typedef struct {
    guint n[HEMO_HOP_STRONG + 1];
    guint total;
    guint submissions;
} Tally;

static Tally
count_entries(const HemoBadge *badge, gboolean trusted)
{
    Tally tally = {.total = 0};

    for (guint i = 0; i < badge->entries->len; i++) {
        Entry *entry = get_entry(badge, i);

        if (entry->trusted != trusted || entry->kind == HEMO_HOP_LOCAL ||
            entry->kind == HEMO_HOP_INTERNAL)
            continue;
        tally.n[entry->verdict]++;
        tally.total++;
        tally.submissions += entry->kind == HEMO_HOP_SUBMISSION;
    }
    return tally;
}

static gboolean
is_all_trusted(const HemoBadge *badge)
{
    guint n = badge->entries->len;

    return n > 0 && get_entry(badge, n - 1)->trusted;
}

static HemoBadgeState
choose_state(const HemoBadge *badge)
{
    Tally ours = count_entries(badge, TRUE);
    Tally theirs = count_entries(badge, FALSE);

    if (ours.total == 0)
        return is_all_trusted(badge) ? HEMO_BADGE_INTERNAL : HEMO_BADGE_UNKNOWN;
    if (ours.n[HEMO_HOP_PLAIN] > 0)
        return HEMO_BADGE_PLAIN;
    if (ours.n[HEMO_HOP_UNTOLD] > 0)
        return HEMO_BADGE_UNKNOWN;
    if (ours.n[HEMO_HOP_WEAK] > 0)
        return HEMO_BADGE_WEAK;
    if (is_all_trusted(badge) && ours.submissions == ours.total)
        return HEMO_BADGE_INTERNAL;
    if (theirs.n[HEMO_HOP_PLAIN] + theirs.n[HEMO_HOP_WEAK] > 0)
        return HEMO_BADGE_PARTIAL;
    return theirs.n[HEMO_HOP_UNTOLD] > 0 ? HEMO_BADGE_ENTRY : HEMO_BADGE_FULL;
}

static void
read_hops(HemoBadge *badge, HemoSlice headers)
{
    HemoSlice name, body;

    while (badge->entries->len < HEMO_LIMIT_HOPS &&
           hemo_field_scan_next(&headers, &name, &body)) {
        Entry entry = {.hop = NULL};

        if (!hemo_slice_equal_nocase(name, "Received"))
            continue;
        entry.hop = hemo_hop_new(body, badge->entries->len);
        entry.kind = hemo_hop_kind(entry.hop, FALSE);
        g_array_append_val(badge->entries, entry);
    }
}

HemoBadge *
hemo_badge_judge(HemoSlice headers, const HemoBadgeTrust *trust)
{
    HemoBadge *badge = g_new0(HemoBadge, 1);
    g_auto(GStrv) ours = read_ours(trust);
    gboolean started;

    badge->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(badge->entries, (GDestroyNotify)clear_entry);
    read_hops(badge, hemo_slice_sub(headers, 0, HEMO_LIMIT_HEADER_BLOCK));
    badge->knows_ours = ours[0] != NULL;
    started = mark_trusted(badge, ours);
    for (guint i = 0; !started && i < badge->entries->len; i++)
        get_entry(badge, i)->trusted = FALSE;
    judge_entries(badge, trust->learned);
    badge->state = started ? choose_state(badge) : HEMO_BADGE_UNKNOWN;
    return badge;
}

void
hemo_badge_free(HemoBadge *badge)
{
    if (badge == NULL)
        return;
    g_array_unref(badge->entries);
    g_free(badge);
}

HemoBadgeState
hemo_badge_state(const HemoBadge *badge)
{
    return badge->state;
}

/* ---- the object ---- */

static char *
make_words(const HemoBadge *badge, const Entry *entry)
{
    HemoBadgeSide side = HEMO_BADGE_SIDE_UNKNOWN;

    if (badge->knows_ours)
        side = entry->trusted ? HEMO_BADGE_SIDE_OURS : HEMO_BADGE_SIDE_THEIRS;
    return hemo_badge_words_hop(entry->hop, entry->kind, entry->verdict, side);
}

static void
add_item(GVariantDict *dict, const char *key, const HemoHop *hop, HemoReceivedItem item)
{
    g_autofree char *text = hemo_received_text(hemo_received_item(hop->received, item));

    g_variant_dict_insert(dict, key, "s", text);
}

static void
add_evidence(GVariantDict *dict, const HemoHop *hop)
{
    g_auto(GVariantDict) evidence = G_VARIANT_DICT_INIT(NULL);
    gsize offset, length;

    if (!hemo_received_evidence(hop->received, &offset, &length))
        return;
    g_variant_dict_insert(&evidence, "field", "u", hop->index);
    g_variant_dict_insert(&evidence, "offset", "u", (guint)offset);
    g_variant_dict_insert(&evidence, "length", "u", (guint)length);
    g_variant_dict_insert_value(dict, "evidence", g_variant_dict_end(&evidence));
}

static const struct {
    const char *tls;
    const char *strength;
} VERDICTS[] = {
    [HEMO_HOP_UNTOLD] = {"unknown", "unknown"},
    [HEMO_HOP_PLAIN] = {"no", "unknown"},
    [HEMO_HOP_WEAK] = {"yes", "weak"},
    [HEMO_HOP_UNRATED] = {"yes", "unknown"},
    [HEMO_HOP_STRONG] = {"yes", "strong"},
};

static GVariant *
build_hop(const HemoBadge *badge, const Entry *entry)
{
    g_autoptr(GVariant) fields = g_variant_ref_sink(hemo_received_object(entry->hop->received));
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(fields);
    g_autofree char *words = make_words(badge, entry);

    add_item(&dict, "from", entry->hop, HEMO_RECEIVED_FROM);
    add_item(&dict, "by", entry->hop, HEMO_RECEIVED_BY);
    g_variant_dict_insert(&dict, "tls", "s", VERDICTS[entry->verdict].tls);
    g_variant_dict_insert(&dict, "strength", "s", VERDICTS[entry->verdict].strength);
    g_variant_dict_insert(&dict,
                          "class",
                          "s",
                          hemo_names_find(hemo_hop_kind_names, (int)entry->kind));
    g_variant_dict_insert(&dict, "trusted", "b", entry->trusted);
    g_variant_dict_insert(&dict, "words", "s", words);
    add_evidence(&dict, entry->hop);
    return g_variant_dict_end(&dict);
}

/* The hops that crossed from one system into another explain the state. */
static GVariant *
build_reasons(const HemoBadge *badge)
{
    GVariantBuilder reasons;
    guint n = 0;

    g_variant_builder_init(&reasons, G_VARIANT_TYPE("as"));
    for (guint i = 0; i < badge->entries->len && n < HEMO_LIMIT_REASONS; i++) {
        Entry *entry = get_entry(badge, i);
        g_autofree char *words = NULL;

        if (entry->kind == HEMO_HOP_LOCAL || entry->kind == HEMO_HOP_INTERNAL)
            continue;
        words = make_words(badge, entry);
        g_variant_builder_add(&reasons, "s", words);
        n++;
    }
    if (n == 0)
        g_variant_builder_add(&reasons, "s", hemo_badge_words_title(badge->state));
    return g_variant_builder_end(&reasons);
}

GVariant *
hemo_badge_object(const HemoBadge *badge)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    GVariantBuilder hops;

    g_variant_builder_init(&hops, G_VARIANT_TYPE("aa{sv}"));
    for (guint i = 0; i < badge->entries->len; i++)
        g_variant_builder_add_value(&hops, build_hop(badge, get_entry(badge, i)));
    g_variant_dict_insert(&dict,
                          "badge",
                          "s",
                          hemo_names_find(hemo_badge_names, (int)badge->state));
    g_variant_dict_insert(&dict, "title", "s", hemo_badge_words_title(badge->state));
    g_variant_dict_insert_value(&dict, "hops", g_variant_builder_end(&hops));
    g_variant_dict_insert_value(&dict, "reasons", build_reasons(badge));
    return g_variant_dict_end(&dict);
}
