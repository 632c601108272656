"""Reason codes of dead letters: every code that a stage refuses with, and what it means."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "no_value": "The message has no value (a tombstone).",
    "not_utf8": "The value is not UTF-8.",
    "bad_json": "The value is not JSON, or not a JSON object.",
    "unsupported_schema_version": "`schema_version` is one that this version of Claimwire does not read.",
    "invalid_record": "A field is missing, unknown or of the wrong type; the detail names it.",
    "body_too_large": "The body is larger than the setting `max_article_bytes`.",
    "empty_body": "The body has no text.",
    "too_many_paragraphs": "The text has more paragraphs than any article.",
    "page_too_complex": "The HTML page has too many elements, or their nesting is too deep.",
    "no_main_text": "Nothing in the HTML page looks like an article.",
    "not_an_article": "The HTML page is an error page, consent wall, list, gallery or video: see the detail.",
    "page_timeout": "The HTML page was not read within the setting `page_timeout_s`.",
    "page_crashed": "Reading the HTML page failed or ended the process that read it.",
    "text_too_long": "The normalized text is longer than the setting `max_extract_characters`.",
    "line_too_long": "A line of `claimwire extract --jsonl` is longer than a raw article may be.",
    "wrong_key": "The key of a feed, or of its removal, is not its URL.",
    "record_too_large": "The message, decompressed, or what was made from it is larger than its topic takes.",
    "unexpected_error": "A defect of Claimwire: the detail and the log say more. Report it, then re-drive.",
}
