import { Dialog } from '@/ui/dialog';
import { SignInForm } from './sign_in_form';

/** Over a page whose sign-in has ended: what was typed there stays, and what was asked goes on. */
export function SignInDialog({ open, name }: { open: boolean; name: string }) {
  return (
    <Dialog title="Sign in again" open={open}>
      <p>Your sign-in has ended. This page stays as it is.</p>
      <SignInForm name={name} />
    </Dialog>
  );
}
