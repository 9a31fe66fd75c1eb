/**
 * What a campaign's words may become. Everything in a message was typed by somebody, fetched
 * from somewhere or sent by a server that was taken over: a colour is a colour or the
 * fallback, a link has a known shape or is nothing, an asset is named by its hash.
 */

const COLOR = /^#(?:[\da-f]{3}|[\da-f]{6}|[\da-f]{8})$/i;
const HASH = /^[\da-f]{64}$/;
const SCHEME = /^([a-z][a-z\d+.-]*):./i;
/** Schemes that run code or read the device instead of going somewhere; as in `Draft::check`. */
const REFUSED = /^(?:javascript|data|vbscript|blob|file|about|filesystem|view-source)$/i;
/** White space and control characters, which browsers drop before they read a scheme. */
const HIDDEN = /[\s\p{Cc}]/u;

/** The colour as typed if it is one (`#rgb`, `#rrggbb`, `#rrggbbaa`), else the fallback. */
export function safeColor(value: unknown, fallback: string): string {
  return typeof value === "string" && COLOR.test(value) ? value : fallback;
}

/**
 * The URL if it may be opened: `https`, `http` or an app's deep link. Relative addresses and
 * schemes that run code give `null`.
 */
export function safeUrl(value: unknown): string | null {
  if (typeof value !== "string" || HIDDEN.test(value)) return null;
  const scheme = SCHEME.exec(value)?.[1];
  if (scheme === undefined || REFUSED.test(scheme)) return null;
  try {
    const { protocol, hostname } = new URL(value);
    return /^https?:$/.test(protocol) && !hostname ? null : value;
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
