// Saves the texts of a report every few seconds. What could not be sent is kept in this browser and offered again.
// Without this script the button saves.

const form = document.querySelector("form[data-autosave]");
if (form) start(form);

function start(form) {
  const words = form.dataset;
  const say = form.querySelector("[data-autosave-status]");
  const offer = form.querySelector("[data-autosave-offer]");
  const boxes = [...form.querySelectorAll("textarea")];
  const key = `draft ${words.autosave} ${words.reader}`;
  const texts = () => Object.fromEntries(boxes.map((box) => [box.name, box.value]));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const unanswered = []; // sent, but the connection broke before the server said whether it was saved
  let sent = texts();
  let timer = 0;
  let busy = false;
  let stopped = false;

  offerDraft();
  form.addEventListener("input", (event) => {
    if (!boxes.includes(event.target)) return;
    keep();
    later(3000);
  });
  window.addEventListener("online", () => later(0));

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ texts: texts(), at: new Date().toISOString() }));
    } catch {
      // A browser that keeps nothing: the server's copy is all there is.
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // As above.
    }
  }

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function offerDraft() {
    const draft = kept();
    if (!draft || same({ ...texts(), ...draft.texts }, texts())) return forget();
    offer.hidden = false;
    offer.querySelector("[data-autosave-take]").addEventListener("click", () => {
      for (const box of boxes) box.value = draft.texts[box.name] ?? box.value;
      offer.hidden = true;
      boxes[0].focus();
      later(0);
    });
    offer.querySelector("[data-autosave-drop]").addEventListener("click", () => {
      offer.hidden = true;
      forget();
      boxes[0].focus();
    });
  }

  async function save() {
    if (busy) return later(1000);
    const now = texts();
    if (stopped || same(now, sent)) return;
    busy = true;
    try {
      await send(now);
    } catch {
      if (!unanswered.some((mine) => same(mine, now))) unanswered.push(now);
      say.textContent = words.offline;
      later(5000);
    }
    busy = false;
  }

  async function send(now) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "revision"]) body.append(name, form.elements[name].value);
    for (const [name, text] of Object.entries(now)) body.append(name, text);
    const answer = await fetch(words.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
      say.textContent = words.refused;
      return later(15000);
    }
    const result = await answer.json();
    if (!answer.ok && result.texts && unanswered.some((mine) => same(mine, stored(result)))) {
      // What stands in the way was saved from here: only the answer was lost.
      form.elements.revision.value = result.revision;
      unanswered.length = 0;
      return later(0);
    }
    if (!answer.ok) {
      stopped = true;
      say.textContent = result.message;
      return;
    }
    take(result, now);
    say.textContent = words.saved.replace("{time}", result.time);
    if (same(texts(), sent)) forget();
    else later(3000);
  }

  function stored(result) {
    return Object.fromEntries(boxes.map((box) => [box.name, (result.texts[box.name] ?? "").replaceAll("\r\n", "\n")]));
  }

  // Others may have changed a text that was left alone here: it is shown. If it was touched since, the old revision
  // stays, so that the next saving finds the conflict instead of writing over it.
  function take(result, now) {
    let isUntouched = true;
    sent = stored(result);
    for (const box of boxes) {
      if (sent[box.name] === now[box.name]) continue;
      if (box.value === now[box.name]) box.value = sent[box.name];
      else isUntouched = false;
    }
    unanswered.length = 0;
    if (isUntouched) form.elements.revision.value = result.revision;
  }
}
