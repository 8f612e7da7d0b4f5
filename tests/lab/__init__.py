# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A closed lab: made-up mail domains with real servers, in a network namespace of its own.

./dev try and the integration tests use the same lab.  namespace.py goes first: everything
else binds real ports and needs addresses that exist only in there.  town.py puts the parts
together.  Whatever a part starts it stops by process id, and its files lie in one folder
that goes away with it.
"""
