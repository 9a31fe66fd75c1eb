/**
 * Everything about looks that is not a size: how parts lie in each other, what moves, what
 * shows focus. Sizes are in `metrics.ts`. One sheet, inside the shadow root.
 */
import { BANNER, MODAL, SHEET } from "./metrics";

export const CSS = `
:host{all:initial}
*,::before,::after{box-sizing:border-box;margin:0;padding:0;min-width:0}
.stage{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;overflow:hidden;
pointer-events:auto;text-align:center;font-weight:400;font-style:normal;letter-spacing:normal;-webkit-text-size-adjust:100%;
-webkit-font-smoothing:antialiased;overflow-wrap:anywhere;animation:fade ${MODAL.fade_ms}ms ease-out}
.card{position:relative;display:flex;flex-direction:column;overflow:hidden;outline:none;pointer-events:auto}
.modal>.card{box-shadow:0 8px 32px #0000003d}
.bottom_sheet{align-items:flex-end}
.bottom_sheet>.card{animation:rise ${SHEET.slide_ms}ms cubic-bezier(.2,.8,.2,1)}
.banner,.tooltip{pointer-events:none}
.banner>.card,.tooltip>.card{box-shadow:0 1px 2px #00000029,0 6px 24px #0000002e}
.image{position:relative;flex:0 1 auto;overflow:hidden}
.slide{display:block;position:relative;width:100%;height:100%;flex:none;border:0;background:none;scroll-snap-align:start}
button{font:inherit;color:inherit;line-height:inherit;cursor:pointer;appearance:none;-webkit-tap-highlight-color:transparent}
.picture{position:absolute;inset:0;width:100%;height:100%;object-fit:contain;user-select:none}
.cover .picture{object-fit:cover}
.missing{position:absolute;inset:0}
.missing,.broken{background:#8b8b9624}
.broken>.picture{visibility:hidden}
.missing::after,.broken::after{content:"";position:absolute;inset:50% auto auto 50%;width:min(40px,40%);aspect-ratio:4/3;
transform:translate(-50%,-50%);border:2px solid #8b8b96;border-radius:4px;
background:linear-gradient(135deg,transparent 50%,#8b8b9680 50%)}
.track{display:flex;height:100%;overflow-x:auto;scroll-snap-type:x mandatory;scrollbar-width:none}
.badge{position:absolute;border-radius:10px;font-variant-numeric:tabular-nums;pointer-events:none}
.text{flex:0 999999 auto;overflow-y:auto;overscroll-behavior:contain;scrollbar-width:thin}
.title,.body{unicode-bidi:plaintext;white-space:pre-line}
.title{font-weight:700}
.actions{display:flex;flex:none}
.button{flex:1 1 0;display:flex;align-items:center;justify-content:center;border:1px solid;overflow:hidden;font-weight:700}
.label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;unicode-bidi:plaintext}
.lines{display:-webkit-box;-webkit-box-orient:vertical;white-space:normal}
.button:active{opacity:.8}
.close{position:absolute;display:flex;align-items:center;justify-content:center;border:0;background:none}
.glyph{position:relative}
.glyph::before,.glyph::after{content:"";position:absolute;left:8%;right:8%;top:calc(50% - 1px);height:2px;
border-radius:1px;background:currentColor;transform:rotate(45deg)}
.glyph::after{transform:rotate(-45deg)}
:focus-visible{outline:2px solid #3b82f6;outline-offset:-2px}
.card:focus-visible{outline:none}
.line{display:flex;align-items:center;text-align:left}
.line .text{flex:1;overflow:hidden}
.line .title{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.line .body{display:-webkit-box;-webkit-box-orient:vertical;overflow:hidden;-webkit-line-clamp:${BANNER.linesMax};white-space:normal}
.tooltip{text-align:left;display:block}
[dir=rtl] .line,.tooltip[dir=rtl]{text-align:right}
.tooltip>.card{position:absolute;width:max-content;overflow:visible}
.tooltip>.card[hidden]{display:none}
.arrow{position:absolute;transform:rotate(45deg)}
@keyframes fade{from{opacity:0}}
@keyframes rise{from{transform:translateY(100%)}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;scroll-behavior:auto!important}}
`;
