"""The stream: stages over Kafka topics, and what runs them."""
