package dev.gantry.kube.patch;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps `metadata.managedFields` right at every write that is not an apply.
///
/// Whoever changes a field becomes its owner and takes it from all others; a field that is gone
/// leaves all sets. An applier learns from this that somebody else decided since.
public final class ManagedFields {
  /// Who writes when nobody says.
  private static final String UNKNOWN = "unknown";

  private static final JsonNode NO_ENTRIES = Json.mapper().createArrayNode();
  static final ObjectNode NO_OBJECT = Json.mapper().createObjectNode();

  private ManagedFields() {}

  /// Records an ordinary write.
  ///
  /// A write that changes nothing leaves the entries, and their times, as they are; so does one to
  /// an object whose entries were cleared, until it is applied to. A request may bring entries of
  /// its own (`kubectl apply --server-side` moves those of client-side apply so): they count
  /// instead of the live ones, unless they are empty, malformed, or come with a subresource. A
  /// list of one empty entry clears all.
  ///
  /// @param before the live object; empty for a creation
  /// @param after what is to be stored, defaulted
  /// @param manager `fieldManager`, or what the server took for it
  /// @param subresource empty for the object itself
  /// @return `after` with its managed fields; shares nodes with `before` and `after`
  public static KubeObject recordUpdate(
      Kind kind,
      Optional<KubeObject> before,
      KubeObject after,
      String manager,
      String subresource,
      Instant now) {
    JsonNode live =
        before.map(object -> object.metadata().path("managedFields")).orElse(NO_ENTRIES);
    JsonNode sent = after.metadata().path("managedFields");
    boolean sentOwn = subresource.isEmpty() && !sent.isEmpty() && !Values.same(sent, live);
    if (sentOwn && isReset(sent)) {
      return Managers.write(after, NO_ENTRIES);
    }
    Optional<Managers> own = sentOwn ? decode(sent) : Optional.empty();
    if (own.isEmpty() && before.isPresent() && live.isEmpty()) {
      return Managers.write(after, NO_ENTRIES);
    }
    Comparison difference =
        Comparison.between(
                Shape.of(kind.type()), before.map(KubeObject::json).orElse(NO_OBJECT), after.json())
            .without(ResetFields.of(kind, subresource))
            .tracked();
    if (difference.isEmpty()) {
      return own.map(managers -> managers.writeTo(after))
          .orElseGet(() -> Managers.write(after, live));
    }
    Managers managers = own.orElseGet(() -> before.map(Managers::of).orElseGet(Managers::none));
    update(managers, difference, kind, manager, subresource, now);
    return managers.writeTo(after);
  }

  /// Whether a request asks to forget all owners.
  private static boolean isReset(JsonNode entries) {
    return entries.size() == 1
        && entries.get(0).properties().stream().allMatch(field -> isZero(field.getValue()));
  }

  private static boolean isZero(JsonNode value) {
    return value.isNull() || (value.isContainer() ? value.isEmpty() : value.asString("").isEmpty());
  }

  private static Optional<Managers> decode(JsonNode entries) {
    try {
      return Optional.of(Managers.decode(entries));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static void update(
      Managers managers,
      Comparison difference,
      Kind kind,
      String manager,
      String subresource,
      Instant now) {
    String apiVersion = kind.groupVersionKind().apiVersion();
    managers.take(difference.all());
    ManagerEntry.Id id =
        ManagerEntry.Id.of(
            manager.isEmpty() ? UNKNOWN : manager, ManagerEntry.UPDATE, apiVersion, subresource);
    managers.giveToUpdater(id, apiVersion, now, difference.changed());
  }
}
