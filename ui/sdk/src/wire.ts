/** What goes over the wire, under the names that the SDK has for it. */
import type { SiteEvent } from "../../contract/SiteEvent";
import type { Track as WireTrack } from "../../contract/Track";

export type { ActiveMessage } from "../../contract/ActiveMessage";
export type { ActiveMessages } from "../../contract/ActiveMessages";
export type { MessageEvent } from "../../contract/MessageEvent";
export type { SiteEvent } from "../../contract/SiteEvent";
export type { Variant } from "../../contract/Variant";

/** The SDK reports by message id, which names the group already. */
export type Track = Omit<WireTrack, "group">;

/** Properties of an event or a person. */
export type Properties = SiteEvent["properties"];
