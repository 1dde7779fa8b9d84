package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// What a pod is called inside: its host name and its /etc/hosts.
final class PodNames {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_HOSTNAME = 64;
  private static final String MANAGED =
      """
      # Kubernetes-managed hosts file.
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      fe00::0\tip6-mcastprefix
      fe00::1\tip6-allnodes
      fe00::2\tip6-allrouters
      """;
  private static final Path HOST_HOSTS = Path.of("/etc/hosts");

  private PodNames() {}

  /// What the kernel says.
  static String hostname(KubeObject pod, KubeletConfig config) {
    if (pod.spec().path("hostNetwork").asBoolean(false)) {
      return config.nodeName();
    }
    String name = shortName(pod);
    String domain = domain(pod, config);
    if (pod.spec().path("setHostnameAsFQDN").asBoolean(false) && !domain.isEmpty()) {
      String full = name + "." + domain;
      if (full.length() > LONGEST_HOSTNAME) {
        throw new IllegalArgumentException(
            "Failed to construct FQDN from pod hostname and cluster domain, FQDN %s is too long (%d characters is the max, %d characters requested)"
                .formatted(full, LONGEST_HOSTNAME, full.length()));
      }
      return full;
    }
    return name;
  }

  private static String shortName(KubeObject pod) {
    String wanted = pod.spec().path("hostname").asString("");
    if (!wanted.isEmpty()) {
      return wanted;
    }
    String name = pod.name();
    return name.length() <= LONGEST_LABEL
        ? name
        : name.substring(0, LONGEST_LABEL).replaceAll("[-.]+$", "");
  }

  private static String domain(KubeObject pod, KubeletConfig config) {
    String subdomain = pod.spec().path("subdomain").asString("");
    return subdomain.isEmpty()
        ? ""
        : subdomain + "." + pod.namespace() + ".svc." + config.clusterDomain();
  }

  static String hosts(KubeObject pod, KubeletConfig config, String podIp) {
    var text = new StringBuilder();
    if (pod.spec().path("hostNetwork").asBoolean(false)) {
      text.append("# Kubernetes-managed hosts file (host network).\n").append(hostHosts());
    } else {
      String name = shortName(pod);
      String domain = domain(pod, config);
      text.append(MANAGED).append(podIp).append('\t');
      if (!domain.isEmpty()) {
        text.append(name).append('.').append(domain).append('\t');
      }
      text.append(name).append('\n');
    }
    JsonNode aliases = pod.spec().path("hostAliases");
    if (!aliases.isEmpty()) {
      text.append("\n# Entries added by HostAliases.\n");
      for (JsonNode alias : aliases) {
        text.append(alias.path("ip").asString(""));
        alias.path("hostnames").forEach(name -> text.append('\t').append(name.asString("")));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String hostHosts() {
    try {
      return Files.readString(HOST_HOSTS);
    } catch (IOException absent) {
      return "127.0.0.1\tlocalhost\n";
    }
  }
}
