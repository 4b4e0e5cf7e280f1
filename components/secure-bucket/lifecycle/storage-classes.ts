import { limits, type Range } from "../../internal/limits";
import type { StorageClass } from "./rules";

interface StorageClassFacts {
  /** Place in the waterfall: an object moves only to a class with a higher one. */
  readonly place: number;
  /** Days that S3 asks of an object before it may enter the class. */
  readonly earliest: number;
  /** Days that S3 asks between entering this class and the next. */
  readonly stay: number;
  /** Days that are billed however soon the object leaves. */
  readonly billed: number;
}

/**
 * What S3 says of each class. Order: "Supported transitions"; 30 days before and in Standard-IA: "Constraints and
 * considerations" of https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html;
 * billed days: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html#sc-compare
 */
export const storageClasses: Readonly<Record<StorageClass, StorageClassFacts>> = {
  STANDARD_IA: { place: 1, earliest: 30, stay: 30, billed: 30 },
  INTELLIGENT_TIERING: { place: 2, earliest: 0, stay: 1, billed: 0 },
  GLACIER_IR: { place: 3, earliest: 0, stay: 1, billed: 90 },
  GLACIER: { place: 4, earliest: 0, stay: 1, billed: 90 },
  DEEP_ARCHIVE: { place: 5, earliest: 0, stay: 1, billed: 180 },
};

/** The least and the most of each figure of a rule. */
export const lifecycleLimits = {
  /** Rules of one bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
  rules: { least: 0, most: 1000 },
  /** Characters. Same document. */
  id: { least: 1, most: 255 },
  /** UTF-8 bytes, those of a key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
  prefix: { least: 0, most: 1024 },
  /** Days. S3 allows no 0 and more than a hundred years. */
  expireDays: { least: 1, most: limits.noncurrentDays.most },
  noncurrentDays: limits.noncurrentDays,
  abortIncompleteUploadDays: limits.abortIncompleteUploadDays,
  /** Versions. https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html */
  newestNoncurrent: { least: 1, most: 100 },
  /** Days. */
  transition: { least: 0, most: limits.noncurrentDays.most },
  /** Bytes. A filter above the largest object would move nothing. */
  largerThan: { least: 0, most: limits.objectSize.most },
} as const satisfies Readonly<Record<string, Range>>;

/** What is wrong with a prefix and why, or undefined. Worded to follow the prefix's name. */
export const prefixProblem = (prefix: string): string | undefined => {
  const given = JSON.stringify(prefix);
  if (!prefix.isWellFormed()) return `is ${given}, which is not Unicode text; no key of S3 can begin with it`;
  const bytes = Buffer.byteLength(prefix);
  if (bytes > lifecycleLimits.prefix.most) {
    return `is ${bytes} bytes long; a key has at most ${lifecycleLimits.prefix.most}, so that no key begins with it`;
  }
  if (/\p{Cc}/u.test(prefix)) return `is ${given}, which has a control character; S3's XML cannot carry it`;
  if (prefix.startsWith("/")) return `is ${given}; leave out the first "/", keys do not begin with one`;
  if (/[*?]/.test(prefix)) return `is ${given}; S3 knows no wildcards and takes it literally`;
  return undefined;
};
