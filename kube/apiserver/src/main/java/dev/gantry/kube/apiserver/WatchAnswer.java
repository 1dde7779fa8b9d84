package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.StoredObject;
import dev.gantry.kube.api.WatchEvent;
import dev.gantry.kube.api.WatchStream;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Sends the events of a watch, one JSON document after the other, until the time is over or
/// the client leaves.
final class WatchAnswer {
  private final Objects objects;

  /// How an event's object is written.
  interface Objects {
    void write(StoredObject object, boolean bookmark, ByteArrayOutputStream out) throws IOException;
  }

  /// Takes documents to the client; each call is one event, sent at once.
  interface Frames {
    void send(byte[] document) throws IOException;
  }

  WatchAnswer(Objects objects) {
    this.objects = objects;
  }

  void run(WatchStream events, Duration life, Frames frames)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + life.toNanos();
    try {
      while (true) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return;
        }
        List<WatchEvent> batch = events.next(Duration.ofNanos(left));
        for (WatchEvent event : batch) {
          frames.send(document(event));
        }
      }
    } catch (StatusException e) {
      // When the server ends, the end of the stream says it best: clients come back by themselves.
      if (!e.is(StatusReason.SERVICE_UNAVAILABLE)) {
        frames.send(error(StatusDocument.of(e)));
      }
    }
  }

  private byte[] document(WatchEvent event) throws IOException {
    var out = new ByteArrayOutputStream(event.object().size() + 64);
    out.writeBytes(
        ("{\"type\":\"" + event.type() + "\",\"object\":").getBytes(StandardCharsets.US_ASCII));
    objects.write(event.object(), event.type() == WatchEvent.Type.BOOKMARK, out);
    out.writeBytes("}\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] error(JsonNode status) {
    return ("{\"type\":\"ERROR\",\"object\":" + Json.text(status) + "}\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
