// How people get in, which everybody may know.
import { problemOf } from './problem';

export interface AuthConfig {
  registration: 'open' | 'invite' | 'closed';
}

export async function authConfig(): Promise<AuthConfig> {
  const response = await fetch('/api/v1/auth/config');
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as AuthConfig;
}
