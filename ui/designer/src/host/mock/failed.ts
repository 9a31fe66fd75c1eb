import { CommandFailed } from '../host';

export function failed(code: string, message: string, hint: string): CommandFailed {
  return new CommandFailed({ code, message, hint });
}

export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
