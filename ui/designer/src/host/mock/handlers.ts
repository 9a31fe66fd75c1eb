import type { CommandName, Commands } from '../../contract';

/** What answers some of the commands. */
export type Handlers<Names extends CommandName> = {
  [N in Names]: (args: Commands[N][0]) => Commands[N][1] | Promise<Commands[N][1]>;
};
