// What a link to /register carries.
export interface Invitation {
  invite: string;
  setupToken: string;
  isOne: boolean;
}

export function invitationOf(at: { pathname: string; search: string }): Invitation {
  const asked = new URLSearchParams(at.search);
  const invite = asked.get('invite') ?? '';
  const setupToken = asked.get('setup_token') ?? '';
  return { invite, setupToken, isOne: at.pathname === '/register' || Boolean(invite || setupToken) };
}
