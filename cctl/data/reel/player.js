"use strict";
(() => {
  const film = JSON.parse(document.getElementById("film").textContent);
  const byId = (id) => document.getElementById(id);
  const screen = byId("screen"), seek = byId("seek"), clock = byId("clock"), play = byId("play");
  const lines = [...screen.children];
  const jumps = [...document.querySelectorAll("nav button")];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const shown = new Array(film.height).fill(-1);
  let frame = -1, now = 0, running = false, last = 0, speed = 1, wanted = "";

  const text = (number) => film.rows[number].map((span) => span[1]).join("");
  const time = (at) => `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, "0")}`;

  function draw(line, number) {
    const parts = film.rows[number].map(([kind, words]) => {
      const span = document.createElement("span");
      span.className = kind;
      const at = wanted ? words.toLowerCase().indexOf(wanted) : -1;
      if (at < 0) {
        span.textContent = words;
      } else {
        const mark = document.createElement("mark");
        mark.textContent = words.slice(at, at + wanted.length);
        span.append(words.slice(0, at), mark, words.slice(at + wanted.length));
      }
      return span;
    });
    lines[line].replaceChildren(...parts);
  }

  function show(at, again) {
    now = Math.min(Math.max(at, 0), film.seconds);
    let target = film.frames.findIndex((each) => each[0] > now) - 1;
    if (target === -2) target = film.frames.length - 1;
    target = Math.max(target, 0);
    const next = target < frame || again ? new Array(film.height).fill(-1) : shown.slice();
    for (let at = target < frame || again ? 0 : frame + 1; at <= target; at += 1) {
      for (const [line, number] of film.frames[at][1]) next[line] = number;
    }
    next.forEach((number, line) => {
      if ((number !== shown[line] || again) && number >= 0) draw(line, number);
      shown[line] = number;
    });
    frame = target;
    seek.value = now;
    clock.value = `${time(now)} / ${time(film.seconds)}`;
    const current = film.marks.findLastIndex((mark) => mark[0] <= now + 0.001);
    jumps.forEach((each, at) => each.toggleAttribute("aria-current", at === current));
  }

  function run(on) {
    running = on;
    play.textContent = on ? "Pause" : "Play";
    if (on) {
      if (now >= film.seconds) show(0);
      last = performance.now();
      requestAnimationFrame(tick);
    }
  }

  function tick(at) {
    if (!running) return;
    show(now + ((at - last) / 1000) * speed);
    last = at;
    if (now >= film.seconds) {
      if (film.loop) show(0);
      else return run(false);
    }
    requestAnimationFrame(tick);
  }

  function jump(by) {
    const at = film.marks.findLastIndex((mark) => mark[0] <= now + 0.001);
    const to = film.marks[Math.min(Math.max(at + by, 0), film.marks.length - 1)];
    if (to) show(to[0]);
  }

  function find(forward) {
    if (!wanted) return;
    const hits = film.frames.filter((each) => each[1].some(([, number]) => text(number).toLowerCase().includes(wanted)));
    const hit = (forward && hits.find((each) => each[0] > now + 0.001)) || hits[0];
    byId("hits").value = hits.length ? `${hits.indexOf(hit) + 1} / ${hits.length}` : "none";
    run(false);
    show(hit ? hit[0] : now, true);
  }

  play.onclick = () => run(!running);
  byId("back").onclick = () => jump(-1);
  byId("next").onclick = () => jump(1);
  seek.oninput = () => show(Number(seek.value));
  byId("speed").onchange = (event) => { speed = parseFloat(event.target.value); };
  byId("find").oninput = (event) => {
    wanted = event.target.value.trim().toLowerCase();
    byId("hits").value = "";
    if (wanted) find(false);
    else show(now, true);
  };
  byId("find").onkeydown = (event) => { if (event.key === "Enter") find(true); };
  jumps.forEach((each) => { each.onclick = () => show(Number(each.dataset.at)); });
  document.onkeydown = (event) => {
    if (/INPUT|SELECT|TEXTAREA|BUTTON/.test(event.target.tagName) && event.key !== "Escape") return;
    if (event.key === " ") run(!running);
    else if (event.key === "ArrowLeft") show(now - 2);
    else if (event.key === "ArrowRight") show(now + 2);
    else if (event.key === "[") jump(-1);
    else if (event.key === "]") jump(1);
    else if (event.key === "/") byId("find").focus();
    else return;
    event.preventDefault();
  };
  const place = parseFloat(new URLSearchParams(location.hash.slice(1)).get("t"));
  show(Number.isFinite(place) ? place : 0, true);
  if (!still.matches && !Number.isFinite(place)) run(true);
})();
