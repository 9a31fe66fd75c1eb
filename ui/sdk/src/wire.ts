/**
 * What goes over the wire, as `crates/sync/src/wire/sdk.rs` has it. The SDK's own words are
 * camelCase, as in the vendors' SDKs; the parts of a campaign keep the file format's.
 */
import type { Delay } from "../../contract/Delay";
import type { Frequency } from "../../contract/Frequency";
import type { Orientation } from "../../contract/Orientation";
import type { PageRule } from "../../contract/PageRule";
import type { Period } from "../../contract/Period";
import type { Platform } from "../../contract/Platform";
import type { Step } from "../../contract/Step";
import type { TimetableSlot } from "../../contract/TimetableSlot";
import type { TriggerRule } from "../../contract/TriggerRule";
import type { Value } from "../../contract/Value";

/** `GET /api/v1/messages/active`: what a person may see now. */
export interface ActiveMessages {
  readonly autoRender: boolean;
  readonly messages: readonly ActiveMessage[];
}

/** One campaign that may be shown, its groups together. */
export interface ActiveMessage {
  readonly id: string;
  readonly experimentId: string | null;
  readonly variants: Readonly<Record<string, Variant>>;
  /** The variant of this person; none shows nothing. */
  readonly assigned: string | null;
  readonly testDevice: boolean;
  readonly priority: number;
  readonly platforms: readonly Platform[];
  readonly orientations: readonly Orientation[];
  readonly triggers: readonly TriggerRule[];
  readonly urlRegex: string | null;
  readonly pageRules: readonly PageRule[];
  readonly delay: Delay;
  readonly frequency: Frequency;
  readonly period: Period;
  readonly timetable: readonly TimetableSlot[];
}

/** What one group sees. */
export interface Variant {
  readonly messageId: string;
  readonly group: string;
  readonly steps: readonly Step[];
  readonly delaySeconds: number | null;
  readonly urlRegex: string | null;
}

/** One event of `POST /e`. */
export interface WireEvent {
  readonly event_id: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly device_id: string;
  readonly session_id: string;
  readonly at_ms: number;
  readonly properties: Properties;
}

/** The body of `POST /api/v1/messages/{id}/track`. */
export interface Track {
  readonly event_id: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly device_id: string;
  readonly session_id: string;
  readonly at_ms: number;
  readonly action_name: string | null;
  readonly action_value: string | null;
}

/** Properties of an event or a person. */
export type Properties = Readonly<Record<string, Value>>;
