// pack.mjs FOLDER FILE: every file of the folder, compressed by gzip and Brotli, in one file that is embedded
// in the program. A head of lines (name, then bytes: whole, by gzip, by Brotli, then a tag), an empty line, and
// for each line the two bodies.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [folder, target] = process.argv.slice(2);

function filesBelow(at) {
  return readdirSync(at)
    .sort()
    .flatMap((name) => {
      const path = join(at, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

const head = [];
const bodies = [];
for (const path of filesBelow(folder)) {
  const content = readFileSync(path);
  const gzip = gzipSync(content, { level: 9 });
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const tag = createHash('sha256').update(content).digest('hex').slice(0, 16);
  head.push([relative(folder, path), content.length, gzip.length, brotli.length, tag].join('\t'));
  bodies.push(gzip, brotli);
}
writeFileSync(target, Buffer.concat([Buffer.from(`${head.join('\n')}\n\n`), ...bodies]));
