import freeDelivery from '../../../../../fixtures/campaigns/free-delivery.json';
import springTable from '../../../../../fixtures/campaigns/spring-table.json';
import weekendReading from '../../../../../fixtures/campaigns/weekend-reading.json';
import doorstepBroad from '../../../../../fixtures/images/doorstep-broad.png?url';
import doorstepTall from '../../../../../fixtures/images/doorstep-tall.png?url';
import readingSquare from '../../../../../fixtures/images/reading-square.png?url';
import unboxingWide from '../../../../../fixtures/images/unboxing-wide.png?url';
import vanWide from '../../../../../fixtures/images/van-wide.png?url';
import vasesWide from '../../../../../fixtures/images/vases-wide.png?url';
import type { AssetFacts, Cause, Draft, LogRow, LogWords } from '../../contract';
import { copy } from './failed';
import { inventForecast } from './forecast';
import type { Memory } from './memory';

export const SAMPLE_DRAFTS = [freeDelivery, springTable, weekendReading] as unknown as Draft[];

export interface StoredAsset {
  url: string;
  facts: AssetFacts;
}

const png = (url: string, width: number, height: number, bytes: number): StoredAsset => ({
  url,
  facts: { width, height, bytes, format: 'png' },
});

/** The images of `fixtures/images` by the SHA-256 that the campaigns name them by. */
export const SAMPLE_ASSETS: Record<string, StoredAsset> = {
  d898058ebc86456ff1a4d14d37e572d0c8628a75668d0524a6264fa28ab5f34a: png(
    doorstepBroad,
    1800,
    1200,
    99_615,
  ),
  '3ef7fa225a14519a25c7070ba5631f3c20e7840c8be39502320a1f756e65e52e': png(
    doorstepTall,
    1200,
    1800,
    103_165,
  ),
  bc39a1cce54abb6c84c01b17be72ddcb312e48f754f8a24617292249b0bd6d85: png(
    readingSquare,
    600,
    600,
    48_440,
  ),
  '0f167c04a3e7b9c7eca8f54c1c2ffc8d55ca8354197de0039f5c1cbea2ac37e9': png(
    unboxingWide,
    1450,
    500,
    52_986,
  ),
  '0a836e079c0ad8e57d83f2b141baa645e512927bf8fab661ad1ffa7394e41d0d': png(
    vanWide,
    1450,
    500,
    21_863,
  ),
  '2c536cc77950931c4aa8ea8c366639715748b033f3aad699125138ce55ad5f68': png(
    vasesWide,
    1450,
    500,
    54_195,
  ),
};

export const SHOP_LOG: LogRow = {
  id: 'log_shop',
  name: 'shop',
  path: 'logs/shop.csv.gz',
  events: 31_106,
  users: 600,
  sessions: 3_604,
  first: '2024-03-01T00:12:07Z',
  last: '2024-05-29T23:48:31Z',
  event_names: [
    { name: 'product_view', count: 9_841 },
    { name: 'home', count: 5_402 },
    { name: 'catalog', count: 5_118 },
    { name: 'cart', count: 3_876 },
    { name: 'promo_page', count: 2_310 },
    { name: 'checkout', count: 1_904 },
    { name: 'payment_done', count: 1_077 },
  ],
};

/** What the sample log holds, as its manifest tells it. */
export const SHOP_WORDS: LogWords = {
  events: SHOP_LOG.event_names.map(({ name, count }) => ({ text: name, count })),
  event_properties: [],
  user_properties: [
    {
      name: 'acquisition_channel',
      count: 31_106,
      distinct: 5,
      at_least: false,
      value_type: 'string',
      values: [
        { text: 'organic', count: 11_870 },
        { text: 'paid_search', count: 7_954 },
        { text: 'email', count: 5_613 },
        { text: 'social', count: 3_902 },
        { text: 'referral', count: 1_767 },
      ],
    },
    {
      name: 'user_cohort',
      count: 31_106,
      distinct: 4,
      at_least: false,
      value_type: 'string',
      values: [
        { text: '2024-01', count: 9_644 },
        { text: '2023-12', count: 8_410 },
        { text: '2024-02', count: 7_301 },
        { text: '2024-03', count: 5_751 },
      ],
    },
    {
      name: 'user_lifecycle',
      count: 31_106,
      distinct: 3,
      at_least: false,
      value_type: 'string',
      values: [
        { text: 'returning', count: 17_204 },
        { text: 'new', count: 9_788 },
        { text: 'loyal', count: 4_114 },
      ],
    },
  ],
  device_properties: [
    {
      name: 'platform',
      count: 31_106,
      distinct: 2,
      at_least: false,
      value_type: 'string',
      values: [
        { text: 'mobile_web', count: 18_920 },
        { text: 'pc_web', count: 12_186 },
      ],
    },
  ],
  segments: ['regulars', 'newsletter'],
  urls: [
    { text: 'https://shop.example/', count: 5_402 },
    { text: 'https://shop.example/collections/spring-table', count: 2_310 },
    { text: 'https://shop.example/cart', count: 3_876 },
    { text: 'https://shop.example/checkout', count: 1_904 },
    { text: 'https://shop.example/product/vase-12?ref=mail', count: 1_220 },
  ],
};

const DAY_MS = 86_400_000;

/** The sample campaigns with the traces of some work: versions, forecasts, a publish. */
export function fillWithSample(memory: Memory): void {
  memory.data_version += 1;
  const fresh = SAMPLE_DRAFTS.filter((draft) => !memory.stored.has(draft.key));
  for (const [at, draft] of fresh.entries()) {
    memory.keep(copy(draft), 'created').updated_ms -= at * 3_600_000;
  }
  if (memory.logs.length === 0) memory.logs = [SHOP_LOG];
  if (fresh.length < SAMPLE_DRAFTS.length) return;
  for (const key of ['free-delivery', 'weekend-reading']) {
    const stored = memory.find(key);
    stored.published = copy(stored.draft);
    memory.forecasts.set(key, inventForecast(stored.draft, SHOP_LOG));
  }
  memory.find('weekend-reading').published!.name = 'Weekend reading';
  inventHistory(memory);
}

const HISTORY: readonly [days: number, cause: Cause, name: string | null, title: string][] = [
  [9.2, 'created', null, 'New table ware'],
  [8.9, 'edited', null, 'Spring table ware'],
  [2.4, 'named', 'Before the photo shoot', 'Made slowly'],
  [2.1, 'edited', null, 'Made slowly, for spring'],
  [0.1, 'edited', null, 'Made slowly, here for spring'],
];

function inventHistory(memory: Memory): void {
  const stored = memory.find('spring-table');
  stored.versions = HISTORY.map(([days, cause, name, title], at) => {
    const draft = copy(stored.draft);
    draft.groups[0]!.message.steps[0]!.title.text = title;
    if (at < 2) draft.platforms = ['pc_web'];
    if (at < 3) draft.priority = 40;
    return { id: memory.next(), name, cause, at_ms: Date.now() - days * DAY_MS, draft };
  });
}
