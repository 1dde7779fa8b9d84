package dev.gantry.kube.rules.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Volumes in which several sources are seen as files side by side.
final class ProjectionValidation {
  private static final long SHORTEST_TOKEN = 600;
  private static final long LONGEST_TOKEN = 1L << 32;
  private static final List<String> KINDS =
      List.of("secret", "downwardAPI", "configMap", "serviceAccountToken", "clusterTrustBundle");

  private ProjectionValidation() {}

  static void projected(Place projected) {
    Checks.fileMode(projected.at("defaultMode"));
    Set<String> paths = new HashSet<>();
    for (Place source : projected.at("sources").elements()) {
      int kinds = 0;
      for (String kind : KINDS) {
        Place projection = source.at(kind);
        if (!projection.isSet()) {
          continue;
        }
        if (kinds++ > 0) {
          source.forbidden("may not specify more than 1 volume type");
        } else {
          projection(kind, projection, paths);
        }
      }
    }
  }

  private static void projection(String kind, Place projection, Set<String> paths) {
    switch (kind) {
      case "secret", "configMap" -> {
        projection.at("name").require();
        VolumeValidation.files(projection);
        projection.at("items").elements().forEach(item -> unique(projection, item, paths));
      }
      case "downwardAPI" -> {
        projection.at("items").elements().forEach(ProjectionValidation::downward);
        projection.at("items").elements().forEach(item -> unique(projection, item, paths));
      }
      case "serviceAccountToken" -> token(projection, paths);
      default -> projection.at("path").require();
    }
  }

  private static void unique(Place projection, Place item, Set<String> paths) {
    Place path = item.at("path");
    if (!path.isBlank() && !paths.add(path.text())) {
      new Place(path.value(), projection.path(), projection.problems())
          .invalid("conflicting duplicate paths");
    }
  }

  private static void token(Place token, Set<String> paths) {
    Place seconds = token.at("expirationSeconds");
    if (seconds.number() < SHORTEST_TOKEN) {
      seconds.invalidAs(
          Long.toString(seconds.number()), "may not specify a duration less than 10 minutes");
    }
    if (seconds.number() > LONGEST_TOKEN) {
      seconds.invalid("may not specify a duration larger than 2^32 seconds");
    }
    if (token.at("path").require()) {
      Checks.notReserved(token.at("path"));
      unique(token, token, paths);
    }
  }

  /// One file of a downward API volume.
  static void downward(Place item) {
    if (item.at("path").require()) {
      Checks.notReserved(item.at("path"));
    }
    Place field = item.at("fieldRef");
    Place resource = item.at("resourceFieldRef");
    if (field.isSet()) {
      ReferenceValidation.field(field, ReferenceValidation.IN_VOLUMES);
      if (resource.isSet()) {
        item.invalidAs(
            "\"resource\"", "fieldRef and resourceFieldRef can not be specified simultaneously");
      }
    } else if (resource.isSet()) {
      ReferenceValidation.resource(resource, true);
    } else {
      item.required("one of fieldRef and resourceFieldRef is required");
    }
    Checks.fileMode(item.at("mode"));
  }
}
