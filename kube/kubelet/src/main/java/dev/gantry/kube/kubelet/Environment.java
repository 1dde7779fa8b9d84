package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Works out a container's environment: the API server's address, then config maps and secrets
/// taken over whole, then single variables, each of which may refer to those before it.
final class Environment {
  private static final String NOT_READ = "CreateContainerConfigError";
  private static final Pattern NAME = Pattern.compile("[-._a-zA-Z0-9]+");

  private final ApiClient client;
  private final ResourceValues resources;
  private final Optional<KubeletConfig.ApiEndpoint> apiServer;

  Environment(
      ApiClient client, ResourceValues resources, Optional<KubeletConfig.ApiEndpoint> apiServer) {
    this.client = client;
    this.resources = resources;
    this.apiServer = apiServer;
  }

  /// The variables by name, in order.
  ///
  /// @throws ContainerFailure when something they refer to is not there
  Map<String, String> of(FieldValues.PodView view, ContainerDef container) throws ContainerFailure {
    Map<String, String> variables = new LinkedHashMap<>(serviceVariables());
    for (JsonNode source : container.at("envFrom")) {
      takeOver(view.pod(), source, variables);
    }
    for (JsonNode variable : container.at("env")) {
      String name = variable.path("name").asString("");
      value(view, container, variable, variables).ifPresent(value -> variables.put(name, value));
    }
    return variables;
  }

  /// Replaces references to variables in a command.
  static List<String> expand(JsonNode words, Map<String, String> variables) {
    return words.valueStream().map(word -> expand(word.asString(""), variables)).toList();
  }

  static String expand(String text, Map<String, String> variables) {
    return Expansion.expand(text, name -> variables.getOrDefault(name, Expansion.reference(name)));
  }

  private Map<String, String> serviceVariables() {
    Map<String, String> variables = new LinkedHashMap<>();
    apiServer.ifPresent(
        api -> {
          String host = api.host();
          String port = String.valueOf(api.port());
          String prefix = "KUBERNETES_PORT_" + port + "_TCP";
          variables.put("KUBERNETES_SERVICE_HOST", host);
          variables.put("KUBERNETES_SERVICE_PORT", port);
          variables.put("KUBERNETES_SERVICE_PORT_HTTPS", port);
          variables.put("KUBERNETES_PORT", "tcp://" + host + ":" + port);
          variables.put(prefix, "tcp://" + host + ":" + port);
          variables.put(prefix + "_PROTO", "tcp");
          variables.put(prefix + "_PORT", port);
          variables.put(prefix + "_ADDR", host);
        });
    return variables;
  }

  private void takeOver(KubeObject pod, JsonNode source, Map<String, String> variables)
      throws ContainerFailure {
    String prefix = source.path("prefix").asString("");
    JsonNode configMap = source.path("configMapRef");
    boolean secret = configMap.isMissingNode();
    JsonNode reference = secret ? source.path("secretRef") : configMap;
    var object = find(pod, secret, reference);
    if (object.isEmpty()) {
      return;
    }
    Map<String, String> data = KubeObject.strings(object.get().at("data"));
    data.forEach(
        (key, value) -> {
          // A key that no variable can be called stays out.
          if (NAME.matcher(prefix + key).matches()) {
            variables.put(prefix + key, secret ? decode(value) : value);
          }
        });
  }

  private Optional<String> value(
      FieldValues.PodView view,
      ContainerDef container,
      JsonNode variable,
      Map<String, String> before)
      throws ContainerFailure {
    JsonNode from = variable.path("valueFrom");
    if (from.isMissingNode() || from.isNull()) {
      return Optional.of(expand(variable.path("value").asString(""), before));
    }
    try {
      if (from.has("fieldRef")) {
        return Optional.of(
            FieldValues.of(view, from.path("fieldRef").path("fieldPath").asString("")));
      }
      if (from.has("resourceFieldRef")) {
        return Optional.of(
            resources.of(view.pod(), container.name(), from.path("resourceFieldRef")));
      }
    } catch (IllegalArgumentException e) {
      throw new ContainerFailure(NOT_READ, String.valueOf(e.getMessage()), e);
    }
    if (from.has("configMapKeyRef")) {
      return keyOf(view.pod(), false, from.path("configMapKeyRef"));
    }
    if (from.has("secretKeyRef")) {
      return keyOf(view.pod(), true, from.path("secretKeyRef"));
    }
    throw new ContainerFailure(
        NOT_READ,
        "variable "
            + variable.path("name").asString("")
            + " takes its value from "
            + String.join(", ", from.propertyNames())
            + ", which is not supported");
  }

  private Optional<String> keyOf(KubeObject pod, boolean secret, JsonNode reference)
      throws ContainerFailure {
    var object = find(pod, secret, reference);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    String key = reference.path("key").asString("");
    JsonNode value = object.get().at("data", key);
    if (value.isString()) {
      return Optional.of(secret ? decode(value.asString("")) : value.asString(""));
    }
    if (reference.path("optional").asBoolean(false)) {
      return Optional.empty();
    }
    throw new ContainerFailure(
        NOT_READ,
        "couldn't find key %s in %s %s/%s"
            .formatted(
                key,
                secret ? "Secret" : "ConfigMap",
                pod.namespace(),
                reference.path("name").asString("")));
  }

  private Optional<KubeObject> find(KubeObject pod, boolean secret, JsonNode reference)
      throws ContainerFailure {
    GroupVersionKind kind = secret ? BuiltInKinds.SECRET : BuiltInKinds.CONFIG_MAP;
    var key = new ObjectKey(pod.namespace(), reference.path("name").asString(""));
    try {
      return Optional.of(client.get(kind, key));
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw new ContainerFailure(
            NOT_READ,
            "failed to read the " + kind.kind().toLowerCase(Locale.ROOT) + ": " + e.getMessage(),
            e);
      }
      if (reference.path("optional").asBoolean(false)) {
        return Optional.empty();
      }
      throw new ContainerFailure(NOT_READ, e.getMessage(), e);
    }
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
