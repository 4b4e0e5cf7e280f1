import type { Rule } from "../../framework/rule";
import { rule as copyKey } from "./kms-copy-key";
import { rule as deletionWindow } from "./kms-deletion-window";
import { rule as grant } from "./kms-grant";
import { rule as keyPolicy } from "./kms-key-policy";
import { rule as lockoutCheck } from "./kms-lockout-check";
import { rule as rotation } from "./kms-rotation";

export const kmsRules: readonly Rule[] = [copyKey, rotation, deletionWindow, keyPolicy, lockoutCheck, grant];
