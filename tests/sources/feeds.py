"""Feeds of invented outlets."""

from __future__ import annotations

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Tarn Valley Echo</title><link>https://tarn.example/</link><language>en-gb</language>
<item>
  <title>Mill &amp; weir to &lt;b&gt;reopen&lt;/b&gt;</title>
  <link>/news/mill?id=7</link>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>“It is safe,” said Petra Olund.</p><p>So did he.</p>]]></content:encoded>
  <dc:creator>Idris Vale</dc:creator>
  <pubDate>Wed, 04 Mar 2026 09:30:00 +0100</pubDate>
  <guid isPermaLink="false">tarn-7</guid>
</item>
<item><title>Only a headline</title><link>https://tarn.example/news/8</link></item>
<item><description>A text alone, the mayor said.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Quenby Post</title><id>urn:quenby</id><updated>2026-03-04T08:00:00Z</updated>
<entry xml:lang="fr"><title type="html">Le pont &lt;i&gt;rouvre&lt;/i&gt;</title><id>urn:quenby:1</id>
  <link href="https://quenby.example/pont"/><updated>2026-03-04T08:00:00Z</updated>
  <author><name>Ana Brandt</name></author>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>« Oui », dit-elle.</p></div></content>
</entry><entry><title>Plain</title><id>urn:quenby:2</id><link href="https://quenby.example/2"/>
  <updated>2026-03-04T08:00:00Z</updated><summary type="text">1 &lt; 2, she said.</summary></entry>
</feed>"""
