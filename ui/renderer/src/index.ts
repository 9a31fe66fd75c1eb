/**
 * The one message renderer. It knows how a message looks on every platform and how its flow
 * goes on; it must never know where messages come from, who sees them, or what happens to
 * their events. No dependency, no globals, nothing outside the shadow root it is given.
 *
 * Start with `metrics.ts` (the sizes), then `render.ts` (a step as a tree), `mount.ts` (the
 * tree on a page) and `play.ts` (a message from impression to end).
 */
export * as metrics from "./metrics";
export { DEVICES, NO_INSETS, viewport, type Device, type Insets, type Viewport } from "./devices";
export { safeColor, safeUrl, assetUrl } from "./safety";
export { walk, type Gesture, type Node, type Style } from "./tree";
export { modalWidth, modalHeightMax, sheetWidth, imageRatio, pictures, hasImage, hasText, hasButtons, type Scene } from "./scene";
export { render } from "./render";
export { place, type Box, type Placement, type Point, type Size } from "./tooltip";
export { begin, fail, turn, type Flow, type FlowEvent, type FlowEventName, type Turn } from "./flow";
export { mount, type Drawn, type Surface, type Surroundings, type View } from "./mount";
export { play, type Handlers, type Playing } from "./play";
export { boxes, type Boxes } from "./boxes";
export { lint, type Drawing, type Lint } from "./lint";
