import type { AssetFacts, AssetFormat, AssetView } from '../../contract';
import { failed } from './failed';
import type { Handlers } from './handlers';
import { LIMITS, type Memory } from './memory';
import type { StoredAsset } from './samples';

export function imageCommands(
  memory: Memory,
): Handlers<'put_asset' | 'crop_asset' | 'fit_asset' | 'limits' | 'set_limits'> {
  return {
    put_asset: async ({ name, base64 }) => {
      memory.mayEdit();
      const format = formatOf(name, base64);
      const url = `data:image/${format};base64,${base64}`;
      return store(memory, await measured(url, format));
    },
    crop_asset: async ({ sha256, x, y, width, height }) => {
      const asset = find(memory, sha256);
      const { facts } = asset;
      if (width < 1 || height < 1 || x + width > facts.width || y + height > facts.height) {
        throw failed('frame', 'the frame lies outside the image', 'Draw it again.');
      }
      const cut = await drawn(asset, { x, y, width, height }, { width, height }, 1);
      return store(memory, cut);
    },
    fit_asset: async ({ sha256, bytes_max }) => {
      const asset = find(memory, sha256);
      const { asset: fitted, how } = await fit(asset, bytes_max);
      const view = store(memory, fitted);
      return { sha256: view.sha256, before: asset.facts, after: view.facts, how };
    },
    limits: () => memory.limits,
    set_limits: (args) => {
      memory.mayEdit();
      const limits = { ...LIMITS, ...args.limits };
      if (limits.image_bytes_max < 1 || limits.image_bytes_max > IMAGE_BYTES_LIMIT_MAX) {
        const message = `could not limit images to ${limits.image_bytes_max} bytes`;
        throw failed('bad_limits', message, 'Choose a size of up to 32 MB.');
      }
      const wrong = limits.first_versions.find((each) => !/^\d+(\.\d+){0,3}$/.test(each.version));
      if (wrong !== undefined) {
        const message = `could not read “${wrong.version}” as a version of ${wrong.sdk}`;
        throw failed('bad_limits', message, 'A version has numbers and dots, 2.30.0.');
      }
      memory.limits = limits;
      memory.data_version += 1;
      return limits;
    },
  };
}

const IMAGE_BYTES_LIMIT_MAX = 32 * 1024 * 1024;

type Size = Pick<AssetFacts, 'width' | 'height'>;
type Frame = Size & { x: number; y: number };

function formatOf(name: string, base64: string): AssetFormat {
  if (base64.startsWith('iVBORw0KGgo')) return 'png';
  if (base64.startsWith('/9j/')) return 'jpeg';
  throw failed(
    'image_format',
    `could not use ${name}: it is neither a PNG nor a JPEG`,
    'Export it as PNG or JPEG and choose it again.',
  );
}

function find(memory: Memory, sha256: string): StoredAsset {
  const asset = memory.assets[sha256];
  if (asset !== undefined) return asset;
  throw failed('no_asset', `could not find the image ${sha256.slice(0, 8)}`, 'Choose it again.');
}

function store(memory: Memory, asset: StoredAsset): AssetView {
  const sha256 = `${memory.next()}`.padStart(64, '0');
  memory.assets[sha256] = asset;
  return { sha256, facts: asset.facts };
}

/** The size of the picture behind an address; a usual one where nothing can decode it. */
async function measured(url: string, format: AssetFormat): Promise<StoredAsset> {
  const bytes = Math.round((url.length - url.indexOf(',') - 1) * 0.75);
  const picture = await decoded(url);
  const width = picture?.naturalWidth ?? 1450;
  const height = picture?.naturalHeight ?? 500;
  return { url, facts: { width, height, bytes, format } };
}

async function decoded(url: string): Promise<HTMLImageElement | null> {
  const picture = new Image();
  picture.src = url;
  // jsdom has images without pixels.
  if (picture.decode === undefined) return null;
  await picture.decode().catch(() => {
    throw failed('image_decode', 'the image could not be decoded', 'Export it again.');
  });
  return picture;
}

async function drawn(
  asset: StoredAsset,
  frame: Frame,
  size: Size,
  quality: number,
): Promise<StoredAsset> {
  const picture = await decoded(asset.url);
  const format: AssetFormat = quality < 1 ? 'jpeg' : asset.facts.format;
  if (picture === null) return { url: asset.url, facts: { ...asset.facts, ...size, format } };
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const { x, y, width, height } = frame;
  canvas.getContext('2d')?.drawImage(picture, x, y, width, height, 0, 0, size.width, size.height);
  return measured(canvas.toDataURL(`image/${format}`, quality), format);
}

/** Re-encodes first, then makes it smaller, until it is small enough. */
async function fit(
  asset: StoredAsset,
  bytes_max: number,
): Promise<{ asset: StoredAsset; how: string }> {
  const { width, height } = asset.facts;
  const whole = { x: 0, y: 0, width, height };
  for (let share = 1; share > 0.1; share *= 0.8) {
    for (const quality of [0.92, 0.82, 0.7]) {
      const size = { width: Math.round(width * share), height: Math.round(height * share) };
      const smaller = await drawn(asset, whole, size, quality);
      if (smaller.facts.bytes > bytes_max) continue;
      const how = `JPEG at quality ${quality * 100}, ${size.width} × ${size.height}`;
      return { asset: smaller, how };
    }
  }
  throw failed('fit', `the image cannot be made smaller than ${bytes_max} bytes`, 'Crop it first.');
}
