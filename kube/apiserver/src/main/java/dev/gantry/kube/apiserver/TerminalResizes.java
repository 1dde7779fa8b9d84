package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent.TerminalSizes;
import dev.gantry.platform.json.Json;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

/// The sizes of a client's terminal, which come as JSON objects one behind the other:
/// `{"Width":80,"Height":24}`. After something else no more are taken.
final class TerminalResizes implements TerminalSizes {
  private final InputStream in;
  private @Nullable MappingIterator<JsonNode> documents;

  TerminalResizes(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<Size> take() throws InterruptedException {
    try {
      MappingIterator<JsonNode> known = documents;
      if (known == null) {
        known = Json.mapper().readerFor(JsonNode.class).readValues(in);
        documents = known;
      }
      if (!known.hasNextValue()) {
        return Optional.empty();
      }
      JsonNode size = known.nextValue();
      return Optional.of(new Size(size.path("Width").asInt(0), size.path("Height").asInt(0)));
    } catch (JacksonException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for the size of a terminal");
      }
      return Optional.empty();
    }
  }
}
