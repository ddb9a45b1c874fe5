// The page works without this: a chapter then opens the audio at its time.
"use strict";

const player = document.getElementById("player");
const chapters = [...document.querySelectorAll("[data-start]")];

for (const chapter of chapters) {
  chapter.addEventListener("click", (event) => {
    event.preventDefault();
    player.currentTime = Number(chapter.dataset.start);
    player.play();
  });
}

player.addEventListener("timeupdate", () => {
  const begun = chapters.filter((chapter) => Number(chapter.dataset.start) <= player.currentTime + 0.25);
  const now = player.currentTime > 0 ? begun.at(-1) : undefined;
  for (const chapter of chapters) {
    if (chapter === now) chapter.setAttribute("aria-current", "true");
    else chapter.removeAttribute("aria-current");
  }
});

if ("mediaSession" in navigator) {
  const { title, show, cover } = player.dataset;
  const artwork = [{ src: new URL(cover, document.baseURI).href, type: "image/jpeg" }];
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist: show, artwork });
}
