package dev.gantry.kube.api;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GenerateName;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Every pod runs as a service account of its namespace, and finds that account's token, the
/// cluster's certificate and its namespace where client libraries look for them.
final class PodServiceAccount implements AdmissionPlugin {
  private static final String DEFAULT = "default";
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String VOLUME_PREFIX = "kube-api-access-";
  private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  /// An hour and a little, which tells these tokens from those asked for by hand.
  private static final int TOKEN_SECONDS = 3607;

  /// A namespace's default account is made right after the namespace; a client that creates both
  /// the namespace and a pod does not wait for it.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public void mutate(AdmissionRequest request, ObjectReader objects) {
    if (!request.creates("", "pods")
        || KubeObject.of(request.object()).annotations().containsKey(MIRROR)) {
      return;
    }
    ObjectNode spec = request.object().withObject("/spec");
    String name = spec.path("serviceAccountName").asString("");
    if (name.isEmpty()) {
      name = DEFAULT;
    }
    spec.put("serviceAccountName", name).put("serviceAccount", name);
    KubeObject account = account(request, objects, name);
    JsonNode secrets = account.at("imagePullSecrets");
    if (spec.path("imagePullSecrets").isEmpty() && !secrets.isEmpty()) {
      spec.set("imagePullSecrets", secrets.deepCopy());
    }
    if (wantsToken(spec, account)) {
      mountToken(spec);
    }
  }

  private static KubeObject account(AdmissionRequest request, ObjectReader objects, String name) {
    var key = new ObjectKey(request.key().namespace(), name);
    Optional<KubeObject> account =
        name.equals(DEFAULT)
            ? objects.await(BuiltInKinds.SERVICE_ACCOUNT, key, PATIENCE)
            : objects.find(BuiltInKinds.SERVICE_ACCOUNT, key);
    return account.orElseThrow(
        () ->
            StatusException.forbidden(
                "",
                "pods",
                request.key().name(),
                "error looking up service account %s: serviceaccount \"%s\" not found"
                    .formatted(key, name)));
  }

  private static boolean wantsToken(ObjectNode spec, KubeObject account) {
    JsonNode own = spec.path("automountServiceAccountToken");
    return own.isBoolean()
        ? own.asBoolean()
        : account.at("automountServiceAccountToken").asBoolean(true);
  }

  private static void mountToken(ObjectNode spec) {
    Optional<String> present = presentVolume(spec);
    String volume = present.orElseGet(() -> VOLUME_PREFIX + GenerateName.random(5));
    boolean mounted = false;
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(list)) {
        mounted |= mount((ObjectNode) container, volume);
      }
    }
    if (mounted && present.isEmpty()) {
      ArrayNode volumes =
          spec.get("volumes") instanceof ArrayNode array ? array : spec.putArray("volumes");
      volumes.add(volume(volume));
    }
  }

  /// An object that was exported from a cluster may bring its volume along.
  private static Optional<String> presentVolume(ObjectNode spec) {
    for (JsonNode volume : spec.path("volumes")) {
      String name = volume.path("name").asString("");
      if (name.startsWith(VOLUME_PREFIX)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static boolean mount(ObjectNode container, String volume) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (mount.path("mountPath").asString("").equals(TOKEN_PATH)) {
        return false;
      }
    }
    ArrayNode mounts =
        container.get("volumeMounts") instanceof ArrayNode array
            ? array
            : container.putArray("volumeMounts");
    mounts.addObject().put("name", volume).put("readOnly", true).put("mountPath", TOKEN_PATH);
    return true;
  }

  private static ObjectNode volume(String name) {
    ObjectNode volume = Json.mapper().createObjectNode().put("name", name);
    ObjectNode projected = volume.putObject("projected");
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", TOKEN_SECONDS)
        .put("path", "token");
    ObjectNode certificate = sources.addObject().putObject("configMap");
    certificate.put("name", "kube-root-ca.crt");
    certificate.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    ObjectNode namespace =
        sources.addObject().putObject("downwardAPI").putArray("items").addObject();
    namespace.put("path", "namespace");
    namespace.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
    projected.put("defaultMode", 0644);
    return volume;
  }
}
