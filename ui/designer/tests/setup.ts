/** What jsdom lacks and the components ask for. */

import { configure } from '@testing-library/svelte';

// Without layout jsdom cannot know what is visible, and asking it costs most of the time.
configure({ defaultHidden: true });

class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= Observer as unknown as typeof ResizeObserver;
globalThis.IntersectionObserver ??= Observer as unknown as typeof IntersectionObserver;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.scrollTo ??= () => {};
Element.prototype.animate ??= () =>
  ({ finished: Promise.resolve(), cancel() {} }) as unknown as Animation;
Element.prototype.hasPointerCapture ??= () => false;
