"""News items in NITF and NewsML 1, written by hand."""

from __future__ import annotations


def nitf(*, docdata: str = "", status: str = "", namespace: str = "") -> str:
    return f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-2.dtd"><nitf{namespace} xml:lang="en-GB">
<head><title>Weir</title><docdata{status}><doc-id id-string="QW.71"/><date.issue norm="20260304T050000+0100"/>
<doc.copyright year="2026" holder="Quenby Wire"/>{docdata}</docdata></head><body><body.head><hedline>
<hl1>Weir to <em>reopen</em></hl1></hedline><byline>By <person>Ida Holm</person><byttl>Reporter</byttl>
</byline><abstract><p>No.</p></abstract></body.head><body.content><p>The weir is <em>safe</em>, she said.</p>
<media><media-caption>No</media-caption></media><pre>Locks:
Quenby 2
Tarn 3</pre></body.content><body.end><tagline>No</tagline></body.end></body></nitf>"""


def newsml_1(*, status: str = "Usable", manage: str = "", content: str = "<p>The weir is safe.</p>") -> str:
    return f"""<?xml version="1.0"?><NewsML Version="1.2"><NewsEnvelope/><NewsItem xml:lang="en">
<Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><PublicIdentifier>urn:newsml:wire.example:71:1
</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><FirstCreated>20260304T040000+0000
</FirstCreated><ThisRevisionCreated>20260304T050000+0000</ThisRevisionCreated><Status FormalName="{status}"/>
{manage}</NewsManagement><NewsComponent><NewsLines><HeadLine>Weir to reopen</HeadLine>
<ByLine>Ida Holm</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Quenby Wire"/></Provider>
</AdministrativeMetadata><ContentItem><DataContent>A lock.</DataContent></ContentItem><ContentItem>
<DataContent>{content}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
