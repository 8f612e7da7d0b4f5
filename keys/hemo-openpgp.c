/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp.h.  GPGME tells a missing gpg or home as "no keys", so both are
 * looked for before each operation.
 */
#include "hemo-openpgp-private.h"

#include "hemo-error.h"
#include "hemo-gpg-conf.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Hex digits of a version 4 and of a version 5 or 6 fingerprint. */
#define V4_DIGITS 40
#define V6_DIGITS 64

struct _HemoOpenpgp {
    gatomicrefcount refs;
    char *given_home; /* or NULL */
    HemoOpenpgpCache *cache;
    HemoOpenpgpTurn *turn;
};

HemoOpenpgp *
hemo_openpgp_new(const char *home)
{
    HemoOpenpgp *openpgp = g_new0(HemoOpenpgp, 1);

    g_atomic_ref_count_init(&openpgp->refs);
    openpgp->given_home = g_strdup(home);
    openpgp->cache = hemo_openpgp_cache_new();
    openpgp->turn = hemo_openpgp_turn_new();
    return openpgp;
}

HemoOpenpgp *
hemo_openpgp_ref(HemoOpenpgp *openpgp)
{
    g_atomic_ref_count_inc(&openpgp->refs);
    return openpgp;
}

void
hemo_openpgp_unref(HemoOpenpgp *openpgp)
{
    if (openpgp == NULL || !g_atomic_ref_count_dec(&openpgp->refs))
        return;
    hemo_openpgp_turn_free(openpgp->turn);
    hemo_openpgp_cache_free(openpgp->cache);
    g_free(openpgp->given_home);
    g_free(openpgp);
}

const char *
hemo_openpgp_home(HemoOpenpgp *openpgp)
{
    return openpgp->given_home != NULL ? openpgp->given_home : gpgme_get_dirinfo("homedir");
}

HemoOpenpgpCache *
hemo_openpgp_cache(HemoOpenpgp *openpgp)
{
    return openpgp->cache;
}

HemoOpenpgpTurn *
hemo_openpgp_turn(HemoOpenpgp *openpgp)
{
    return openpgp->turn;
}

/* Is gpg there and could GPGME ask its version? */
static gboolean
engine_is_there(void)
{
    gpgme_engine_info_t info = NULL;

    /* GPGME wants this call before all others; it may be repeated. */
    if (gpgme_check_version(NULL) == NULL || gpgme_get_engine_info(&info) != GPG_ERR_NO_ERROR)
        return FALSE;
    while (info != NULL && info->protocol != GPGME_PROTOCOL_OpenPGP)
        info = info->next;
    return info != NULL && info->version != NULL && info->file_name != NULL &&
           access(info->file_name, X_OK) == 0;
}

static gboolean
home_is_there(const char *home)
{
    return home != NULL && g_file_test(home, G_FILE_TEST_IS_DIR) &&
           access(home, R_OK | X_OK) == 0;
}

/* Offline keeps dirmngr out, the empty locate list keeps gpg from searching elsewhere.  With
 * the trust model that gpg.conf may name, a key could count that nobody confirmed ("tofu"). */
static gboolean
set_up(HemoOpenpgp *openpgp, gpgme_ctx_t context)
{
    if (gpgme_set_protocol(context, GPGME_PROTOCOL_OpenPGP) != GPG_ERR_NO_ERROR ||
        gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, NULL, openpgp->given_home) !=
            GPG_ERR_NO_ERROR ||
        gpgme_set_ctx_flag(context, "auto-key-locate", "clear,nodefault") != GPG_ERR_NO_ERROR ||
        gpgme_set_ctx_flag(context, "trust-model", "pgp") != GPG_ERR_NO_ERROR)
        return FALSE;
    gpgme_set_offline(context, 1);
    return TRUE;
}

gboolean
hemo_openpgp_check(HemoOpenpgp *openpgp, GError **error)
{
    if (!engine_is_there())
        hemo_error_set(error,
                       HEMO_ERROR_MISSING,
                       _("the program gpg, which encrypts mail, is not installed"));
    else if (!home_is_there(hemo_openpgp_home(openpgp)))
        hemo_error_set(error,
                       HEMO_ERROR_MISSING,
                       _("the folder with the OpenPGP keys is not there"));
    else
        return hemo_gpg_conf_check(hemo_openpgp_home(openpgp), error);
    return FALSE;
}

gpgme_ctx_t
hemo_openpgp_new_context(HemoOpenpgp *openpgp, GError **error)
{
    gpgme_ctx_t context = NULL;

    if (!hemo_openpgp_check(openpgp, error))
        return NULL;
    if (gpgme_new(&context) == GPG_ERR_NO_ERROR && set_up(openpgp, context))
        return context;
    gpgme_release(context);
    hemo_error_set(error, HEMO_ERROR_FAILED, _("the program gpg cannot be used"));
    return NULL;
}

gboolean
hemo_openpgp_is_fingerprint(const char *text)
{
    gsize size = 0;

    while (g_ascii_isxdigit(text[size]))
        size++;
    return text[size] == '\0' && (size == V4_DIGITS || size == V6_DIGITS);
}

gboolean
hemo_openpgp_make_home(HemoOpenpgp *openpgp, GError **error)
{
    const char *home = NULL;

    if (!engine_is_there())
        return TRUE;
    home = hemo_openpgp_home(openpgp);
    if (home != NULL && g_mkdir_with_parents(home, 0700) == 0)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("the folder for the OpenPGP keys cannot be made"));
    return FALSE;
}

char *
hemo_openpgp_agent_socket(HemoOpenpgp *openpgp)
{
    if (!engine_is_there())
        return NULL;
    if (openpgp->given_home != NULL)
        return g_build_filename(openpgp->given_home, "S.gpg-agent", NULL);
    return g_strdup(gpgme_get_dirinfo("agent-socket"));
}
