package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A path below `/api/VERSION` or `/apis/GROUP/VERSION`, taken apart.
///
/// @param watch whether the path has the old prefix `watch/`
/// @param namespace empty for cluster-scoped resources and for all namespaces
/// @param name empty for the collection
/// @param subresource empty for the object itself
/// @param rest what follows the subresource, as `proxy` has it, without a leading slash
public record ResourcePath(
    String group,
    String version,
    boolean watch,
    String namespace,
    String resource,
    String name,
    String subresource,
    String rest) {
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

  /// Reads a path as clients send it, still percent-encoded; empty when it is about no
  /// resource.
  static Optional<ResourcePath> parse(String path) {
    List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    if (parts.getLast().isEmpty()) {
      parts.removeLast(); // a trailing slash
    }
    parts.replaceAll(ResourcePath::decoded);
    int prefix =
        switch (parts.isEmpty() ? "" : parts.getFirst()) {
          case "api" -> 2;
          case "apis" -> 3;
          default -> Integer.MAX_VALUE;
        };
    if (parts.size() <= prefix) {
      return Optional.empty();
    }
    String group = prefix == 2 ? "" : parts.get(1);
    return below(group, parts.get(prefix - 1), parts.subList(prefix, parts.size()));
  }

  private static Optional<ResourcePath> below(String group, String version, List<String> parts) {
    boolean watch = parts.getFirst().equals("watch") && parts.size() > 1;
    List<String> rest = watch ? parts.subList(1, parts.size()) : parts;
    boolean inNamespace =
        rest.getFirst().equals("namespaces")
            && rest.size() > 2
            && !(rest.size() == 3 && NAMESPACE_SUBRESOURCES.contains(rest.get(2)));
    String namespace = inNamespace ? rest.get(1) : "";
    List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
    return Optional.of(
        new ResourcePath(
            group,
            version,
            watch,
            namespace,
            own.getFirst(),
            own.size() > 1 ? own.get(1) : "",
            own.size() > 2 ? own.get(2) : "",
            own.size() > 3 ? String.join("/", own.subList(3, own.size())) : ""));
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw StatusException.badRequest("malformed path: " + e.getMessage());
    }
  }

  public ObjectKey key() {
    return new ObjectKey(namespace, name);
  }

  public boolean isCollection() {
    return name.isEmpty();
  }
}
