/** What is asked of a preview frame in any engine: a list of messages, and the boxes of each. */
import type { Show, Shown } from "../../renderer/src/frame";
import type { Box } from "../../renderer/src/index";

/** The page that holds the frame, as the designer does. */
export const HOST = `<!doctype html><style>*{margin:0;border:0}</style><iframe src="frame.html"></iframe>`;

/** What came of one message. */
export interface Measured {
  readonly shown: Shown;
  /** The stand-in for a tooltip's target, where there is one. */
  readonly target: Box | null;
  /** The card, placed or not. */
  readonly card: Box | null;
}

/**
 * Runs in the page that holds the frame, so it may use nothing of this module: shows each
 * message in its device's viewport and waits until its pictures have come.
 */
export async function measure(wanted: readonly Show[]): Promise<Measured[]> {
  const frame = document.querySelector("iframe");
  const inside = frame?.contentDocument;
  if (!frame || !inside) throw new Error("no frame");
  await Promise.all([...inside.fonts].map((font) => font.load()));
  const counter = window as unknown as { sequence?: number };
  const box = (element: Element | null | undefined): Box | null => {
    if (!element) return null;
    const { left, top, width, height } = element.getBoundingClientRect();
    return { left, top, width, height };
  };
  const shown = (show: Show): Promise<Shown> => {
    const sequence = (counter.sequence = (counter.sequence ?? 0) + 1);
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent<Shown>) => {
        if (data.type !== "shown" || data.sequence !== sequence || data.loading > 0) return;
        removeEventListener("message", hear);
        resolve(data);
      };
      addEventListener("message", hear);
      frame.contentWindow?.postMessage({ ...show, sequence }, "*");
    });
  };
  const found: Measured[] = [];
  for (const show of wanted) {
    frame.style.width = `${show.device?.width ?? 0}px`;
    frame.style.height = `${show.device?.height ?? 0}px`;
    const told = await shown(show);
    const root = [...inside.body.children].find(({ shadowRoot }) => shadowRoot)?.shadowRoot;
    found.push({ shown: told, target: box(inside.querySelector("#target")), card: box(root?.querySelector(".card")) });
  }
  return found;
}
