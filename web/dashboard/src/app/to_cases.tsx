import { Navigate } from '@tanstack/react-router';

/** What somebody who is signed in already gets where others sign in. */
export const ToCases = () => <Navigate to="/cases" replace />;
