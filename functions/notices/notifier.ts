import { eachMessage, type QueueAnswer, type QueueEvent } from "../records/messages";
import { noticeOf } from "./notice";
import { type NotifierPlatform, notifierPlatform } from "./platform";

/**
 * The function that tells of calls on the bucket: from a queue of CloudTrail's events to the topics. An event that
 * cannot be told comes again, and ends in the dead-letter queue. A notice may come twice.
 */
export const notifier = (
  platform: NotifierPlatform = notifierPlatform(),
): ((event: QueueEvent) => Promise<QueueAnswer>) =>
  eachMessage(async (body) => {
    const { eventId, ...notice } = noticeOf(body);
    await platform.publish(notice);
    return { eventId, outcome: "told" };
  }, platform);
