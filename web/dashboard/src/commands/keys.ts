// From key presses to commands. Pure but for the listener at the end.
import { currentCommands, type Command } from './registry';

/** A sequence that is not finished within this is forgotten. */
export const sequenceMs = 1_000;

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What a press is called in a command: Shift is part of the character, so "?" is a plain key. */
export function nameOf(press: Press): string {
  const key = press.key.length === 1 && (press.ctrlKey || press.metaKey) ? press.key.toLowerCase() : press.key;
  return `${press.ctrlKey || press.metaKey ? 'mod+' : ''}${press.altKey ? 'alt+' : ''}${key}`;
}

export function find(commands: Command[], before: string, name: string, typing: boolean): Command | 'begun' | null {
  const wanted = before ? `${before} ${name}` : name;
  const open = typing ? commands.filter((c) => c.whileTyping) : commands;
  const found = open.filter((c) => c.key === wanted);
  if (found.length === 1) return found[0] ?? null;
  if (found.length > 1) {
    console.warn(`the key ${wanted} belongs to ${found.map((c) => c.id).join(', ')}`);
    return null;
  }
  return open.some((c) => c.key?.startsWith(`${wanted} `)) ? 'begun' : null;
}

const isTyping = (at: EventTarget | null) =>
  at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));

/** The one listener of the program. */
export function listenToKeys(): () => void {
  let before = '';
  let began = 0;
  const heard = (press: KeyboardEvent) => {
    if (press.defaultPrevented || press.isComposing || press.key === 'Shift') return;
    if (Date.now() - began > sequenceMs) before = '';
    // A dialog is a world of its own.
    const dialog = document.querySelector('[role="dialog"]:not([hidden])') !== null;
    const found = find(currentCommands(), before, nameOf(press), isTyping(press.target) || dialog);
    before = '';
    if (found === null) return;
    press.preventDefault();
    if (found === 'begun') {
      before = nameOf(press);
      began = Date.now();
    } else {
      found.run();
    }
  };
  window.addEventListener('keydown', heard);
  return () => window.removeEventListener('keydown', heard);
}
