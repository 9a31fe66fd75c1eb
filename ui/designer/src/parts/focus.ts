/** Takes the focus when it appears, where what had it is gone. */
export function takeFocus(node: HTMLElement): void {
  node.focus({ preventScroll: true });
}
