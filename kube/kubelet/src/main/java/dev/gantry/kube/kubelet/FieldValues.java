package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a pod's `fieldRef`s read: fields of the pod itself, as text.
final class FieldValues {
  private static final Pattern KEYED =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']*)'\\]");

  private FieldValues() {}

  /// The pod as its containers may see it.
  ///
  /// @param podIp empty while it has none
  /// @param hostIp the node's address
  record PodView(KubeObject pod, String podIp, String hostIp) {}

  /// The value of a field.
  ///
  /// @throws IllegalArgumentException when there is no such field
  static String of(PodView view, String path) {
    KubeObject pod = view.pod();
    Matcher keyed = KEYED.matcher(path);
    if (keyed.matches()) {
      Map<String, String> map = keyed.group(1).equals("labels") ? pod.labels() : pod.annotations();
      return Optional.ofNullable(map.get(keyed.group(2))).orElse("");
    }
    return switch (path) {
      case "metadata.name" -> pod.name();
      case "metadata.namespace" -> pod.namespace();
      case "metadata.uid" -> pod.uid();
      case "metadata.labels" -> lines(pod.labels());
      case "metadata.annotations" -> lines(pod.annotations());
      case "spec.nodeName" -> pod.spec().path("nodeName").asString("");
      case "spec.serviceAccountName" -> pod.spec().path("serviceAccountName").asString("");
      case "status.hostIP", "status.hostIPs" -> view.hostIp();
      case "status.podIP", "status.podIPs" -> view.podIp();
      default -> throw new IllegalArgumentException("unsupported fieldPath: " + path);
    };
  }

  /// A map as a file shows it: sorted lines `key="value"`.
  private static String lines(Map<String, String> map) {
    var text = new StringBuilder();
    new TreeMap<>(map)
        .forEach(
            (key, value) -> {
              if (!text.isEmpty()) {
                text.append('\n');
              }
              text.append(key).append('=').append(quoted(value));
            });
    return text.toString();
  }

  private static String quoted(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
