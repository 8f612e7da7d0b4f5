/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-question.h.
 */
#include "hemo-cli-question.h"

#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#define MAX_ANSWER 80

/* FALSE without a terminal, or at its end. */
static gboolean
read_answer(const char *question, const char *answers, char *answer)
{
    if (!isatty(STDIN_FILENO))
        return FALSE;
    fprintf(stdout, "%s [%s] ", question, answers);
    hemo_cli_output_flush();
    return fgets(answer, MAX_ANSWER, stdin) != NULL;
}

gboolean
hemo_cli_question_ask(const char *question)
{
    char answer[MAX_ANSWER];
    /* TRANSLATORS: the first letter of "yes" */
    const char *letter = _("y");
    g_autofree char *answers = g_strconcat(letter, "/n", NULL);

    return read_answer(question, answers, answer) && g_ascii_tolower(answer[0]) == letter[0];
}

gboolean
hemo_cli_question_type(const char *question, const char *word)
{
    char answer[MAX_ANSWER];

    return read_answer(question, word, answer) && g_str_equal(g_strstrip(answer), word);
}
