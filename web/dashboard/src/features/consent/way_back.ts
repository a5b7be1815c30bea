/** Where the client waits for the decision (RFC 6749, section 4.1.2). */
export function wayBack(redirect: string, answer: Record<string, string>): string {
  const url = new URL(redirect);
  for (const [name, value] of Object.entries(answer)) if (value) url.searchParams.set(name, value);
  return url.href;
}

/** What a scope allows, in words; one that has none is shown as it is. */
const words: Record<string, string> = {
  openid: 'know who you are',
  profile: 'see your name',
  email: 'see your email address',
  'cases:read': 'read your cases',
  'cases:write': 'make and change your cases, and ask in them',
  'knowledge:read': 'search the knowledge base',
  'evidence:read': 'read your evidence',
};
export const scopesOf = (scope: string) => scope.split(' ').filter(Boolean).map((s) => words[s] ?? s);
