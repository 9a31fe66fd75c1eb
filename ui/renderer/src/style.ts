/**
 * Everything about looks that is not a size: how parts lie in each other, what moves, what
 * shows focus. Sizes are in `metrics.ts`. One sheet, inside the shadow root, whose host has
 * given up all that a page's styles could pass on.
 */
import { BUTTON_BORDER, FULL, LINE_HEIGHT, MODAL, SHEET } from "./metrics";

export const CSS = `
*,::before,::after{box-sizing:border-box;margin:0;padding:0;min-width:0}
.stage{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;overflow:hidden;
line-height:${LINE_HEIGHT};text-align:center;overflow-wrap:anywhere;-webkit-text-size-adjust:none;will-change:transform;animation:fade ${MODAL.fade_ms}ms}
.card{position:relative;display:flex;flex-direction:column;overflow:hidden;box-shadow:0 1px 2px #00000029,0 8px 28px #00000033}
.bottom_sheet{align-items:end}
.bottom_sheet>.card{animation:rise ${SHEET.slide_ms}ms ease-out}
.card,.modal,.full_screen,.bottom_sheet{pointer-events:auto}
.image,.track,.slide{position:relative;width:100%}
.image,.track{display:flex;overflow:hidden}
.slide{flex:none;scroll-snap-align:start}
button{font:inherit;color:inherit;background:none;border:0;cursor:pointer}
.picture,.missing{position:absolute;inset:0;width:100%;height:100%;object-fit:contain}
.full_screen .picture{object-fit:cover}
.full_screen .text,.full_screen .actions{width:100%;max-width:${FULL.contentWidthMax}px;align-self:center}
.full_screen .text:first-child{margin:auto}
.missing,.broken{background:repeating-linear-gradient(135deg,#8b8b961f 0 8px,#8b8b9633 0 16px)}
.broken>.picture{visibility:hidden}
.track{overflow-x:auto;scroll-snap-type:x mandatory;scrollbar-width:none}
.badge{position:absolute;border-radius:10px;pointer-events:none}
.text{flex:0 999999 auto;overflow-y:auto;overscroll-behavior:contain}
.title,.body,.label{unicode-bidi:plaintext;white-space:pre-line}
.title{font-weight:700}
.actions{display:flex;flex:none}
.button{flex:1 1 0;display:flex;align-items:center;justify-content:center;border:${BUTTON_BORDER}px solid;overflow:hidden;font-weight:700}
.label,.line .title{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.lines,.line .body{display:-webkit-box;-webkit-box-orient:vertical;white-space:normal;overflow:hidden}
.button:active{opacity:.8}
.close{position:absolute;display:flex;align-items:center;justify-content:center}
.glyph{position:relative}
.glyph::before,.glyph::after{content:"";position:absolute;inset:calc(50% - 1px) 8% auto;height:2px;border-radius:1px;
background:currentColor;transform:rotate(45deg)}
.glyph::after{transform:rotate(-45deg)}
:focus-visible{outline:2px solid #3b82f6;outline-offset:-2px}
.card{outline:none}
.line{display:flex;align-items:center;text-align:start}
.line .text{flex:1;overflow:hidden}
.tooltip{text-align:start}
.tooltip>.card{position:absolute;width:max-content;overflow:visible}
.arrow{position:absolute;transform:rotate(45deg)}
@keyframes fade{from{opacity:0}}
@keyframes rise{from{transform:translateY(100%)}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`;
