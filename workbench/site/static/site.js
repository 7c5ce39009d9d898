// The page while it opens, and when it loses its server. Loaded by every app before anything else.
"use strict";

(() => {
  // What Jupyter's scripts complain of when a page lacks a part, and what the log of the site calls it.
  const LACKING = [
    [/widget model not found|Could not instantiate|can not be instantiated|Could not create a model/, "model"],
    [/Could not create a view|Failed to create view/, "view"],
    [/\[anywidget\]/, "script"],
    [/Could not process update/, "change"],
  ];
  const OPENED_AGAIN = "workbench.opened_again";
  const byId = (id) => document.getElementById(id);
  let ended = false;
  let lacking = false;

  const complain = console.error.bind(console);
  console.error = (...said) => { complain(...said); lookInto(said); };

  // A page that is projected opens large, not small first; the switch itself is widgets/parts/projector.js.
  const asked = new URLSearchParams(location.search).get("mode");
  const kept = () => { try { return sessionStorage.getItem("workbench.mode"); } catch { return ""; } };
  if ((asked ?? kept()) === "projector") document.documentElement.dataset.mode = "projector";

  // Voila starts when the window has loaded, fonts and pictures included; the cells are all it needs.
  const listen = window.addEventListener.bind(window);
  window.addEventListener = (type, start, ...rest) => {
    if (type !== "load") listen(type, start, ...rest);
    else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else queueMicrotask(start);
  };

  // Voila's scripts call this when their styles are there; the cells are there when the page has been read.
  window.voila_finish = () => {
    const cells = byId("rendered_cells");
    if (cells) cells.style.display = "";
    waitForFirstView(cells);
  };
  window.voila_heartbeat = () => {};
  window.voila_process = () => {};

  // While the kernel works, the page arrives cell by cell.
  const arriving = new MutationObserver(() => {
    const cells = document.querySelectorAll("[cell-index]");
    const bar = byId("site-opening-progress");
    if (!bar || !cells.length) return;
    const count = Number(cells[cells.length - 1].dataset.cellCount) || cells.length;
    bar.style.width = `${10 + (60 * cells.length) / count}%`;
  });
  arriving.observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("DOMContentLoaded", () => {
    arriving.disconnect();
    if (!byId("rendered_cells")) return;
    progress(75);
    // A page that came without anything to show (its kernel was ended meanwhile) would turn for ever.
    if (!document.querySelector('script[type="application/vnd.voila.cell-output+json"], #rendered_cells .site-notice')) {
      say("页面没有完整打开。");
      notice("页面没有完整打开，请重新打开。已经保存的内容不受影响。", "error", "重新打开");
      return;
    }
    window.cellLoaded = true;
    if (window.themeLoaded) window.voila_finish();
    setTimeout(() => say("打开得比平时慢，请再等一会儿…"), 15000);
    setTimeout(() => say("还没有打开。请刷新页面；仍不行，请联系管理员。"), 60000);
  });

  listen("load", watchConnection);
  for (const leaving of ["beforeunload", "pagehide"]) listen(leaving, () => { ended = true; });
  // A script that speaks while its page is being left speaks to nobody: its kernel has ended with it.
  for (const kind of ["error", "unhandledrejection"]) {
    listen(kind, (event) => { if (ended && (event.error ?? event.reason)?.message === "Cannot send") event.preventDefault(); });
  }
  listen("unhandledrejection", (event) => lookInto([event.reason]));
  listen("pageshow", (event) => { if (event.persisted) location.reload(); });  // its kernel is gone

  // A page that found no room waits, says how long, and tries again by itself.
  document.addEventListener("DOMContentLoaded", () => {
    const line = byId("site-retry");
    if (!line) return;
    const end = Date.now() + 1000 * Number(line.dataset.seconds);
    const tick = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) { if (left % 5 === 0) line.textContent = `${left} 秒后再试。`; return; }
      clearInterval(tick);
      line.textContent = "正在再试…";
      location.reload();
    }, 1000);
  });

  function progress(percent) {
    const bar = byId("site-opening-progress");
    if (bar) bar.style.width = `${percent}%`;
  }

  function say(sentence) {
    const text = byId("site-opening-text");
    if (text) text.textContent = sentence;
  }

  // The wait ends when something of the page stands there, not when its frame does.
  function waitForFirstView(cells) {
    const opening = byId("site-opening");
    if (!opening || !cells) return;
    progress(85);
    const look = () => {
      if (lacking) return true;
      const screen = cells.querySelector(".wb-screen");
      const view = screen
        ? screen.querySelector("h1") && screen.querySelector(".wb-main > .jupyter-widgets")
        : cells.querySelector(".lm-Widget.jupyter-widgets, .site-notice");
      if (!view) return false;
      opening.remove();
      remember("");
      performance.mark("workbench-usable");
      document.documentElement.dataset.usable = "true";
      return true;
    };
    if (look()) return;
    const views = new MutationObserver(() => { if (look()) views.disconnect(); });
    views.observe(cells, { childList: true, subtree: true });
  }

  // A page without one of its parts says so. As long as nobody has done anything on it, it opens once more by itself.
  function lookInto(said) {
    const text = said.map((one) => one?.message ?? String(one)).join(" ");
    const what = LACKING.find(([words]) => words.test(text))?.[1];
    if (!what || lacking || ended) return;
    lacking = true;
    tellLog(what);
    if (byId("site-opening")) openAgain();
    else sayLacking();
  }

  function tellLog(what) {
    const { baseUrl, kernelId } = JSON.parse(byId("jupyter-config-data")?.textContent ?? "{}");
    if (kernelId) fetch(`${baseUrl}api/kernels/${kernelId}?lacks=${what}`, { keepalive: true }).catch(() => {});
  }

  function sayLacking() {
    notice("本页有一部分没有显示出来：请刷新本页（已确认的不受影响）", "error", "刷新本页");
  }

  function openAgain() {
    if (remembered() !== location.href) {
      remember(location.href);
      console.warn(`opened again: ${location.href}`);
      location.reload();
      return;
    }
    remember("");
    say("页面没有完整打开。");
    notice("页面没有完整打开，请重新打开。已经保存的内容不受影响。", "error", "重新打开");
  }

  function remembered() {
    try { return sessionStorage.getItem(OPENED_AGAIN); } catch { return location.href; }
  }

  function remember(address) {
    try { sessionStorage.setItem(OPENED_AGAIN, address); } catch { /* a browser that keeps nothing says so at once */ }
  }

  // A kernel that is gone answers nothing: say so, instead of letting clicks fall into a void.
  async function watchConnection() {
    if (!byId("site-connection")) return;
    const { baseUrl, kernelId } = JSON.parse(byId("jupyter-config-data").textContent);
    const state = () => fetch(`${baseUrl}api/kernels/${kernelId}`).catch(() => null);
    // A kernel that ended before the page had a line to it: the scripts would wait for it for ever.
    let manager = null;
    const joined = join().then((found) => { manager = found; });
    while (!manager) {
      await Promise.race([joined, pause(3000)]);
      if (manager || (await state())?.status !== 404) continue;
      say("页面没有完整打开。");
      lost();
      return;
    }
    const kernel = manager.kernel;
    const show = () => {
      if (ended) return;
      // A kernel that was started again knows nothing of this page.
      if (GONE.includes(kernel.status)) gone();
      else if (kernel.connectionStatus === "connected") found();
      else if (kernel.connectionStatus === "connecting") broken();
      else ask();
    };
    // With a login that is over, its kernels end too: say what the viewer can do about it.
    const gone = async () => {
      const answer = await state();
      if (isOver(answer)) loggedOut();
      else lost();
    };
    const isOver = (answer) => answer !== null && (answer.redirected || [401, 403].includes(answer.status));
    // A kernel that the server ended leaves the connection open and silent: ask now and then.
    const ask = async () => {
      if (ended) return;
      const answer = await state();
      if (ended) return;
      if (answer === null) broken();
      else if (answer.status === 404) lost();
      else if (isOver(answer)) loggedOut();
      else if (kernel.connectionStatus === "disconnected") kernel.reconnect().catch(() => {});
      else if (kernel.connectionStatus === "connected") found();
    };
    kernel.connectionStatusChanged.connect(show);
    kernel.statusChanged.connect(show);
    const seldom = () => {
      asking = setTimeout(async () => {
        if (!document.hidden) await ask();
        if (!ended) seldom();
      }, isBroken ? 2000 : 10000);
    };
    seldom();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
    listen("online", ask);
    listen("offline", broken);
  }

  async function join() {
    while (!window.jupyterapp) await pause(200);
    return window.jupyterapp.widgetManagerPromise.promise;
  }

  function pause(milliseconds) {
    return new Promise((go) => setTimeout(go, milliseconds));
  }

  const GONE = ["dead", "terminating", "restarting", "autorestarting"];
  let asking = 0;
  let telling = 0;
  let isBroken = false;

  // A hiccup of a second is no news.
  function broken() {
    if (isBroken) return;
    isBroken = true;
    clearTimeout(telling);
    telling = setTimeout(() => notice("连接已断开，正在重新连接……", "warning"), 1200);
  }

  function found() {
    if (!isBroken) return;
    isBroken = false;
    clearTimeout(telling);
    if (lacking) { sayLacking(); return; }
    if (byId("site-connection").hidden) return;
    notice("已重新连接，可以继续。", "success");
    telling = setTimeout(() => { byId("site-connection").hidden = true; }, 4000);
  }

  function lost() {
    end("本页的计算进程已结束：刷新本页继续（已确认的不受影响）", "刷新本页");
  }

  function loggedOut() {
    end("登录已失效：请重新登录后继续（已确认的不受影响）", "重新登录");
  }

  function end(sentence, button) {
    if (ended) return;
    ended = true;
    clearTimeout(telling);
    clearTimeout(asking);
    notice(sentence, "error", button);
  }

  function notice(sentence, kind, button) {
    const place = byId("site-connection");
    place.dataset.kind = kind;
    place.replaceChildren(document.createTextNode(sentence));
    if (button) {
      const again = document.createElement("button");
      again.className = "site-button";
      again.textContent = button;
      again.addEventListener("click", () => location.reload());
      place.append(again);
    }
    place.hidden = false;
  }
})();
