"""Put an article on the wire from any program. Run: python docs/examples/produce.py [HOST:PORT]."""

import asyncio
import json
import os
import sys

from aiokafka import AIOKafkaProducer

BROKER = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CLAIMWIRE_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
ARTICLE = {
    "url": "https://harrowmere-courier.example/news/tunnel-closes",
    "outlet": "The Harrowmere Courier",
    "body": "The harbour tunnel will close in May, mayor Tilda Marrow said on Monday.",
}


async def main() -> None:
    """Send one article, and wait until the broker has it."""
    value = json.dumps(ARTICLE).encode()
    async with AIOKafkaProducer(bootstrap_servers=BROKER, acks="all") as producer:
        await producer.send_and_wait("news.articles.raw.v1", value, key=ARTICLE["url"].encode())


asyncio.run(main())
