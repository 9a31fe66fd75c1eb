import freeDelivery from '../../../../../fixtures/campaigns/free-delivery.json';
import springTable from '../../../../../fixtures/campaigns/spring-table.json';
import weekendReading from '../../../../../fixtures/campaigns/weekend-reading.json';
import doorstepBroad from '../../../../../fixtures/images/doorstep-broad.png?url';
import doorstepTall from '../../../../../fixtures/images/doorstep-tall.png?url';
import readingSquare from '../../../../../fixtures/images/reading-square.png?url';
import unboxingWide from '../../../../../fixtures/images/unboxing-wide.png?url';
import vanWide from '../../../../../fixtures/images/van-wide.png?url';
import vasesWide from '../../../../../fixtures/images/vases-wide.png?url';
import type { AssetFacts, Draft, LogRow } from '../../contract';

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
