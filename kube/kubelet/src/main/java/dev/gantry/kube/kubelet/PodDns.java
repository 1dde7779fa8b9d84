package dev.gantry.kube.kubelet;

import dev.gantry.engine.network.ResolvConf;
import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The text of a pod's /etc/resolv.conf by its DNS policy.
final class PodDns {
  private static final Path HOST = Path.of("/etc/resolv.conf");
  private static final String NDOTS = "ndots:5";

  private PodDns() {}

  static String resolvConf(KubeObject pod, KubeletConfig config) {
    String policy = pod.spec().path("dnsPolicy").asString("ClusterFirst");
    boolean hostNetwork = pod.spec().path("hostNetwork").asBoolean(false);
    boolean cluster =
        !config.clusterDns().isEmpty()
            && (policy.equals("ClusterFirstWithHostNet")
                || (policy.equals("ClusterFirst") && !hostNetwork));
    JsonNode own = pod.spec().path("dnsConfig");
    if (!cluster && !policy.equals("None") && own.isEmpty()) {
      return host().text();
    }
    List<String> servers = new ArrayList<>();
    List<String> searches = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    if (cluster) {
      String domain = config.clusterDomain();
      servers.addAll(config.clusterDns());
      searches.add(pod.namespace() + ".svc." + domain);
      searches.add("svc." + domain);
      searches.add(domain);
      put(options, NDOTS);
    } else if (!policy.equals("None")) {
      for (String line : host().text().lines().toList()) {
        String[] words = line.strip().split("\\s+");
        List<String> values = List.of(words).subList(1, words.length);
        switch (words[0]) {
          case "nameserver" -> servers.addAll(values);
          case "search" -> searches.addAll(values);
          case "options" -> values.forEach(option -> put(options, option));
          default -> {}
        }
      }
    }
    add(servers, own.path("nameservers"));
    add(searches, own.path("searches"));
    for (JsonNode option : own.path("options")) {
      String value = option.path("value").asString("");
      put(options, option.path("name").asString("") + (value.isEmpty() ? "" : ":" + value));
    }
    return text(servers, searches, List.copyOf(options.values()));
  }

  /// The host's own, without name servers that cannot be reached from a pod.
  private static ResolvConf host() {
    var host = ResolvConf.parse(read(HOST));
    if (host.isSystemdStub()) {
      host = ResolvConf.parse(read(Path.of(ResolvConf.SYSTEMD_RESOLVED_FILE)));
    }
    return host.forContainer(List.of(), List.of(), List.of());
  }

  private static void put(Map<String, String> options, String option) {
    int colon = option.indexOf(':');
    options.put(colon < 0 ? option : option.substring(0, colon), option);
  }

  private static void add(List<String> all, JsonNode more) {
    for (JsonNode one : more) {
      if (!all.contains(one.asString(""))) {
        all.add(one.asString(""));
      }
    }
  }

  private static String text(List<String> servers, List<String> searches, List<String> options) {
    var text = new StringBuilder();
    if (!searches.isEmpty()) {
      text.append("search ").append(String.join(" ", searches)).append('\n');
    }
    servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!options.isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException absent) {
      return "";
    }
  }
}
