import type { Draft, Layout, Platform, Status } from '../../contract';
import { copy } from './failed';
import { inventForecast } from './forecast';
import type { Memory } from './memory';
import { SAMPLE_DRAFTS, SHOP_LOG } from './samples';

const CROWD = 10_000;
const DAY_MS = 86_400_000;
const STATUSES: readonly Status[] = ['draft', 'active', 'paused', 'ended'];
const PLATFORMS: readonly Platform[] = ['pc_web', 'mobile_web', 'android', 'ios'];
const LAYOUTS: readonly Layout[] = ['modal', 'tooltip', 'banner', 'bottom_sheet', 'full_screen'];
const SEASONS = ['Spring', 'Summer', 'Autumn', 'Winter', 'New year', 'Back to school'];
const THINGS = ['sale', 'collection', 'free delivery', 'reading list', 'sign-up', 'survey'];
const TAGS = ['shop', 'books', 'kitchen', 'loyalty', 'onboarding', 'newsletter', 'trial'];

/** Ten thousand campaigns, for a list as long as any that people keep. */
export function fillWithCrowd(memory: Memory): void {
  const now_ms = Date.now();
  const forecasts = SAMPLE_DRAFTS.map((draft) => inventForecast(draft, SHOP_LOG));
  for (let at = memory.stored.size; at < CROWD; at += 1) {
    const stored = memory.keep(member(at), 'imported');
    stored.updated_ms = now_ms - ((at * 7919) % 900) * DAY_MS * 0.3;
    if (at % 3 === 0) stored.published = at % 9 === 0 ? copy(stored.draft) : stored.draft;
    if (at % 21 === 0) stored.draft = { ...stored.draft, priority: 5 };
    const forecast = forecasts[at % forecasts.length];
    if (at % 2 === 0 && forecast) memory.forecasts.set(stored.draft.key, scaled(forecast, at));
  }
}

function scaled(
  forecast: ReturnType<typeof inventForecast>,
  at: number,
): ReturnType<typeof inventForecast> {
  const share = 0.2 + ((at * 37) % 100) / 60;
  const campaigns = forecast.campaigns.map((each) => ({
    ...each,
    impressions: Math.round(each.impressions * share),
  }));
  return { ...forecast, campaigns };
}

function member(at: number): Draft {
  const base = copy(SAMPLE_DRAFTS[at % SAMPLE_DRAFTS.length]!);
  const steps = base.groups.flatMap((group) => group.message.steps);
  if (at % 5 === 0) {
    for (const step of steps) {
      step.images = { portrait: [], landscape: [] };
      step.content = 'text_button';
      step.layout = LAYOUTS[(at / 5) % LAYOUTS.length]!;
    }
  }
  if (at % 13 === 0 && steps[0]) steps[0].title.text = 'A title longer than thirty characters';
  const season = SEASONS[at % SEASONS.length];
  const thing = THINGS[(at * 5) % THINGS.length];
  return {
    ...base,
    key: `crowd-${String(at).padStart(5, '0')}`,
    name: at % 997 === 0 ? '' : `${season} ${thing} ${at}`,
    status: STATUSES[((at * 3) % 7) % 4]!,
    tags: TAGS.filter((_, tag) => (at + tag) % 4 === 0).slice(0, 2),
    platforms: PLATFORMS.filter((_, which) => ((at % 15) + 1) & (1 << which)),
  };
}
