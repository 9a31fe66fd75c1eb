import type { Scene } from './stage.svelte';

/** What is drawn around a viewport, in CSS px of the device. */
export interface Bezel {
  /** The frame's width on every side. */
  edge: number;
  /** The outer corner. */
  radius: number;
  /** Bars of the browser above and below the page. */
  bar_top: number;
  bar_bottom: number;
  /** The camera: an island, a hole, or nothing. */
  camera: 'island' | 'hole' | 'none';
  /** Whether the system draws a line to swipe home by. */
  home: boolean;
  /** Whether the system draws time and battery over the page. */
  status: boolean;
}

export function bezelOf({ platform, orientation, device, viewport }: Scene): Bezel {
  const upright = orientation === 'portrait';
  if (platform === 'pc_web') {
    return {
      edge: 0,
      radius: 12,
      bar_top: 52,
      bar_bottom: 0,
      camera: 'none',
      home: false,
      status: false,
    };
  }
  if (platform === 'mobile_web') {
    return {
      edge: 12,
      radius: 44,
      bar_top: upright ? 96 : 52,
      bar_bottom: upright ? 56 : 0,
      camera: 'none',
      home: upright,
      status: upright,
    };
  }
  const tablet = Math.min(viewport.width, viewport.height) > 700;
  const square = device.id === 'iphone-se' || device.id === 'android-small';
  const notched = device.insets.portrait.top > 40;
  return {
    edge: tablet ? 22 : 12,
    radius: square ? 36 : tablet ? 40 : 56,
    bar_top: 0,
    bar_bottom: 0,
    camera: notched ? 'island' : platform === 'android' && !tablet ? 'hole' : 'none',
    home: viewport.insets.bottom > 0,
    status: viewport.insets.top > 0,
  };
}

/** The whole picture's size: viewport, bars and edges. */
export function outerSize(scene: Scene, bezel: Bezel): { width: number; height: number } {
  return {
    width: scene.viewport.width + 2 * bezel.edge,
    height: scene.viewport.height + bezel.bar_top + bezel.bar_bottom + 2 * bezel.edge,
  };
}
