import * as v from "valibot";
import { eachMessage, type MessageTools } from "./messages";
import { type ObjectReady, objectReadySchema } from "./object-ready";
import { lambdaLog } from "./platform";

const messageSchema = v.object({ id: v.string(), detail: objectReadySchema });

/**
 * What stands around a callback of `onObject`: hands it each `ObjectReady` of a batch, and reports those that it threw
 * at, alone. Exported for the bundler, which joins the two.
 */
export const deliver = (
  callback: (ready: ObjectReady) => Promise<void>,
  tools: MessageTools = { now: Date.now, log: lambdaLog("on-object") },
) =>
  eachMessage(async (body) => {
    const { id, detail } = v.parse(messageSchema, JSON.parse(body));
    await callback(detail);
    return { eventId: id, outcome: "done" };
  }, tools);
