import type { CommandName, Commands, Failure } from '../contract';

/** What the designer needs of the program around it. Its three forms live beside this file. */
export interface Host {
  /** Runs one command; rejects with a {@link CommandFailed}. */
  call<N extends CommandName>(name: N, args: Commands[N][0]): Promise<Commands[N][1]>;
  /** The address of a stored image. */
  assetUrl(sha256: string): string;
  /** The address of the page that draws messages. */
  frameUrl(): string;
  /** The frame's `sandbox`; absent where its origin isolates it already. */
  readonly frameSandbox: string | undefined;
  /** Lets the person pick a log file; absent where a path has to be typed. */
  pickLog?: () => Promise<string | null>;
  /** Lets the person pick a file to import campaigns from. */
  pickCampaigns?: () => Promise<string | null>;
  /** Lets the person pick a folder; `title` says what for. */
  pickFolder?: (title: string) => Promise<string | null>;
  /** Lets the person say where to write a campaign; `name` is what is proposed. */
  pickSavePath?: (name: string) => Promise<string | null>;
}

/** A rejected command: the failure's three parts. */
export class CommandFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Any thrown value as a failure that can be shown. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof CommandFailed) return thrown.failure;
  if (isFailure(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'unexpected',
    message,
    hint: 'Try again; if it happens again, restart Rehearsal.',
  };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
