/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Every limit on size, count and time, in one place.  Sizes are bytes, times
 * seconds unless the name says otherwise.  GLib ends the process when memory is
 * short, so nothing is allocated by a number that a stranger chose.
 */
#pragma once

#include <glib.h>

/* mail */
#define HEMO_LIMIT_MAIL          (64 * 1024 * 1024) /* a whole message */
#define HEMO_LIMIT_HEADER_BLOCK  (256 * 1024) /* all header blocks of a message together */
#define HEMO_LIMIT_PARTS         2000         /* MIME parts */
#define HEMO_LIMIT_DEPTH         32           /* nesting of multiparts and attached mails */
#define HEMO_LIMIT_TEXT          (16 * 1024 * 1024) /* decoded text that is classified */
#define HEMO_LIMIT_FINDINGS      1000 /* findings of a message that are reported */
#define HEMO_LIMIT_KEPT_FINDINGS 20   /* of a mail that a ticket and the audit keep */
#define HEMO_LIMIT_REASONS       16   /* reasons of a value, best first */
#define HEMO_LIMIT_RECIPIENTS    500  /* envelope recipients */
#define HEMO_LIMIT_ATTACHED_FDS  200  /* parts passed beside a mail */

/* keys and certificates */
#define HEMO_LIMIT_CERTIFICATE     (64 * 1024)
#define HEMO_LIMIT_KEY             (256 * 1024)      /* one OpenPGP key */
#define HEMO_LIMIT_CRL             (8 * 1024 * 1024) /* one list of revoked certificates */
#define HEMO_LIMIT_PKCS12          (1024 * 1024)
#define HEMO_LIMIT_KEYS_OF_ADDRESS 16 /* of one address that nobody confirmed */
#define HEMO_LIMIT_FINDER_WAIT     3  /* for one finder of keys on the network */

/* names (RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4) */
#define HEMO_LIMIT_LOCAL_PART 64
#define HEMO_LIMIT_DOMAIN     253
#define HEMO_LIMIT_LABEL      63
#define HEMO_LIMIT_ACCOUNT    998 /* an account's name in a call */

/* processes and calls */
#define HEMO_LIMIT_SOCKET_PATH   107       /* sun_path without its NUL */
#define HEMO_LIMIT_CONNECTIONS   64        /* clients of the agent at a time */
#define HEMO_LIMIT_GREETING      5         /* a client says who it is within this */
#define HEMO_LIMIT_TICKETS       256       /* tickets at a time, all clients together */
#define HEMO_LIMIT_TICKET_LIFE   (15 * 60) /* after the last Assess or Answer */
#define HEMO_LIMIT_SENT_WAIT     (60 * 60) /* after Protect, for Sent */
#define HEMO_LIMIT_KEYS_WAIT     5         /* Send waits this long for gpg */
#define HEMO_LIMIT_UNLOCK        60        /* the desktop asks for the keyring's password */
#define HEMO_LIMIT_CASES         32        /* mails that are judged at a time */
#define HEMO_LIMIT_EVIDENCE_WAIT 3         /* Send waits this long for evidence */
#define HEMO_LIMIT_READER_TIME   20        /* wall time of one reader */
#define HEMO_LIMIT_REPORT_TIME   5         /* the same for mail that came in */
#define HEMO_LIMIT_REPORTS       4         /* such mails that are read at a time */
#define HEMO_LIMIT_REPORT_QUEUE  64        /* and those that wait for it */
#define HEMO_LIMIT_READER_CPU    15        /* processor time of one reader */
#define HEMO_LIMIT_READER_MEMORY (1024u * 1024 * 1024) /* address space of one reader */
#define HEMO_LIMIT_READER_REPLY  (4 * 1024 * 1024)     /* values from one reader */
#define HEMO_LIMIT_NOTICE        5                     /* until a notification is shown */
#define HEMO_LIMIT_NOTICE_TEXT   2048                  /* its title and body */

/* Received fields and delivery reports */
#define HEMO_LIMIT_HOPS              200
#define HEMO_LIMIT_RECEIVED_FIELD    (64 * 1024)
#define HEMO_LIMIT_REPORT_RECIPIENTS 1000

/* other servers */
#define HEMO_LIMIT_SMTP_LINES   64         /* lines of one reply */
#define HEMO_LIMIT_SMTP_REPLY   (8 * 1024) /* bytes of one reply */
#define HEMO_LIMIT_SMTP_CONNECT 5
#define HEMO_LIMIT_SMTP_WAIT    10 /* for one reply of a probed host */
#define HEMO_LIMIT_PROBE_HOST   15 /* a whole probe of one address */
#define HEMO_LIMIT_MX_HOSTS     8
#define HEMO_LIMIT_MX_ADDRESSES 8 /* per host */
#define HEMO_LIMIT_DNS_WAIT     10
#define HEMO_LIMIT_HTTPS_BODY   (64 * 1024)
#define HEMO_LIMIT_HTTPS_WAIT   10
#define HEMO_LIMIT_SUBMIT_WAIT  60 /* one reply of the submission server */

/* settings and state */
#define HEMO_LIMIT_CONFIG     (1024 * 1024) /* a settings file */
#define HEMO_LIMIT_AUDIT_PAGE 500           /* records in one reply */
#define HEMO_LIMIT_FORWARDS   10000         /* targets of one file of forwarding rules */
