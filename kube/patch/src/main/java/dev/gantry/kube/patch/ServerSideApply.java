package dev.gantry.kube.patch;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Server-side apply: works what a manager wants into an object, and only that.
///
/// The configuration is laid over the live object. Fields that its manager applied before, left out
/// now, and nobody else owns are removed. A field that another manager owns and the configuration
/// would change is a conflict, unless the manager forces it; one that it would leave as it is, is
/// shared from then on.
public final class ServerSideApply {
  /// Owns what is in an object that has no managers when it is first applied to.
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  private final Kind kind;
  private final Shape shape;
  private final ObjectNode live;
  private final ObjectNode configuration;
  private final ManagerEntry.Id id;
  private final Instant now;
  private final Managers managers;

  private ServerSideApply(
      Kind kind,
      Optional<KubeObject> live,
      ObjectNode configuration,
      ManagerEntry.Id id,
      Instant now) {
    this.kind = kind;
    this.shape = Shape.of(kind.type());
    this.live = live.map(KubeObject::json).orElse(ManagedFields.NO_OBJECT);
    this.configuration = configuration;
    this.id = id;
    this.now = now;
    this.managers = live.map(Managers::of).orElseGet(Managers::none);
    if (managers.isEmpty() && live.isPresent()) {
      Comparison all = Comparison.between(shape, ManagedFields.NO_OBJECT, this.live).tracked();
      ManagedFields.update(managers, all, kind, BEFORE_FIRST_APPLY, "", now);
    }
  }

  /// Applies a configuration.
  ///
  /// Not defaulted, not validated: what the server does to every object before it stores it, comes
  /// after. On `/scale` the configuration is that of the object itself, with nothing but the
  /// replicas in its spec.
  ///
  /// @param live empty to create the object
  /// @param configuration what the manager wants, undefaulted; fields of other paths of the object
  ///     (its status) are ignored
  /// @param subresource empty for the object itself
  /// @return the object with its managed fields, a tree of its own; equal to `live` when nothing
  ///     changes
  /// @throws StatusException Conflict with a cause per field that others own; BadRequest for
  ///     another version or `managedFields` in the configuration; Unknown (500, as upstream) when
  ///     the configuration does not fit the schema
  public static KubeObject apply(
      Kind kind,
      Optional<KubeObject> live,
      KubeObject configuration,
      String manager,
      boolean force,
      String subresource,
      Instant now) {
    String version = kind.groupVersionKind().apiVersion();
    if (!configuration.apiVersion().equals(version)) {
      throw StatusException.badRequest(
          "Incorrect version specified in apply patch. Specified patch version: %s, expected: %s"
              .formatted(configuration.apiVersion(), version));
    }
    if (!Values.isAbsent(configuration.metadata().get("managedFields"))) {
      throw StatusException.badRequest("metadata.managedFields must be nil");
    }
    ConfigurationCheck.check(kind, configuration);
    ObjectNode relevant = configuration.json().deepCopy();
    ResetFields.of(kind, subresource)
        .forEach(path -> relevant.remove(((PathElement.FieldName) path.getFirst()).name()));
    ManagerEntry.Id id = ManagerEntry.Id.of(manager, ManagerEntry.APPLY, version, subresource);
    ServerSideApply apply = new ServerSideApply(kind, live, relevant, id, now);
    KubeObject applied = apply.withUpgrade(force);
    return LastApplied.isOwnedBy(manager) ? LastApplied.refresh(applied, configuration) : applied;
  }

  /// `kubectl apply --server-side` on an object that `kubectl apply` made: its own earlier wishes,
  /// as the annotation has them, are no conflict.
  private KubeObject withUpgrade(boolean force) {
    Result result = attempt();
    FieldSet conflicting =
        result.conflicts().stream()
            .map(ApplyConflict::fields)
            .reduce(FieldSet.EMPTY, FieldSet::union);
    if (force || conflicting.isEmpty()) {
      return result.object();
    }
    if (LastApplied.isOwnedBy(id.manager())) {
      FieldSet own = LastApplied.unchangedFields(kind, live);
      List<ApplyConflict> others =
          own.isEmpty()
              ? result.conflicts()
              : result.conflicts().stream()
                  .map(conflict -> conflict.without(own))
                  .filter(conflict -> !conflict.fields().isEmpty())
                  .toList();
      if (others.isEmpty()) {
        return result.object();
      }
      throw ApplyConflict.refusal(others);
    }
    throw ApplyConflict.refusal(result.conflicts());
  }

  private record Result(KubeObject object, List<ApplyConflict> conflicts) {}

  /// The outcome as if it were forced, and what a manager that does not force would have to face.
  private Result attempt() {
    FieldSet wanted = Managers.tracked(ConfiguredFields.of(shape, configuration));
    FieldSet last = managers.find(id).map(ManagerEntry::fields).orElse(FieldSet.EMPTY);
    Managers after = managers.copy();
    after.put(ManagerEntry.of(id, kind.groupVersionKind().apiVersion(), now, wanted));
    JsonNode merged = ConfigurationMerge.merge(shape, live, configuration);
    JsonNode pruned = DroppedFields.remove(shape, merged, last, after.allFields());
    Comparison difference = Comparison.between(shape, live, pruned);
    List<ApplyConflict> conflicts =
        managers.others(id).stream()
            .map(entry -> ApplyConflict.between(entry, difference.changed()))
            .filter(conflict -> !conflict.fields().isEmpty())
            .toList();
    after.takeFromOthers(id, difference.all());
    boolean nothingNew = Values.same(live, pruned) && after.sameAs(managers);
    KubeObject object =
        KubeObject.of(pruned instanceof ObjectNode tree ? tree.deepCopy() : live.deepCopy());
    return new Result((nothingNew ? managers : after).writeTo(object), conflicts);
  }
}
