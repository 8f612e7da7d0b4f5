/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-watch.h.
 */
#include "hemo-watch.h"

#include "hemo-bus.h"
#include "hemo-decide.h"
#include "hemo-key-desk.h"

#include <glib/gi18n-lib.h>

#define MAX_ENTRIES 500 /* those that were told of go first */

struct _HemoWatch {
    guint refs; /* its owner, and each look that is on its way */
    HemoServices *services;
    GDBusConnection *connection; /* NULL: over */
    HemoClaims *claims;
    GHashTable *entries; /* "account address" -> Entry */
    guint listener;      /* of the evidence store; 0: not yet */
};

/* One address that somebody types. */
typedef struct {
    char *account;
    HemoAddress *address;
    guint look;       /* answers to an earlier one come too late */
    gboolean owed;    /* somebody asked and has not heard yet */
    const char *told; /* the words, before they were translated; NULL: none */
} Entry;

/* One look at an entry. */
typedef struct {
    HemoWatch *watch;
    char *key;
    guint look;
    HemoDecideMail mail;
    HemoDecideRecipient recipient;
    gboolean answered; /* something is known of the servers, if only that it is unknown */
    gboolean has[HEMO_N_KEY_KINDS];   /* the recipient has a key that can be used */
    gboolean lacks[HEMO_N_KEY_KINDS]; /* the sender, or who gets every copy, has none */
    gboolean around;                  /* the network is asked as well */
    gboolean quiet;                   /* ends without a word when the screen is locked */
    guint waiting;                    /* keys that are still to come */
} Look;

/* A key that is still to come. */
typedef struct {
    Look *look;
    HemoKeyKind kind;
    gboolean own;
} Pending;

static const struct {
    HemoMethod method;
    HemoKeyKind kind;
} kinds[] = {
    {HEMO_METHOD_SMIME, HEMO_KEY_KIND_SMIME},
    {HEMO_METHOD_OPENPGP, HEMO_KEY_KIND_OPENPGP},
};

static void
entry_free(gpointer data)
{
    Entry *entry = data;

    g_free(entry->account);
    hemo_address_unref(entry->address);
    g_free(entry);
}

static void
watch_unref(HemoWatch *watch)
{
    if (--watch->refs > 0)
        return;
    hemo_claims_unref(watch->claims);
    g_hash_table_unref(watch->entries);
    g_free(watch);
}

static void
look_free(Look *look)
{
    watch_unref(look->watch);
    g_free(look->key);
    g_free(look);
}

static const struct {
    HemoMethod method;
    const char *state;
    const char *words;
} states[] = {
    {HEMO_METHOD_TLS, "tls", N_("TLS verified")},
    {HEMO_METHOD_SMIME, "encrypted", N_("will be encrypted")},
    {HEMO_METHOD_OPENPGP, "encrypted", N_("will be encrypted")},
    {HEMO_METHOD_PORTAL, "portal", N_("needs the portal")},
    {HEMO_METHOD_PDF, "pdf", N_("as a PDF with five words")},
    {HEMO_METHOD_INVALID, "unknown", N_("no safe way yet")},
};

/* What stands on a look at the recipient's servers alone is not called verified. */
static gboolean
is_predicted(const HemoDecision *decision)
{
    for (guint i = 0; i < decision->n_reasons; i++) {
        if (decision->reasons[i] == HEMO_REASON_TLS_PREDICTED)
            return TRUE;
    }
    return FALSE;
}

static void
tell(HemoWatch *watch, Entry *entry, const char *state, const char *words)
{
    if (!entry->owed && g_strcmp0(entry->told, words) == 0)
        return;
    entry->owed = FALSE;
    entry->told = words;
    g_dbus_connection_emit_signal(
        watch->connection,
        NULL,
        HEMO_BUS_PATH,
        HEMO_BUS_INTERFACE,
        "RecipientState",
        g_variant_new("(sss)", hemo_address_full(entry->address), state, _(words)),
        NULL);
}

/* Nothing is known of the recipient's servers, and knowing could help. */
static gboolean
is_open(const Look *look)
{
    HemoDecideRecipient best = look->recipient;

    best.level = HEMO_LEVEL_VERIFIED;
    return look->recipient.level == HEMO_LEVEL_UNKNOWN && !look->recipient.internal &&
           hemo_decide_recipient(&look->mail, &best).method != HEMO_METHOD_INVALID;
}

/* As if the mail had patient data: that is what the sender wants to know. */
static void
tell_decision(const Look *look, Entry *entry)
{
    HemoDecision decision = hemo_decide_recipient(&look->mail, &look->recipient);

    if (look->recipient.level == HEMO_LEVEL_UNDELIVERABLE && !look->recipient.internal) {
        tell(look->watch, entry, "undeliverable", N_("cannot receive mail"));
        return;
    }
    if (decision.method == HEMO_METHOD_INVALID && is_open(look)) {
        tell(look->watch,
             entry,
             "unknown",
             look->answered ? N_("could not be found out") : N_("not known yet"));
        return;
    }
    if (decision.method == HEMO_METHOD_TLS && is_predicted(&decision)) {
        tell(look->watch, entry, "predicted", N_("TLS expected"));
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        if (states[i].method == decision.method) {
            tell(look->watch, entry, states[i].state, states[i].words);
            return;
        }
    }
}

/* The entry that @look is about; NULL if nobody wants to hear of it any more. */
static Entry *
entry_of(const Look *look)
{
    Entry *entry = look->watch->connection != NULL
                       ? g_hash_table_lookup(look->watch->entries, look->key)
                       : NULL;

    return entry != NULL && entry->look == look->look ? entry : NULL;
}

/* As it stands now: the mail program may have said more of itself meanwhile. */
static void
set_account(Look *look, const Entry *entry)
{
    HemoWatch *watch = look->watch;
    const HemoAccount *account =
        hemo_accounts_find(hemo_config_accounts(watch->services->config), entry->account);

    if (account == NULL)
        return;
    look->mail.route = hemo_account_route(account);
    look->mail.leg_verified =
        hemo_account_security(account) >= HEMO_SECURITY_STARTTLS &&
        hemo_claims_is_good(hemo_claims_find(watch->claims, entry->account));
    look->recipient.internal =
        hemo_account_is_internal(account, hemo_address_domain(entry->address));
}

static void
set_available(Look *look)
{
    look->recipient.available = 1u << HEMO_METHOD_PDF;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (look->has[kinds[i].kind] && !look->lacks[kinds[i].kind])
            look->recipient.available |= 1u << kinds[i].method;
    }
}

static void find_keys(Look *look, Entry *entry);

/* Nothing that is here will do, and a key would help. */
static gboolean
should_look_around(const Look *look)
{
    HemoDecideRecipient best = look->recipient;

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (!look->lacks[kinds[i].kind])
            best.available |= 1u << kinds[i].method;
    }
    return !look->around &&
           hemo_decide_recipient(&look->mail, &look->recipient).method == HEMO_METHOD_INVALID &&
           hemo_decide_recipient(&look->mail, &best).method != HEMO_METHOD_INVALID;
}

/* What the keys say then is not what is known. */
static gboolean
is_forgotten(const Look *look)
{
    return look->quiet && hemo_vault_is_shut(look->watch->services->vault);
}

static void
finish(Look *look)
{
    Entry *entry = is_forgotten(look) ? NULL : entry_of(look);

    if (entry != NULL) {
        set_available(look);
        set_account(look, entry);
        tell_decision(look, entry);
        if (should_look_around(look)) {
            look->around = TRUE;
            find_keys(look, entry);
            return;
        }
    }
    look_free(look);
}

static void
on_key(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Pending *pending = data;
    Look *look = pending->look;
    g_autoptr(HemoKey) key = hemo_key_desk_find_finish(result, NULL);
    gboolean usable = key != NULL && hemo_key_usable(key);

    if (pending->own)
        look->lacks[pending->kind] = look->lacks[pending->kind] || !usable;
    else
        look->has[pending->kind] = usable;
    if (--look->waiting == 0)
        finish(look);
}

static void
find_key(Look *look, const HemoKeyQuestion *question, gboolean own)
{
    Pending *pending = g_new0(Pending, 1);
    HemoKeyQuestion asked = *question;

    look->waiting++;
    pending->look = look;
    pending->kind = question->kind;
    pending->own = own;
    asked.quiet = look->quiet;
    hemo_key_desk_find_async(look->watch->services, &asked, NULL, on_key, pending);
}

static HemoKeyQuestion
make_question(const HemoRule *rule, HemoKeyKind kind, const char *address)
{
    return (HemoKeyQuestion){
        .kind = kind,
        .address = address,
        .least = (HemoKeyTrust)rule->values[HEMO_RULE_KEY_TRUST],
        .fips = rule->values[HEMO_RULE_CRYPTO] != HEMO_CRYPTO_STANDARD,
    };
}

/* Without the sender's own key, and those that every copy is for, nothing is encrypted. */
static void
find_own(Look *look, const Entry *entry, HemoKeyKind kind)
{
    HemoConfig *config = look->watch->services->config;
    const HemoAccount *account =
        hemo_accounts_find(hemo_config_accounts(config), entry->account);
    const char *const *own = account != NULL ? hemo_account_addresses(account) : NULL;
    const char *const *also = hemo_policy_also_encrypt_to(hemo_config_policy(config));

    if (own != NULL && own[0] != NULL) {
        HemoKeyQuestion question = make_question(&look->recipient.rule, kind, own[0]);

        question.own = TRUE;
        find_key(look, &question, TRUE);
    }
    for (gsize i = 0; also[i] != NULL; i++) {
        HemoKeyQuestion question = make_question(&look->recipient.rule, kind, also[i]);

        find_key(look, &question, TRUE);
    }
}

/* What is here first; the second time the network. */
static void
find_keys(Look *look, Entry *entry)
{
    look->waiting = 1; /* ourselves, until all are asked */
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        HemoKeyQuestion question = make_question(&look->recipient.rule,
                                                 kinds[i].kind,
                                                 hemo_address_full(entry->address));

        question.look_around = look->around;
        if (look->around && look->lacks[kinds[i].kind])
            continue;
        find_key(look, &question, FALSE);
        if (!look->around)
            find_own(look, entry, kinds[i].kind);
    }
    if (--look->waiting == 0)
        finish(look);
}

static void
take_evidence(Look *look, HemoEvidence *evidence)
{
    Entry *entry = entry_of(look);

    look->answered = evidence != NULL;
    look->recipient.level =
        evidence != NULL ? hemo_evidence_level(evidence) : HEMO_LEVEL_UNKNOWN;
    if (entry != NULL)
        find_keys(look, entry);
    else
        look_free(look);
}

static void
on_evidence(GObject *source, GAsyncResult *result, gpointer data)
{
    Look *look = data;
    g_autoptr(HemoEvidence) evidence =
        hemo_evidence_store_ask_finish(look->watch->services->evidence, result, NULL);

    take_evidence(look, evidence);
}

static Look *
look_new(HemoWatch *watch, const char *key, Entry *entry)
{
    Look *look = g_new0(Look, 1);

    watch->refs++;
    look->watch = watch;
    look->key = g_strdup(key);
    look->look = ++entry->look;
    /* who types is there, and may open what was forgotten while she was away */
    look->quiet = !hemo_vault_is_shut(watch->services->vault);
    look->mail.content = HEMO_CONTENT_PHI;
    look->mail.route = HEMO_ROUTE_R0;
    look->recipient.rule = hemo_policy_rule(hemo_config_policy(watch->services->config),
                                            hemo_address_key(entry->address),
                                            hemo_address_domain(entry->address),
                                            0);
    return look;
}

/* From what is known already: nobody is asked again. */
static void
look_again(HemoWatch *watch, const char *key, Entry *entry)
{
    g_autoptr(HemoEvidence) evidence =
        hemo_evidence_store_peek(watch->services->evidence,
                                 hemo_address_domain(entry->address),
                                 g_get_real_time() / G_USEC_PER_SEC);

    if (evidence != NULL)
        take_evidence(look_new(watch, key, entry), evidence);
}

/* @domain NULL: all of them. */
static void
look_at_all(HemoWatch *watch, const char *domain)
{
    GHashTableIter iter;
    gpointer key;
    gpointer entry;

    g_hash_table_iter_init(&iter, watch->entries);
    while (g_hash_table_iter_next(&iter, &key, &entry)) {
        if (domain == NULL ||
            g_str_equal(hemo_address_domain(((Entry *)entry)->address), domain))
            look_again(watch, key, entry);
    }
}

static void
on_new_evidence(const char *domain, gpointer data)
{
    HemoWatch *watch = data;

    if (!hemo_vault_is_shut(watch->services->vault))
        look_at_all(watch, domain);
}

static gboolean
is_settled(gpointer key, gpointer entry, gpointer unused)
{
    return !((Entry *)entry)->owed;
}

/* Takes @address. */
static Entry *
get_entry(HemoWatch *watch, const char *key, const char *account, HemoAddress *address)
{
    Entry *entry = g_hash_table_lookup(watch->entries, key);

    if (entry != NULL) {
        hemo_address_unref(address);
        return entry;
    }
    if (g_hash_table_size(watch->entries) >= MAX_ENTRIES)
        g_hash_table_foreach_remove(watch->entries, is_settled, NULL);
    entry = g_new0(Entry, 1);
    entry->account = g_strdup(account);
    entry->address = address;
    g_hash_table_insert(watch->entries, g_strdup(key), entry);
    return entry;
}

void
hemo_watch_add(HemoWatch *watch, const char *account, const char *address)
{
    HemoEvidenceStore *store = watch->services->evidence;
    HemoAddress *parsed = hemo_address_parse(address, NULL);
    g_autofree char *key = NULL;
    Entry *entry;

    if (parsed == NULL)
        return;
    if (watch->listener == 0)
        watch->listener = hemo_evidence_store_listen(store, on_new_evidence, watch);
    key = g_strconcat(account, " ", hemo_address_full(parsed), NULL);
    entry = get_entry(watch, key, account, parsed);
    entry->owed = TRUE;
    hemo_evidence_store_ask_async(store,
                                  hemo_address_domain(entry->address),
                                  NULL,
                                  on_evidence,
                                  look_new(watch, key, entry));
}

void
hemo_watch_refresh(HemoWatch *watch)
{
    if (watch->listener != 0)
        look_at_all(watch, NULL);
}

gboolean
hemo_watch_is_idle(const HemoWatch *watch)
{
    return watch->refs == 1;
}

HemoWatch *
hemo_watch_new(HemoServices *services, GDBusConnection *connection, HemoClaims *claims)
{
    HemoWatch *watch = g_new0(HemoWatch, 1);

    watch->refs = 1;
    watch->services = services;
    watch->connection = g_object_ref(connection);
    watch->claims = hemo_claims_ref(claims);
    watch->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    return watch;
}

void
hemo_watch_free(HemoWatch *watch)
{
    if (watch == NULL)
        return;
    if (watch->listener != 0)
        hemo_evidence_store_unlisten(watch->services->evidence, watch->listener);
    g_clear_object(&watch->connection);
    watch_unref(watch);
}
