/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-forward-words.h.
 */
#include "hemo-cli-forward-words.h"

#include <glib/gi18n-lib.h>

static const char *const kind_words[] = {
    [HEMO_FORWARD_UNREADABLE] = N_("nobody can tell from this line where mail goes"),
    [HEMO_FORWARD_ADDRESS] = "",
    [HEMO_FORWARD_LOCAL] = N_("stays on this mail server"),
    [HEMO_FORWARD_PROGRAM] = N_("a program gets the mail; what it does with it is not known"),
    [HEMO_FORWARD_INCLUDE] = N_("another file says more: check that one too"),
    [HEMO_FORWARD_VARIABLE] = N_("the address is only made when a mail comes"),
};

gboolean
hemo_cli_forward_words_is_ready(const HemoForwardTarget *target,
                                const HemoCliNetFinding *finding)
{
    if (target->kind == HEMO_FORWARD_ADDRESS)
        return hemo_cli_net_is_ready(finding);
    return target->kind == HEMO_FORWARD_LOCAL;
}

const char *
hemo_cli_forward_words_find(const HemoForwardTarget *target, const HemoCliNetFinding *finding)
{
    if (target->kind != HEMO_FORWARD_ADDRESS)
        return _(kind_words[target->kind]);
    if (finding == NULL || finding->level == HEMO_LEVEL_INVALID)
        return _("nobody could find out how mail goes there");
    return finding->words;
}
