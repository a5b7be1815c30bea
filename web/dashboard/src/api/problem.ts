// What a request failed with, as a sentence for people.
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = '',
    readonly retryAfter = 0,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

function sentenceOf(body: unknown, status: number): string {
  if (body && typeof body === 'object') {
    const { detail, errors, error_description: refused } = body as Record<string, unknown> & { errors?: { msg?: string; loc?: unknown[] }[] };
    if (Array.isArray(errors) && errors.length > 0)
      return errors.map((e) => `${String(e.loc?.at(-1) ?? '')}: ${e.msg ?? ''}`).join('; ');
    if (typeof detail === 'string' && detail) return detail;
    if (typeof refused === 'string' && refused) return refused;
  }
  return `The server answered with status ${status}.`;
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return new Problem(
    response.status,
    sentenceOf(body, response.status),
    response.headers.get('x-error-code') ?? '',
    Number(response.headers.get('retry-after') ?? 0),
  );
}

export function sayWhy(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof TypeError) return 'The server cannot be reached. It may be restarting; try again.';
  return error instanceof Error ? error.message : 'Something went wrong.';
}
