import { Apple, Bot, Monitor, Smartphone } from '../icons';
import type { Platform } from '../contract';

export const PLATFORM_ICONS: Record<Platform, typeof Monitor> = {
  pc_web: Monitor,
  mobile_web: Smartphone,
  android: Bot,
  ios: Apple,
};
