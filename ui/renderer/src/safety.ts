/**
 * What a campaign's words may become. Everything in a message was typed by somebody, fetched
 * from somewhere or sent by a server that was taken over: a colour is a colour or the
 * fallback, a link has a known shape or is nothing, an asset is named by its hash.
 */

const COLOR = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const HASH = /^[\da-f]{64}$/;
const SCHEME = /^([a-z][a-z\d+.-]*):./i;
/** Schemes that run code, read local files or reach into the browser. */
const REFUSED = /^(?:javascript|data|vbscript|livescript|mocha|blob|file|filesystem|about|view-source|chrome|chrome-extension|moz-extension|resource|jar|ws|wss|ftp)$/i;

/** The colour as typed if it is one (`#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`), else the fallback. */
export function safeColor(value: unknown, fallback: string): string {
  return typeof value === "string" && COLOR.test(value) ? value : fallback;
}

/**
 * The URL if it may be opened: `https`, `http` or an app's deep link. Relative addresses,
 * control characters (which browsers drop while reading a scheme) and schemes that run code
 * are not: `null`.
 */
export function safeUrl(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const url = value.trim();
  if (/[\u0000-\u0020\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060\ufeff]/.test(url)) return null;
  const scheme = SCHEME.exec(url)?.[1];
  if (scheme === undefined || REFUSED.test(scheme)) return null;
  try {
    const parsed = new URL(url);
    const web = /^https?:$/.test(parsed.protocol);
    return REFUSED.test(parsed.protocol.slice(0, -1)) || (web && !parsed.hostname) ? null : url;
  } catch {
    return null;
  }
}

/** Where a picture lies, by its hash; `null` where no picture was chosen or none is known. */
export function assetUrl(assets: Readonly<Record<string, string>>, asset: unknown): string | null {
  if (typeof asset !== "string" || !HASH.test(asset) || !Object.hasOwn(assets, asset)) return null;
  return assets[asset] || null;
}

/** Text of any origin as a string, never `undefined` or an object's name. */
export function safeText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
