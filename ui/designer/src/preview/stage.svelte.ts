import { DEVICES, viewport, type Device, type Viewport } from '@rehearsal/renderer';
import type { Draft, Orientation, Platform } from '../contract';

export interface Scene {
  platform: Platform;
  orientation: Orientation;
  device: Device;
  viewport: Viewport;
}

/** How a person's device shows everything. */
export interface Look {
  theme: 'light' | 'dark';
  /** How much larger than usual texts are, as set in the system. */
  font_scale: number;
  direction: 'ltr' | 'rtl';
}

/** How the preview looks at the message: the device, how it is held, and the page behind. */
export class Stage {
  deviceId = $state('iphone-15');
  orientation = $state<Orientation>('portrait');
  page = $state<'light' | 'dark'>('light');
  font_scale = $state(1);
  direction = $state<'ltr' | 'rtl'>('ltr');
  look = $derived<Look>({
    theme: this.page,
    font_scale: this.font_scale,
    direction: this.direction,
  });
  /** How large it is drawn: the whole device in the pane, or so many times its CSS size. */
  zoom = $state<'fit' | number>('fit');
  grid = $state(false);
  rehearsing = $state(false);
  /** Counts up to play the flow from its start again. */
  take = $state(0);
  /** What the message would have sent in the running rehearsal, the oldest first. */
  events = $state.raw<{ at: Date; name: string; detail: string }[]>([]);

  device = $derived(DEVICES.find((device) => device.id === this.deviceId) ?? DEVICES[0]!);
  scene = $derived(sceneOf(this.device, this.orientation));

  constructor(platforms: readonly Platform[]) {
    const first = PREFERRED.find((platform) => platforms.includes(platform));
    if (first !== undefined) this.choosePlatform(first);
  }

  choosePlatform(platform: Platform): void {
    if (this.device.platform !== platform) this.deviceId = usualDevice(platform).id;
  }

  rehearse(on: boolean): void {
    this.rehearsing = on;
    if (on) this.grid = false;
    this.restart();
  }

  restart(): void {
    this.events = [];
    this.take += 1;
  }

  heard(name: string, detail: string): void {
    this.events = [...this.events, { at: new Date(), name, detail }];
  }
}

/** Which of a campaign's platforms is looked at first. */
const PREFERRED: readonly Platform[] = ['ios', 'android', 'mobile_web', 'pc_web'];

const USUAL: Record<Platform, string> = {
  pc_web: 'laptop',
  mobile_web: 'mobile-web',
  android: 'pixel-8',
  ios: 'iphone-15',
};

function usualDevice(platform: Platform): Device {
  return DEVICES.find((device) => device.id === USUAL[platform]) ?? DEVICES[0]!;
}

/** A device as it is held; one with a single orientation keeps it. */
export function sceneOf(device: Device, wanted: Orientation): Scene {
  const orientation = device.orientations.includes(wanted)
    ? wanted
    : (device.orientations[0] ?? 'landscape');
  return {
    platform: device.platform,
    orientation,
    device,
    viewport: viewport(device, orientation),
  };
}

/** Every chosen platform in every chosen orientation, on the platform's usual device. */
export function scenesOf(draft: Pick<Draft, 'platforms' | 'orientations'>): Scene[] {
  return draft.platforms.flatMap((platform) => {
    const device = usualDevice(platform);
    const held = device.orientations.filter(
      (orientation) => device.orientations.length === 1 || draft.orientations.includes(orientation),
    );
    return held.map((orientation) => sceneOf(device, orientation));
  });
}
