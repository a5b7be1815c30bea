#pragma once
// The scanners, in the order in which they are asked: of findings that overlap the first names the kind.
#include "finding.hpp"

namespace fm::redaction {

/// PEM, PGP, OpenSSH and PuTTY private keys, whole or cut at either end, over lines or within one.
void find_key_blocks(const scan& s);
/// What its own form gives away: tokens with prefixes of vendors, JSON web tokens, hashes of passwords.
void find_formed(const scan& s);
/// user:password@ of URLs.
void find_url_credentials(const scan& s);
/// The data of Kubernetes Secrets, and base64 of text under a key.
void find_secret_objects(const scan& s);
/// Credentials of Authorization and cookie headers.
void find_headers(const scan& s);
/// Values that stand behind a telling name: name=value, "name": "value", <name>value</name> and so on.
void find_named(const scan& s);
/// Lists and maps behind a telling name: "passwords": ["x"], {"password": {"value": "x"}}, YAML's blocks.
void find_nested(const scan& s);
/// Names without a separator of their own: calls, pairs in lists, X_KEY "x", blocks of declarations.
void find_calls_and_pairs(const scan& s);
/// Columns of tables (CSV, Markdown, clients of databases) and of INSERT.
void find_tables(const scan& s);
/// SQL and command lines.
void find_commands(const scan& s);
/// What sentences say: "the password is x", "use x as token".
void find_sentences(const scan& s);
/// Account names.
void find_accounts(const scan& s);
/// Payment cards, IBAN, telephone and social security numbers, ids of cloud accounts.
void find_numbers(const scan& s);
/// E-mail addresses.
void find_emails(const scan& s);
/// IPv4, IPv6 and MAC addresses.
void find_addresses(const scan& s);
/// Names of hosts.
void find_hosts(const scan& s);

}  // namespace fm::redaction
