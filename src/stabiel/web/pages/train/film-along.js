// The sample film goes along with the person. In: scenes. Out: a film at the same phase.

import { wantsStillness } from "../shared/state.js";
import { MOMENTS } from "./film-moments.js";

// Somebody who has not begun by then sees the whole movement once more.
const SHOW_AGAIN_MS = 6000;
// A film that is behind the person catches up at this rate: a jump would be harder to follow.
const CATCH_UP = 2;
// A film this close to a moment is there: scenes come ten times a second or more.
const CLOSE_S = 0.25;
// Between two movements the body is at rest for longer than twice this.
const AROUND_S = 0.28;

/** Lets a film wait where the person is in the movement. Holds the film and its way. */
export class FilmAlong {
  /** Go along with another film from now on, or with none. */
  use(video, exercise) {
    this._video = video;
    this._ways = MOMENTS[exercise] ?? [];
    this._way = null;
    this._phase = null;
    this._waitsSince = null;
  }

  /** Follow a scene; a film that the user stopped stays as it is. */
  update(scene, now = performance.now()) {
    if (!this._video || this._ways.length === 0 || wantsStillness()) return;
    const along = scene.stage === "work" && !scene.paused && Boolean(scene.phase);
    if (along) this._follow(scene, now);
    else this._letGo(scene.film?.side ?? null);
  }

  _follow({ phase, film }, now) {
    const side = film?.side ?? null;
    const waits = phase === "waiting" || phase === "start";
    if (!waits) this._waitsSince = null;
    else this._waitsSince ??= now;
    if (phase !== this._phase) this._turn(phase, side);
    if (waits && now - this._waitsSince > SHOW_AGAIN_MS) this._letGo(side);
    else this._hold(waits ? this._nextStart() : gateOf(phase, this._way), phase);
  }

  /** Take the way for a phase that just began, and be where it begins. */
  _turn(phase, side) {
    const begins = phase === "out" || this._way === null;
    this._phase = phase;
    if (begins) this._way = this._nextWay(side);
    const from = phase === "return" ? this._way.back : this._way.out;
    const behind = this._video.currentTime < from - CLOSE_S;
    const elsewhere = begins && Math.abs(this._video.currentTime - from) > CLOSE_S;
    if (elsewhere || (behind && phase !== "target" && phase !== "hold")) {
      this._video.currentTime = from;
    }
  }

  /** Return where the next way begins: a film that waits there need not jump, which costs time. */
  _nextStart() {
    const before = this._video.currentTime < this._way.target;
    return before ? this._way.out : this._ways.find((way) => way.out > this._way.end)?.out
      ?? this._way.end;
  }

  /** Return the way of this side that comes next in the film. */
  _nextWay(side) {
    const same = this._ways.filter((way) => side === null || way.side === side);
    const ways = same.length > 0 ? same : this._ways;
    return ways.find((way) => way.out > this._video.currentTime - CLOSE_S) ?? ways[0];
  }

  /** Play up to a moment of the film, and wait there. */
  _hold(gate, phase) {
    const reached = phase === "target" || phase === "hold";
    // Somebody who is back in a stretch is not shown on the way out of it.
    if (reached && this._video.currentTime > this._way.back + 2 * CLOSE_S) {
      this._video.currentTime = this._way.target;
    }
    const at = this._video.currentTime;
    const late = reached && at < this._way.target;
    const rate = late ? CATCH_UP : 1;
    this._set(at < gate - CLOSE_S / 2 ? rate : 0);
  }

  /** Play on, but nothing of the other side. */
  _letGo(side) {
    this._phase = null;
    this._way = null;
    const at = this._video.currentTime;
    const same = this._ways.filter((way) => way.side === side);
    const inside = same.some((way) => at > way.out - AROUND_S && at < way.end + AROUND_S);
    if (same.length > 0 && !inside) {
      this._video.currentTime = (same.find((way) => way.out > at) ?? same[0]).out - CLOSE_S;
    }
    this._set(1);
  }

  _set(rate) {
    // A rate of zero is no pause: the button on the film keeps saying what it does.
    if (this._video.playbackRate !== rate) this._video.playbackRate = rate;
  }
}

/** Return up to where the film may play in a phase. */
function gateOf(phase, way) {
  if (phase === "out") return way.target;
  return phase === "target" || phase === "hold" ? way.back : way.end;
}
