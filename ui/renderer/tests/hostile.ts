/**
 * Steps that nobody means well with: markup, scripts, addresses that run code, styles in
 * colours and selectors, bidirectional controls, zero-width and lone surrogate characters, a
 * megabyte of one letter, values of the wrong kind. The same ones in every run.
 */
import type { Content } from "../../contract/Content";
import type { Layout } from "../../contract/Layout";
import type { Step } from "../../contract/Step";
import { ASSET } from "./sample";

const RUN = "globalThis.pwned=1";
const MARKUP = [
  `<script>${RUN}</script>`, `<img src=x onerror=${RUN}>`, `"><svg onload=${RUN}>`, `</style><script>${RUN}</script>`, `<iframe srcdoc="<script>parent.pwned=1</script>">`,
  `<details open ontoggle=${RUN}>`, `<a href="javascript:${RUN}">x</a>`, `' onclick='${RUN}`, `" autofocus onfocus="${RUN}`, "<math><mi//xlink:href=\"data:x,<script>\">", "<template><script>",
  "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "--><!--", "]]>", "<style>*{display:none}</style>", "&lt;b&gt;&#0;&#x1F600;", "{{constructor.constructor('return 1')()}}", "${7*7}", "<%= 1 %>",
];
const ADDRESSES = [
  `javascript:${RUN}`, `JaVaScRiPt:${RUN}`, `java\nscript:${RUN}`, `\u0001javascript:${RUN}`, ` javascript:${RUN}`, `javascript\t:${RUN}`, `javascript&colon;${RUN}`, `jav\u200bascript:${RUN}`, `%6aavascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`, "data:image/svg+xml,<svg onload=alert(1)>", "vbscript:x", "blob:https://evil.example/1", "file:///etc/passwd", "view-source:https://evil.example", "about:srcdoc",
  "filesystem:https://evil.example/x", "//evil.example", "\\\\evil.example", "https://evil.example@good.example", "https:evil.example", "https://", "http://[::1", "https://\u202egpj.exe", "tel:+49", "myapp://open", "https://example.com",
];
const STYLES = [
  "url(https://evil.example/a.png)", "#fff;background:url(//evil.example)", "expression(alert(1))", "red;}*{display:none", "var(--x)", "#ffffff/**/;position:fixed", "\\75rl(x)", "#FFF\n}", "rgb(0,0,0)", "#fff url(x)",
  "inherit", "image-set('https://evil.example')", "*", "*{}", ":has(*)", "#a{}</style>", "body", "[onload]", "::part(x)", "#\u0000", "a,,b", "\\", "..", "#ffffff", "#12345678", "#abc",
];
const CHARACTERS = [
  "\u202e\u2066\u2069\u200f", "\u200b\u200d\u2060\ufeff", "\u0000\u001b[31m\u0007", "\ud800", "\udfff", "\udc00\ud800", "👩‍👩‍👧‍👦🏳️‍🌈", "العربية ‏", "ก็็็็็็็็็็", "\r\n\u2028\u2029\u0085", "Z̷̢͎a̸l̵g̶o̴".repeat(20), "a".repeat(1_000),
  "漢字".repeat(300), "__proto__", "constructor", "toString", "", " ", "null", "NaN", "-1e309",
];
const PIECES = [MARKUP, ADDRESSES, STYLES, CHARACTERS];
const WRONG: readonly unknown[] = [null, undefined, 0, -1, NaN, true, [], {}, { toString: null }, ["<b>"], 1e308];
const LAYOUTS: readonly Layout[] = ["modal", "full_screen", "bottom_sheet", "banner", "tooltip"];
const CONTENTS: readonly Content[] = ["image_button", "image_text_button", "text_button", "image", "image_text", "text"];

/** A generator with a seed: the same numbers in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** Makes hostile steps, and counts the texts, addresses and colours in them. */
export function hostile(seed: number): { step(): Step; values(): number } {
  const roll = random(seed);
  let values = 0;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;
  /** Any code unit, paired or not. */
  const noise = () => String.fromCharCode(...Array.from({ length: 1 + Math.floor(roll() * 12) }, () => Math.floor(roll() * 0x1_0000)));
  const value = (): string => {
    values += 1;
    const kind = roll();
    if (kind < 0.0005) return "x".repeat(1_048_576);
    if (kind < 0.02) return pick(WRONG) as string;
    if (kind < 0.2) return noise() + pick(pick(PIECES));
    return kind < 0.6 ? pick(pick(PIECES)) : pick(pick(PIECES)) + pick(pick(PIECES));
  };
  const some = <T>(most: number, make: () => T) => Array.from({ length: Math.floor(roll() * (most + 1)) }, make);
  const link = () => ({ url: value(), open_in: "new_tab" as const, dismiss_on_click: roll() < 0.5 });
  const image = () => ({ name: value(), asset: roll() < 0.4 ? ASSET : value(), alt: value(), link: roll() < 0.5 ? link() : null });
  const button = () => ({ name: value(), text: value(), text_color: value(), background: value(), border_color: value(), action: { type: "link" as const, ...link() } });
  const step = (): Step => ({
    name: value(),
    layout: pick(LAYOUTS),
    content: pick(CONTENTS),
    images: { portrait: some(3, image), landscape: some(3, image) },
    title: { text: value(), color: value() },
    body: { text: value(), color: value() },
    buttons: some(3, button),
    cta: roll() < 0.5 ? { name: value(), label: value(), url: value() } : null,
    background: value(),
    close: { shown: roll() < 0.7, color: value() },
    anchor: roll() < 0.7 ? { selector: value(), side: "top" } : null,
  });
  return { step, values: () => values };
}

const TAGS = new Set(["DIV", "SPAN", "BUTTON", "IMG", "STYLE"]);
const ATTRIBUTES = new Set(["class", "style", "dir", "role", "aria-label", "aria-modal", "tabindex", "alt", "src"]);
const STYLED = /^[-\w:;.,#%()"'/ \n]*$/;
const STYLED_BAD = /url\(|expression|evil|@import|image-set|var\(|\/\*/;

/** What no element of the renderer has: tags, attributes, addresses, styles. */
export function strange({ tagName, attributes }: Element, src: string): string[] {
  const found = [...attributes].filter(
    ({ name, value }) =>
      !ATTRIBUTES.has(name) || (name === "src" && value !== src) || (name === "style" && (!STYLED.test(value) || STYLED_BAD.test(value))),
  );
  return [...(TAGS.has(tagName) ? [] : [tagName]), ...found.map(({ name, value }) => `${name}=${value.slice(0, 80)}`)];
}
