"""The measures by their names in JSON, with the words for people; accuracies among matched pairs are marked."""

from __future__ import annotations

from typing import NamedTuple


class Named(NamedTuple):
    """What a measure is called, and whether it is a share of cases that are right rather than precision and recall."""

    words: str
    is_share: bool = False


MEASURES = {
    "all": Named("statements, all kinds"),
    "direct": Named("direct quotes"),
    "mixed": Named("mixed"),
    "indirect": Named("indirect"),
    "indirect_speech": Named("indirect with a speech cue"),
    "direct_and_speaker": Named("direct quotes and speaker's words"),
    "direct_and_name": Named("direct quotes and resolved speaker"),
    "nested": Named("nested statements"),
    "inference": Named("inferences"),
    "attitudes": Named("attitudes"),
    "mentions": Named("mentions"),
    "dates": Named("dates"),
    "speaker_of_direct": Named("speaker's words, direct", is_share=True),
    "speaker_of_mixed": Named("speaker's words, mixed", is_share=True),
    "speaker_of_indirect": Named("speaker's words, indirect", is_share=True),
    "name": Named("resolved speaker", is_share=True),
    "kind": Named("kind", is_share=True),
    "cue": Named("cue", is_share=True),
    "nested_name": Named("speaker of nested statements", is_share=True),
    "condition": Named("condition of attitudes", is_share=True),
    "hedged": Named("hedge of attitudes", is_share=True),
    "within": Named("statement that attitudes stand in", is_share=True),
    "entity": Named("entity of mentions", is_share=True),
    "use": Named("use of mentions", is_share=True),
    "date_value": Named("value of dates", is_share=True),
    "body_kept": Named("body paragraphs kept", is_share=True),
    "others_excluded": Named("other paragraphs excluded", is_share=True),
    "class": Named("class of paragraphs", is_share=True),
}
