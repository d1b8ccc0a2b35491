// What the page knows of exercises. In: the server's list, a plan. Out: name, kind, sides, dose.

import { inLanguage } from "./words.js";

const FIRST_DOSES = { hold: { hold_s: 30 }, repetitions: { repetitions: 10 } };

/** The exercises that a plan may name: those of the server, and those in the plan itself. */
export class KnownExercises {
  constructor(listed, inside = {}) {
    this._known = new Map(listed.map((each) => [each.id, { ...each, here: true }]));
    for (const [id, contents] of Object.entries(inside ?? {})) {
      if (!this._known.has(id)) this._known.set(id, this._carried(id, contents ?? {}));
    }
  }

  get all() {
    return [...this._known.values()];
  }

  /** Return an exercise; one that is not known keeps its id as its name. */
  of(id) {
    return this._known.get(id)
      ?? { id, name: id, kind: "repetitions", sides: false, here: false, missing: true };
  }

  /** Return the dose that an exercise begins with. */
  firstDose(id) {
    const { first_dose: dose, kind } = this.of(id);
    return { ...(dose ?? FIRST_DOSES[kind]) };
  }

  _carried(id, contents) {
    const base = this._known.get(contents.based_on);
    const kind = contents.hold || base?.kind === "hold" ? "hold" : "repetitions";
    const sides = contents.sides === undefined
      ? base?.sides ?? false
      : contents.sides !== "both";
    const name = inLanguage(contents.name) || id;
    // Only the name is shown of it until the plan is kept; its base has a picture.
    return { id, name, kind, sides, first_dose: contents.dose, here: false, like: base?.id };
  }
}
