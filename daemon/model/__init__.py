"""What the stages hand to each other, in the order of the line. Pure; times are aware, lengths are seconds of audio."""

from daemon.model.briefing import Briefing, Dropped, Failure, LoginEnding, SourceWarning
from daemon.model.episode import Chapter, Episode, Publication, Published
from daemon.model.production import Degraded, Outcome, ProductionRecord
from daemon.model.rundown import Conflict, Entry, Gap, Highlight, Rundown, Section, SectionKind, Told, ToldAs
from daemon.model.script import Call, Fall, Filled, Hosts, Line, Refusal, Script, SectionBrief, Speaker, Why
from daemon.model.sound import Clip, Cue, Narration, Segment, Spoken, Take, VoiceFall, VoiceWhy, Word

__all__ = [
    "Briefing",
    "Call",
    "Chapter",
    "Clip",
    "Conflict",
    "Cue",
    "Degraded",
    "Dropped",
    "Entry",
    "Episode",
    "Failure",
    "Fall",
    "Filled",
    "Gap",
    "Highlight",
    "Hosts",
    "Line",
    "LoginEnding",
    "Narration",
    "Outcome",
    "ProductionRecord",
    "Publication",
    "Published",
    "Refusal",
    "Rundown",
    "Script",
    "Section",
    "SectionBrief",
    "SectionKind",
    "Segment",
    "SourceWarning",
    "Speaker",
    "Spoken",
    "Take",
    "Told",
    "ToldAs",
    "VoiceFall",
    "VoiceWhy",
    "Why",
    "Word",
]
