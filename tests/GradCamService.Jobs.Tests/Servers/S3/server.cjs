// s3rver with what S3 promises and it does not keep: an object is whole or not there.
// Usage: node --openssl-legacy-provider server.cjs DIRECTORY PORT BUCKET (its tokens of pages are made with DES, which OpenSSL 3 calls legacy)
const { createHash, randomUUID } = require('node:crypto');
const { mkdir, rename, writeFile } = require('node:fs/promises');
const { dirname } = require('node:path');
const { buffer } = require('node:stream/consumers');
const S3rver = require('s3rver');
const Store = require('s3rver/lib/stores/filesystem');

Store.prototype.putObject = async function ({ bucket, key, content, metadata }) {
  const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
  const md5 = createHash('md5').update(bytes).digest('hex');
  const file = this.getResourcePath(bucket, key, 'object');
  const aside = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(aside, bytes);
  await this.putMetadata(bucket, key, metadata, md5);
  await rename(aside, file);
  return { size: bytes.length, md5 };
};

const [directory, port, bucket] = process.argv.slice(2);
new S3rver({ directory, address: '127.0.0.1', port: Number(port), silent: true, vhostBuckets: false, configureBuckets: [{ name: bucket }] }).run();
