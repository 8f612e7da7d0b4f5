// Settings of Thunderbird that Hemostat needs, for all users of a computer.  An example: copy it
// to /etc/thunderbird/pref/hemostat.js.  "hemostat setup thunderbird" offers the same to each
// user alone.  Thunderbird reads it when it starts.

// Send what Hemostat has encrypted at once; without it such a mail waits in the Outbox until
// the user chooses Send Unsent Messages.
pref("mailnews.sendInBackground", true);

// Delivery reports come back without the text of the mail.
pref("mail.dsn.ret_full_on", false);

// Reports come only if a mail could not be delivered, or late; without it Hemostat asks for
// them only of mail that is about somebody.
pref("mail.dsn.request_on_success_on", false);

// Ask GnuPG, where the user's key is, when a mail is to be read that was encrypted.
pref("mail.openpgp.allow_external_gnupg", true);

// Where drafts lie on the mail server: do not put what is typed there every few minutes.
// pref("mail.compose.autosave", false);
