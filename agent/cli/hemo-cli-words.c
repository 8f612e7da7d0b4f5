/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-words.h.
 */
#include "hemo-cli-words.h"

#include "hemo-bounce-group.h"
#include "hemo-reason.h"

#include <glib/gi18n-lib.h>

typedef struct {
    const char *code;
    const char *words;
} Words;

static const Words methods[] = {
    {"tls", N_("over TLS")},
    {"openpgp", N_("encrypted with OpenPGP")},
    {"smime", N_("encrypted with S/MIME")},
    {"portal", N_("through the portal")},
    {"pdf", N_("as a PDF that five words open")},
    {NULL, NULL},
};

/* Without a method, the recipient's own verdict tells. */
static const Words ways[] = {
    {"send", N_("as it is")},
    {"ask", N_("waits for your answer")},
    {NULL, NULL},
};

static const Words verdicts[] = {
    {"send", N_("may go as it is")},
    {"protect", N_("may go, protected")},
    {"ask", N_("waits for an answer")},
    {"hold", N_("held")},
    {NULL, NULL},
};

static const Words contents[] = {
    {"none", N_("no patient data")},
    {"health", N_("health talk about no particular person")},
    {"unread", N_("something that cannot be read")},
    {"phi", N_("patient data")},
    {NULL, NULL},
};

static const Words levels[] = {
    {"X", N_("cannot receive mail")},
    {"C", N_("are not what their owner promises")},
    {"N", N_("offer no TLS that can be trusted")},
    {"U", N_("nothing is known of them")},
    {"K", N_("belong to a provider known to use TLS")},
    {"E", N_("offer TLS, without a valid certificate")},
    {"A", N_("offer TLS, with a valid certificate")},
    {"V", N_("TLS is promised by their owner")},
    {NULL, NULL},
};

static const Words choices[] = {
    {"clean", N_("it contains no patient data")},
    {"as-phi", N_("it contains patient data")},
    {"confirm", N_("send it like this")},
    {"send-others", N_("send it to the others now")},
    {NULL, NULL},
};

static const Words differences[] = {
    {"sender", N_("the sender")},
    {"recipients", N_("the recipients")},
    {"subject", N_("the subject")},
    {"text", N_("the text")},
    {"attachments", N_("the attachments")},
    {"content", N_("there is more to protect in it")},
    {"bytes", N_("the protected message itself")},
    {NULL, NULL},
};

static const Words faults[] = {
    {"failed", N_("something went wrong that was not foreseen")},
    {"invalid", N_("the mail is not as it must be")},
    {"too-big", N_("the mail is too big")},
    {"not-found", N_("something that is needed was not found")},
    {"locked", N_("the keyring was locked")},
    {"lost", N_("a key of Hemostat is gone")},
    {"denied", N_("it was refused")},
    {"timed-out", N_("it took too long")},
    {"unreachable", N_("the mail server could not be reached")},
    {"untrusted", N_("a certificate or a key could not be trusted")},
    {"unusable", N_("a key has expired or cannot be used")},
    {"changed", N_("the mail was not the one that had been judged")},
    {"held", N_("the mail is held")},
    {"expired", N_("the mail was judged too long ago")},
    {"config", N_("the settings cannot be used")},
    {"version", N_("the programs are of different versions")},
    {"storage", N_("it could not be recorded")},
    {"missing", N_("a program that is needed is not installed")},
    {"cancelled", N_("it was cancelled")},
    {"unsupported", N_("this version cannot do that")},
    {NULL, NULL},
};

static const Words actions[] = {
    {"failed", N_("not delivered")},
    {"delayed", N_("not delivered yet")},
    {"delivered", N_("was delivered")},
    {"relayed", N_("handed on to a server that gives no reports")},
    {"expanded", N_("was delivered to a mailing list")},
    {NULL, NULL},
};

static const Words notes[] = {
    {"wrong-badge", N_("what was shown about how a mail travelled is wrong")},
    {"wrong-verdict", N_("a mail was judged wrongly")},
    {"needless-question", N_("a question was needless")},
    {"not-readable", N_("a protected mail could not be read")},
    {"other", N_("something else")},
    {NULL, NULL},
};

static const char *
find(const Words *words, const char *code, const char *otherwise)
{
    for (; words->code != NULL; words++) {
        if (g_str_equal(words->code, code))
            return _(words->words);
    }
    return otherwise;
}

const char *
hemo_cli_words_way(const char *method, const char *verdict)
{
    return find(methods, method, find(ways, verdict, _("held")));
}

const char *
hemo_cli_words_verdict(const char *verdict)
{
    return find(verdicts, verdict, verdict);
}

const char *
hemo_cli_words_content(const char *content)
{
    return find(contents, content, content);
}

const char *
hemo_cli_words_level(const char *level)
{
    return find(levels, level, level);
}

const char *
hemo_cli_words_reason(const char *reason)
{
    const char *words = hemo_reason_words(hemo_reason_value(reason));

    return *words != '\0' ? words : reason;
}

const char *
hemo_cli_words_choice(const char *choice)
{
    return find(choices, choice, choice);
}

const char *
hemo_cli_words_fault(const char *fault)
{
    return find(faults, fault, fault);
}

const char *
hemo_cli_words_difference(const char *difference)
{
    return find(differences, difference, difference);
}

const char *
hemo_cli_words_note(const char *kind)
{
    return find(notes, kind, kind);
}

const char *
hemo_cli_words_action(const char *action)
{
    return find(actions, action, action);
}

const char *
hemo_cli_words_group(const char *group)
{
    int value = hemo_names_value(hemo_bounce_group_names, group, -1);

    return value >= 0 ? hemo_bounce_group_words((HemoBounceGroup)value) : group;
}
