package dev.gantry.kube.api;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.DeleteOptions.Propagation;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Reads `DeleteOptions` as they stand in a body.
public final class DeleteOptionsReader {
  private static final GroupVersionKind KIND =
      new GroupVersionKind("meta.k8s.io", "v1", "DeleteOptions");

  private DeleteOptionsReader() {}

  /// Reads the options; a missing node gives the defaults. `dryRun` is for the caller to read.
  ///
  /// @throws StatusException Invalid
  public static DeleteOptions read(JsonNode options) {
    JsonNode grace = options.path("gracePeriodSeconds");
    return new DeleteOptions(
        grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
        propagation(options),
        text(options.path("preconditions").path("uid")),
        text(options.path("preconditions").path("resourceVersion")));
  }

  private static Optional<Propagation> propagation(JsonNode options) {
    JsonNode orphan = options.path("orphanDependents");
    Optional<String> policy = text(options.path("propagationPolicy"));
    if (policy.isPresent() && orphan.isBoolean()) {
      throw invalid(
          StatusCause.invalid(
              "propagationPolicy",
              '"' + policy.get() + '"',
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (orphan.isBoolean()) {
      return Optional.of(orphan.asBoolean() ? Propagation.ORPHAN : Propagation.BACKGROUND);
    }
    return policy.map(DeleteOptionsReader::policy);
  }

  /// Reads a propagation policy by its name.
  ///
  /// @throws StatusException Invalid
  public static Propagation policy(String name) {
    return Arrays.stream(Propagation.values())
        .filter(p -> p.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    new StatusCause(
                        "FieldValueNotSupported",
                        ("Unsupported value: \"%s\": supported values: \"Foreground\","
                                + " \"Background\", \"Orphan\", \"nil\"")
                            .formatted(name),
                        "propagationPolicy")));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() && !node.asString().isEmpty()
        ? Optional.of(node.asString())
        : Optional.empty();
  }

  private static StatusException invalid(StatusCause cause) {
    return StatusException.invalid(KIND, "", List.of(cause));
  }
}
