/** The arithmetic of a crop frame: whole pixels of the picture, always inside it. */

export interface Size {
  width: number;
  height: number;
}

export interface Frame extends Size {
  x: number;
  y: number;
}

/** Width to height, `{ wide: 29, high: 10 }`. */
export interface Ratio {
  wide: number;
  high: number;
}

/** A corner of the frame, by which it is resized; the opposite one stays. */
export type Corner = 'nw' | 'ne' | 'sw' | 'se';

/** No frame is narrower or lower than this, where the picture allows it. */
export const SIDE_MIN = 16;

/** The largest frame of the ratio, in the middle of the picture. */
export function largestFrame(picture: Size, ratio: Ratio): Frame {
  const { width, height } = fitted(picture.width, picture, ratio);
  return {
    x: Math.round((picture.width - width) / 2),
    y: Math.round((picture.height - height) / 2),
    width,
    height,
  };
}

/** The frame moved by so many pixels, as far as the picture goes. */
export function movedFrame(frame: Frame, dx: number, dy: number, picture: Size): Frame {
  return {
    ...frame,
    x: clamp(Math.round(frame.x + dx), 0, picture.width - frame.width),
    y: clamp(Math.round(frame.y + dy), 0, picture.height - frame.height),
  };
}

/** The frame with a corner pulled to a point; the ratio and the opposite corner stay. */
export function pulledFrame(
  frame: Frame,
  corner: Corner,
  point: { x: number; y: number },
  picture: Size,
  ratio: Ratio,
): Frame {
  const toLeft = corner.endsWith('w');
  const toTop = corner.startsWith('n');
  const fixedX = toLeft ? frame.x + frame.width : frame.x;
  const fixedY = toTop ? frame.y + frame.height : frame.y;
  const room: Size = {
    width: toLeft ? fixedX : picture.width - fixedX,
    height: toTop ? fixedY : picture.height - fixedY,
  };
  const across = Math.abs(point.x - fixedX);
  const down = Math.abs(point.y - fixedY) * (ratio.wide / ratio.high);
  const size = fitted(Math.max(across, down, SIDE_MIN), room, ratio);
  return {
    x: toLeft ? fixedX - size.width : fixedX,
    y: toTop ? fixedY - size.height : fixedY,
    ...size,
  };
}

/** The frame made wider by so many pixels around its middle; negative makes it narrower. */
export function grownFrame(frame: Frame, by: number, picture: Size, ratio: Ratio): Frame {
  const size = fitted(Math.max(frame.width + by, SIDE_MIN), picture, ratio);
  const grown = {
    x: Math.round(frame.x + (frame.width - size.width) / 2),
    y: Math.round(frame.y + (frame.height - size.height) / 2),
    ...size,
  };
  return movedFrame(grown, 0, 0, picture);
}

/** How many times the frame must be enlarged to reach a wanted size; 1 or less is sharp. */
export function enlargedBy(frame: Size, wanted: Size): number {
  return Math.max(wanted.width / frame.width, wanted.height / frame.height);
}

/** Whether a picture already has the ratio, within a hundredth, as the check measures it. */
export function hasRatio({ width, height }: Size, { wide, high }: Ratio): boolean {
  return Math.abs(width / Math.max(1, height) / (wide / high) - 1) <= 0.01;
}

/** A size of the ratio, at most so wide, that fits into the room; at least one pixel. */
function fitted(wanted: number, room: Size, { wide, high }: Ratio): Size {
  const width = Math.max(1, Math.min(wanted, room.width, (room.height * wide) / high));
  return {
    width: Math.min(room.width, Math.max(1, Math.round(width))),
    height: Math.min(room.height, Math.max(1, Math.round((width * high) / wide))),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(Math.max(least, most), value));
}
