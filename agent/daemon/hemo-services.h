/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Everything that the agent owns, made in the right order and taken apart in the
 * reverse one.  No logic: who needs a thing gets it from here.
 */
#pragma once

#include "hemo-anchors.h"
#include "hemo-audit-log.h"
#include "hemo-away.h"
#include "hemo-cipher.h"
#include "hemo-client-watch.h"
#include "hemo-config.h"
#include "hemo-crl-store.h"
#include "hemo-evidence-store.h"
#include "hemo-finder-net.h"
#include "hemo-identity-store.h"
#include "hemo-key-lookout.h"
#include "hemo-key-store.h"
#include "hemo-openpgp.h"
#include "hemo-reader.h"
#include "hemo-sent-store.h"
#include "hemo-ticket-table.h"
#include "hemo-words-store.h"

typedef struct {
    int lock_fd; /* of the state folder; -1: not yet */
    HemoConfig *config;
    HemoDatabase *database;
    HemoKeyring *keyring;
    HemoVault *vault;
    HemoAuditLog *audit;
    HemoSentStore *sent;
    HemoKeyStore *key_store;
    HemoIdentityStore *identities;
    HemoWordsStore *words;
    HemoTicketTable *tickets;
    HemoReader *reader;
    HemoDomainCheck *domain_check;
    HemoEvidenceStore *evidence;
    HemoOpenpgp *openpgp;
    HemoCipher *cipher;
    HemoKeyInspection *inspection;
    HemoAnchors *anchors;
    HemoFinderNetwork *finder_net; /* NULL: no name service */
    HemoKeyLookout *lookout;       /* likewise */
    HemoCrlStore *crls;
    HemoAway *away;           /* who forgets when the screen is locked */
    HemoClientWatch *clients; /* NULL: nobody looks after them */
    gboolean wiped;           /* everything was forgotten: the process ends */
    guint cases;              /* mails that are being judged */
    guint reports;            /* mails that came in and are being read */
    GQueue report_queue;      /* GTask, those that wait for that */
    gboolean harvesting;      /* keys out of a mail that came in */
    GQueue harvest_queue;     /* of hemo-key-harvest.c */
} HemoServices;

/* @system_folder: --system-config, or NULL for the installed one.  Neither records nor
 * settings that cannot be used stop the agent: it says so for every mail, as a client that
 * finds no agent could not. */
HemoServices *hemo_services_new(const char *system_folder);
void hemo_services_free(HemoServices *services); /* NULL is fine */

/* Opens the records, reads changed settings, and makes what depends on them, as far as that is
 * still to be done.  Called before every mail.  HEMO_ERROR_CONFIG, HEMO_ERROR_STORAGE if
 * another agent has the state folder, and the errors of hemo_paths_state() and
 * hemo_database_open(). */
gboolean hemo_services_refresh(HemoServices *services, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoServices, hemo_services_free)
