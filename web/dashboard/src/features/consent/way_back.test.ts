import { expect, it } from 'vitest';
import { scopesOf, wayBack } from './way_back';

it('goes back to the client with what it waits for', () => {
  expect(wayBack('https://abc.chromiumapp.org/', { code: 'x y', state: 's&1' })).toBe('https://abc.chromiumapp.org/?code=x+y&state=s%261');
  expect(wayBack('https://abc.chromiumapp.org/cb?a=1', { error: 'access_denied', state: '' })).toBe(
    'https://abc.chromiumapp.org/cb?a=1&error=access_denied',
  );
});

it('says in words what is asked for', () => {
  expect(scopesOf('openid cases:read other:thing')).toEqual(['know who you are', 'read your cases', 'other:thing']);
});
