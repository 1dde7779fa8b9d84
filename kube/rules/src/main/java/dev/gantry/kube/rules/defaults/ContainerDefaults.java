package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// Containers of all three lists.
final class ContainerDefaults {
  private ContainerDefaults() {}

  static void container(ObjectNode container) {
    Fill.each(container, "ports", port -> Fill.text(port, "protocol", "TCP"));
    Fill.each(container, "env", ContainerDefaults::variable);
    Fill.structure(container, "resources");
    Fill.within(container, "livenessProbe", ContainerDefaults::probe);
    Fill.within(container, "readinessProbe", ContainerDefaults::probe);
    Fill.within(container, "startupProbe", ContainerDefaults::probe);
    Fill.within(container, "lifecycle", ContainerDefaults::lifecycle);
    Fill.text(container, "terminationMessagePath", "/dev/termination-log");
    Fill.text(container, "terminationMessagePolicy", "File");
    Fill.text(
        container,
        "imagePullPolicy",
        isLatest(container.path("image").asString("")) ? "Always" : "IfNotPresent");
  }

  /// Whether the image is named without a tag, or with the one that moves.
  static boolean isLatest(String image) {
    if (image.isEmpty()) {
      return false;
    }
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      return name.substring(colon + 1).equals("latest");
    }
    return digest < 0;
  }

  private static void variable(ObjectNode variable) {
    Fill.within(
        variable,
        "valueFrom",
        source -> {
          Fill.within(source, "fieldRef", ContainerDefaults::fieldReference);
          Fill.within(source, "resourceFieldRef", ContainerDefaults::resourceReference);
        });
  }

  static void fieldReference(ObjectNode reference) {
    Fill.text(reference, "apiVersion", "v1");
  }

  static void resourceReference(ObjectNode reference) {
    Fill.text(reference, "divisor", "0");
  }

  private static void probe(ObjectNode probe) {
    Fill.within(probe, "httpGet", ContainerDefaults::httpGet);
    Fill.within(probe, "grpc", grpc -> Fill.textIfUnset(grpc, "service", ""));
    Fill.numberIfZero(probe, "timeoutSeconds", 1);
    Fill.numberIfZero(probe, "periodSeconds", 10);
    Fill.numberIfZero(probe, "successThreshold", 1);
    Fill.numberIfZero(probe, "failureThreshold", 3);
  }

  private static void lifecycle(ObjectNode lifecycle) {
    Fill.within(
        lifecycle, "postStart", hook -> Fill.within(hook, "httpGet", ContainerDefaults::httpGet));
    Fill.within(
        lifecycle, "preStop", hook -> Fill.within(hook, "httpGet", ContainerDefaults::httpGet));
  }

  private static void httpGet(ObjectNode action) {
    Fill.text(action, "path", "/");
    Fill.text(action, "scheme", "HTTP");
  }
}
