package dev.gantry.kube.schemagenerator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The protobuf messages of the API groups that are served: names and field numbers.
final class Messages {
  /// The outer classes that protoc made, one a file of messages.
  private static final List<String> FILES =
      List.of(
          "V1",
          "V1Admissionregistration",
          "V1Apiextensions",
          "V1Apps",
          "V1Authentication",
          "V1Authorization",
          "V1Autoscaling",
          "V2Autoscaling",
          "V1Batch",
          "V1Certificates",
          "V1Coordination",
          "V1Discovery",
          "V1Events",
          "V1Flowcontrol",
          "V1Networking",
          "V1Node",
          "V1Policy",
          "V1Rbac",
          "V1Scheduling",
          "V1Storage",
          "Meta");

  private static final String CORE = "io.k8s.api.core.v1.";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private final Map<String, Descriptor> byName = new TreeMap<>();

  Messages() {
    for (String file : FILES) {
      descriptor(file)
          .getMessageTypes()
          .forEach(message -> byName.put(definitionName(message), message));
    }
    // The core group still has messages that moved to meta long ago; nobody refers to them.
    byName
        .keySet()
        .removeIf(name -> name.startsWith(CORE) && byName.containsKey(name.replace(CORE, META)));
  }

  /// By definition name, in its order.
  Map<String, Descriptor> all() {
    return byName;
  }

  /// As upstream's OpenAPI document names a message: `io.k8s.api.core.v1.Pod`.
  static String definitionName(Descriptor message) {
    String name =
        message.getFullName().replace("apiextensions_apiserver", "apiextensions-apiserver");
    return "io.k8s." + name.substring("k8s.io.".length());
  }

  private static FileDescriptor descriptor(String file) {
    try {
      Class<?> outer = Class.forName("io.kubernetes.client.proto." + file);
      return (FileDescriptor) outer.getMethod("getDescriptor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("client-java-proto has no " + file, e);
    }
  }
}
