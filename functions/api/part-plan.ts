/** How an object is cut into parts (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */

const MiB = 1024 ** 2;

/** The largest object that goes up in one PUT, in bytes: above it a broken connection costs more than a part does. */
export const singleUploadLimit = 16 * MiB;

/** The smallest part that is planned, in bytes. S3 takes 5 MiB; 8 MiB keeps the number of requests low. */
const smallestPart = 8 * MiB;

/** The most parts that are planned: the answer that carries a URL for each must stay below Lambda's 6 MB. */
export const mostParts = 1000;

/** Bytes of a part, in whole MiB, or undefined where one PUT does. */
export const partSizeFor = (size: number): number | undefined =>
  size <= singleUploadLimit ? undefined : Math.max(smallestPart, Math.ceil(size / mostParts / MiB) * MiB);

/** How many requests carry an object. */
export const partCount = (size: number): number => Math.ceil(size / (partSizeFor(size) ?? Math.max(size, 1))) || 1;

/** The parts of an object, in order; all but the last have `partSize` bytes. */
export const partsOf = (size: number, partSize: number): { partNumber: number; size: number }[] =>
  Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    partNumber: index + 1,
    size: Math.min(partSize, size - index * partSize),
  }));
