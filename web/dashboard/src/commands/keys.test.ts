import { expect, it, vi } from 'vitest';
import { find, nameOf } from './keys';
import { clashes, type Command } from './registry';

const command = (id: string, key: string, whileTyping = false): Command => ({ id, title: id, group: 'x', key, whileTyping, run: () => undefined });
const list = [command('next', 'j'), command('help', '?'), command('cases', 'g c'), command('palette', 'mod+k', true)];
const press = (key: string, ctrlKey = false) => nameOf({ key, ctrlKey, metaKey: false, altKey: false });

it('names keys as they are written in commands', () => {
  expect(press('?')).toBe('?');
  expect(press('K', true)).toBe('mod+k');
});

it('runs keys and sequences, and few of them while somebody types', () => {
  expect(find(list, '', 'j', false)).toMatchObject({ id: 'next' });
  expect(find(list, '', 'g', false)).toBe('begun');
  expect(find(list, 'g', 'c', false)).toMatchObject({ id: 'cases' });
  expect(find(list, '', 'j', true)).toBeNull();
  expect(find(list, '', 'mod+k', true)).toMatchObject({ id: 'palette' });
});

it('runs neither of two commands with one key', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const two = [...list, command('other', 'j')];
  expect(find(two, '', 'j', false)).toBeNull();
  expect(clashes(two)).toEqual(['j']);
});
