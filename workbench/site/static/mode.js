// A login in a room that looks at a projector is large, too: as this tab was set, or as the link asked for.
{
  const here = new URLSearchParams(location.search);
  const onward = new URLSearchParams((here.get("next") ?? document.querySelector("[name=next]")?.value ?? "").split("?")[1] ?? "");
  const kept = () => { try { return sessionStorage.getItem("workbench.mode"); } catch { return ""; } };
  if ((here.get("mode") ?? onward.get("mode") ?? kept()) === "projector") document.documentElement.dataset.mode = "projector";
}
