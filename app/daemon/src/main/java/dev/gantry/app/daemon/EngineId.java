package dev.gantry.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Store;
import java.util.UUID;

/// The id an engine keeps for as long as its data root exists.
final class EngineId {
  private static final String KEY = "/engine/id";

  private EngineId() {}

  static String of(Store store) {
    try {
      store.create(KEY, UUID.randomUUID().toString().getBytes(UTF_8), Durability.LAZY);
    } catch (AlreadyExistsException kept) {
      // The usual case.
    }
    return new String(store.get(KEY).value(), UTF_8);
  }
}
