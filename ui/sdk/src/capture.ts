/** Events that nobody has to send: page views, clicks, sent forms. No values of inputs. */
const TEXT_CHARS_MAX = 100;

/** Listens to a page. `ours`: whether an event happened inside a message. */
export function capture(track: (event: string, properties: object) => void, pageview: () => void, ours: (event: Event) => boolean): void {
  document.addEventListener(
    "click",
    (event) => {
      const target = event.target instanceof Element ? (event.target.closest("a,button,input,[role=button]") ?? event.target) : null;
      if (target && !ours(event)) track("$click", describe(target));
    },
    true,
  );
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target instanceof Element && !ours(event)) track("$form_submit", describe(event.target));
    },
    true,
  );
  // Applications of one page change the address without a load; a new path is a new page.
  let path = location.pathname;
  const moved = () => {
    if (location.pathname === path) return;
    path = location.pathname;
    pageview();
  };
  const navigation = (window as { navigation?: EventTarget }).navigation;
  navigation?.addEventListener("currententrychange", moved);
  addEventListener("popstate", moved);
}

function describe(element: Element): object {
  const button = element.matches("a,button,[role=button]");
  return {
    tag: element.localName,
    id: element.id || null,
    href: element.getAttribute("href"),
    text: button ? (element.textContent ?? "").trim().slice(0, TEXT_CHARS_MAX) : null,
  };
}
