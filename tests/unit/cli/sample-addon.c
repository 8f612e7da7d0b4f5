/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Looks like an add-on of Claws Mail from outside; never run.
 */
int plugin_init(char **error);

int
plugin_init(char **error)
{
    return error != 0;
}
