import { useState } from 'react';
import { Button } from './button';

/** Copies a text, and says that it has. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Select and copy'),
    );
  return (
    <Button small kind="quiet" onClick={copy} onBlur={() => setSaid('')}>
      <span aria-live="polite">{said || label}</span>
    </Button>
  );
}
