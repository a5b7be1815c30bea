import { queryOptions } from '@tanstack/react-query';
import { authConfig } from '@/api/auth_config';

/** How this server lets people in; needs no token. */
export const howToEnter = queryOptions({ queryKey: ['auth', 'config'], queryFn: authConfig, staleTime: Infinity });
