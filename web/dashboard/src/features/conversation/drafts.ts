// What was typed and not sent survives a reload, by case.
const key = (caseId: string) => `fm-draft-${caseId}`;

export const draftOf = (caseId: string) => localStorage.getItem(key(caseId)) ?? '';

export function keepDraft(caseId: string, text: string) {
  if (text) localStorage.setItem(key(caseId), text);
  else localStorage.removeItem(key(caseId));
}
