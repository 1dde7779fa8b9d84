package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import dev.gantry.kube.objects.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// References from a pod to its own fields, to resources of its containers, and to keys of other
/// objects.
final class ReferenceValidation {
  static final List<String> IN_VARIABLES =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  static final List<String> IN_VOLUMES =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  private static final Set<String> KNOWN =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.serviceAccountName",
          "spec.schedulerName",
          "status.phase",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs",
          "spec.host");
  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final List<String> CPU_DIVISORS = List.of("1m", "1");
  private static final List<String> BYTE_DIVISORS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");
  private static final Pattern SUBSCRIPTED = Pattern.compile("(.+)\\['(.*)'\\]");

  private ReferenceValidation() {}

  /// A key of a ConfigMap or Secret.
  static void key(Place reference) {
    reference.at("name").require();
    if (reference.at("key").require()) {
      reference.at("key").check(Syntax::configKey);
    }
  }

  /// A field of the pod.
  static void field(Place reference, List<String> supported) {
    if (!reference.at("apiVersion").require() || !reference.at("fieldPath").require()) {
      return;
    }
    Place fieldPath = reference.at("fieldPath");
    String text = fieldPath.text();
    Matcher subscripted = SUBSCRIPTED.matcher(text);
    String base = subscripted.matches() ? subscripted.group(1) : text;
    if (!reference.at("apiVersion").is("v1")) {
      fieldPath.invalid(
          "error converting fieldPath: unsupported pod version: "
              + reference.at("apiVersion").text());
    } else if (!KNOWN.contains(base)
        || (subscripted.matches()
            && !base.equals("metadata.annotations")
            && !base.equals("metadata.labels"))) {
      fieldPath.invalid("error converting fieldPath: field label not supported: " + text);
    } else if (subscripted.matches()) {
      String key = subscripted.group(2);
      boolean annotation = base.equals("metadata.annotations");
      reference.check(annotation ? key.toLowerCase(Locale.ROOT) : key, Names::qualified);
    } else if (!supported.contains(text)) {
      fieldPath.notSupported(supported);
    }
  }

  /// A resource of a container.
  static void resource(Place reference, boolean inVolume) {
    Place resource = reference.at("resource");
    if (inVolume && reference.at("containerName").isBlank()) {
      reference.at("containerName").required();
    } else if (resource.require() && !isKnown(resource.text())) {
      resource.notSupported(RESOURCES);
    }
    divisor(reference.at("divisor"), resource.text());
  }

  private static boolean isKnown(String resource) {
    return RESOURCES.contains(resource)
        || resource.startsWith("limits.hugepages-")
        || resource.startsWith("requests.hugepages-");
  }

  private static void divisor(Place divisor, String resource) {
    var amount = divisor.quantity().filter(q -> !q.isZero());
    if (amount.isEmpty()) {
      return;
    }
    boolean cpu = resource.endsWith(".cpu");
    List<String> allowed = cpu ? CPU_DIVISORS : BYTE_DIVISORS;
    if (allowed.stream().map(Quantity::parse).noneMatch(amount.get()::equals)) {
      String which =
          cpu
              ? "only divisor's values 1m and 1 are supported with the cpu resource"
              : "only divisor's values "
                  + String.join(", ", BYTE_DIVISORS)
                  + " are supported with the "
                  + (resource.endsWith(".memory")
                      ? "memory resource"
                      : "local ephemeral storage resource");
      divisor.invalidAs(Place.quoted(resource), which);
    }
  }
}
