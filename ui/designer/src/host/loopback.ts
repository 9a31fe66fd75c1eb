import type { CommandName, Commands } from '../contract';
import { asFailure, CommandFailed, isFailure, type Host } from './host';

/** The loopback server behind `rehearsal design --browser`; the token stays in memory. */
export function loopbackHost(token: string): Host {
  return {
    async call<N extends CommandName>(name: N, args: Commands[N][0]) {
      let response: Response;
      try {
        response = await fetch(`/call/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify(args),
        });
      } catch {
        throw new CommandFailed({
          code: 'host_gone',
          message: 'Rehearsal does not answer',
          hint: 'Start "rehearsal design --browser" again and open the address it prints.',
        });
      }
      const answer: unknown = await response.json().catch(() => null);
      if (response.ok) return answer as Commands[N][1];
      throw new CommandFailed(
        isFailure(answer) ? answer : asFailure(`the answer was ${response.status}`),
      );
    },
    assetUrl: (sha256) => `/asset/${sha256}?token=${encodeURIComponent(token)}`,
    frameUrl: () => '/preview/frame.html',
    frameSandbox: 'allow-scripts',
  };
}

/** The token in the page's address: `?token=…` or `#token=…`. */
export function tokenIn(address: Pick<Location, 'search' | 'hash'>): string | null {
  const found =
    new URLSearchParams(address.search).get('token') ??
    new URLSearchParams(address.hash.replace(/^#/, '')).get('token');
  return found === '' ? null : found;
}
