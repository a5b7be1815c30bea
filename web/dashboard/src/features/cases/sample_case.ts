import { sampleFiles } from '@/api/sample';
import { uploadEvidence } from '@/api/upload';
import { createCase } from './case_queries';

/** Makes a case of the sample incident; its id. */
export async function makeSampleCase(): Promise<string> {
  const [files, made] = await Promise.all([sampleFiles(), createCase('Sample: orders fail')]);
  const never = new AbortController().signal;
  // One after the other, so that they get their names in this order.
  for (const file of files) await uploadEvidence(made.case_id, file, () => undefined, never);
  return made.case_id;
}
