"""The local voices' own process: sherpa-onnx, whose models are foreign code and may take much memory, or crash.

A request is `{"kind", "files", "lang", "threads", "text", "speaker", "speed"}`: the model's files by sherpa-onnx's own
names, `lang` espeak-ng's name of the language. A model is loaded when it is first asked for. Errors: "model" (it cannot
be used), "speaker" (it has no such one), "silence" (nothing came of the text), "endless". See `answering.py`.
"""

import json
from array import array
from collections.abc import Iterable
from typing import Any

from daemon.narrate.answering import Reply, decline, limit, serve

CPU_SECONDS = 3_600
MEMORY = 6 * 2**30
"""Far above what a model of 350 MB takes, far below what would make a whole machine swap."""
MOST_SECONDS = 600
"""Of audio for one text: beyond that the model babbles."""


class Speaker:
    """Holds the model that was asked for last."""

    def __init__(self) -> None:
        self._loaded: tuple[str, Any] = ("", None)

    def answer(self, request: Any) -> Reply:
        """The text spoken."""
        try:
            tts = self._model(request)
        except (RuntimeError, ValueError):  # what ONNX raises comes as these
            return {"error": "model"}, b""
        if request["speaker"] and request["speaker"] >= tts.num_speakers:
            return {"error": "speaker"}, b""
        audio = tts.generate(request["text"], sid=request["speaker"], speed=request["speed"])
        if not audio.samples:
            return {"error": "silence"}, b""
        if len(audio.samples) > MOST_SECONDS * audio.sample_rate:
            return {"error": "endless"}, b""
        sound = pcm(audio.samples)
        return {"rate": audio.sample_rate, "bytes": len(sound)}, sound

    def _model(self, request: Any) -> Any:
        key = json.dumps([request[part] for part in ("kind", "files", "lang", "threads")])
        if self._loaded[0] != key:
            self._loaded = ("", None)  # two at once would need the memory of both
            self._loaded = (key, _load(request))
        return self._loaded[1]


def _load(request: Any) -> Any:
    import sherpa_onnx  # type: ignore[import-untyped]  # it ships no types

    files = {name: path for name, path in request["files"].items() if path}
    if request["kind"] == "kokoro":
        parts = {"kokoro": sherpa_onnx.OfflineTtsKokoroModelConfig(**files, lang=request["lang"])}
    else:
        parts = {"vits": sherpa_onnx.OfflineTtsVitsModelConfig(**files)}
    model = sherpa_onnx.OfflineTtsModelConfig(**parts, num_threads=request["threads"])
    config = sherpa_onnx.OfflineTtsConfig(model=model, silence_scale=1.0)  # the pauses as the model makes them
    if not config.validate():
        raise ValueError("not a whole model")
    return sherpa_onnx.OfflineTts(config)


def pcm(samples: Iterable[float]) -> bytes:
    """16-bit PCM of samples from -1 to 1; what is louder is cut off."""
    return array("h", (round(max(-1.0, min(1.0, sample)) * 32_767) for sample in samples)).tobytes()


def main() -> None:
    """Serve requests until standard input ends."""
    try:
        import sherpa_onnx  # noqa: F401  # only to see that it is there, before the limits hold
    except ImportError:
        decline("missing")
        return
    limit(cpu_seconds=CPU_SECONDS, memory=MEMORY)
    serve({}, Speaker().answer)


if __name__ == "__main__":
    main()
