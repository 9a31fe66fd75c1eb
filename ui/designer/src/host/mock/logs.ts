import type { LogRow, PageRule, TryUrl, UrlTrial } from '../../contract';
import { failed } from './failed';
import { inventForecast } from './forecast';
import type { Handlers } from './handlers';
import type { MockJobs } from './jobs';
import type { Memory } from './memory';
import { SHOP_LOG, SHOP_WORDS } from './samples';

export function logCommands(
  memory: Memory,
  jobs: MockJobs,
): Handlers<
  | 'import_log'
  | 'forget_log'
  | 'start_forecast'
  | 'last_forecast'
  | 'poll_job'
  | 'cancel_job'
  | 'log_words'
  | 'try_url'
> {
  return {
    import_log: ({ path }) => {
      if (!/\.(csv|gz|log|jsonl?|parquet)$/.test(path)) {
        throw failed(
          'no_log',
          `could not import ${path}: it is not a log that Rehearsal knows`,
          'Choose a CSV, JSON lines, access log or Parquet file.',
        );
      }
      return jobs.run('Import', 'events', 48_200, () => register(memory, path));
    },
    forget_log: ({ id }) => {
      memory.logs = memory.logs.filter((log) => log.id !== id);
      return {};
    },
    start_forecast: ({ key, log }) => {
      const row = find(memory, log);
      const { draft } = memory.find(key);
      return jobs.run('Forecast', 'events', row.events, () => {
        const forecast = inventForecast(draft, row);
        memory.forecasts.set(key, forecast);
        return forecast;
      });
    },
    last_forecast: ({ key }) => memory.forecasts.get(key) ?? null,
    poll_job: ({ job }) => jobs.poll(job),
    cancel_job: ({ job }) => {
      jobs.cancel(job);
      return {};
    },
    log_words: ({ log }) => {
      find(memory, log);
      return SHOP_WORDS;
    },
    try_url: (trial) => {
      if (trial.log !== null) find(memory, trial.log);
      return tryUrl(trial);
    },
  };
}

function register(memory: Memory, path: string): LogRow {
  const name = path.split('/').pop() ?? path;
  const id = `log_${memory.next()}`;
  const row = { ...SHOP_LOG, id, name, path, events: 48_200, users: 1_140 };
  memory.logs = [...memory.logs, row];
  return row;
}

function find(memory: Memory, id: string): LogRow {
  const log = memory.logs.find((each) => each.id === id);
  if (log !== undefined) return log;
  throw failed('log_missing', 'could not find the log', 'Choose another log.');
}

function tryUrl({ url, page_name, url_regex, page_rules, log }: TryUrl): UrlTrial {
  let expression: RegExp | null = null;
  let regex_error: string | null = null;
  try {
    expression = url_regex === null || url_regex === '' ? null : new RegExp(url_regex, 'u');
  } catch (thrown) {
    regex_error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const test = (each: string, page: string | null): Omit<UrlTrial, 'in_log' | 'regex_error'> => {
    const path = pathOf(each);
    const regex = regex_error !== null ? false : (expression?.test(path) ?? null);
    const rules = page_rules.map((rule) => covers(rule, page ?? each));
    const matches = regex !== false && (rules.length === 0 || rules.includes(true));
    return { path, regex, rules, matches };
  };
  const seen = log === null ? [] : SHOP_WORDS.urls;
  const matching = seen.filter((each) => test(each.text, null).matches);
  const sum = (urls: typeof seen): number => urls.reduce((total, each) => total + each.count, 0);
  const in_log = { matched: sum(matching), of: sum(seen), samples: matching.slice(0, 5) };
  return { ...test(url, page_name), regex_error, in_log: log === null ? null : in_log };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? '');
}

/** A star is any run of characters; one between slashes is also a single slash. */
function covers(rule: PageRule, url: string): boolean {
  const page = /[?#]/.test(rule.value) ? url : (url.split(/[?#]/)[0] ?? '');
  if (rule.match === 'equals') return page === rule.value;
  if (rule.match === 'contains') return page.includes(rule.value);
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const pattern = rule.value
    .split('/*/')
    .map((part) => part.split('*').map(literal).join('.*'))
    .join('/(?:.*/)?');
  return new RegExp(`^${pattern}$`, 'su').test(page);
}
