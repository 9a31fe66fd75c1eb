import type { PageRule } from '../../contract';

/**
 * Whether a page rule covers a URL, for trying one out: a star is any run of characters, one
 * between slashes also a single slash; query and fragment count only where the rule has them.
 * The decision itself is made by `crates/exposure`.
 */
export function matchesPage(rule: PageRule, url: string): boolean {
  const page = /[?#]/.test(rule.value) ? url : (url.split(/[?#]/)[0] ?? '');
  if (rule.match === 'equals') return page === rule.value;
  if (rule.match === 'contains') return page.includes(rule.value);
  return new RegExp(`^${patternOf(rule.value)}$`, 'su').test(page);
}

function patternOf(wildcard: string): string {
  return wildcard
    .split('/*/')
    .map((part) => part.split('*').map(escape).join('.*'))
    .join('/(?:.*/)?');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
