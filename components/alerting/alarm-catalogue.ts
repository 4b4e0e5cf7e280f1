import type { LogAlarm, ServiceAlarm } from "./alarm-definition";
import { cisAlarms } from "./cis-alarms";
import { dataAlarms } from "./data-alarms";
import { guardrailAlarms } from "./guardrail-alarms";
import { serviceAlarms } from "./service-alarms";

const onTrail = { ...cisAlarms, ...dataAlarms, ...guardrailAlarms };

export type LogAlarmId = keyof typeof onTrail;
export type ServiceAlarmId = keyof typeof serviceAlarms;
/** Every alarm by its name, which is also that of its runbook in `docs/runbooks`. */
export type AlarmId = LogAlarmId | ServiceAlarmId;

/** The alarms on records of the trail. */
export const logAlarms: Readonly<Record<LogAlarmId, LogAlarm>> = onTrail;
export const logAlarmIds = Object.keys(onTrail) as LogAlarmId[];

/** All alarms. */
export const alarms: Readonly<Record<AlarmId, LogAlarm | ServiceAlarm>> = { ...onTrail, ...serviceAlarms };
export const alarmIds = Object.keys(alarms) as AlarmId[];

export { serviceAlarms };
