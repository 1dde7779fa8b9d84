package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// How pods are reached.
final class NetworkColumns {
  private NetworkColumns() {}

  static final List<Column> SERVICES =
      List.of(
          Column.NAME,
          text(
              "Type",
              "How the service is reached.",
              service -> service.spec().path("type").asString("")),
          text(
              "Cluster-IP",
              "Address inside the cluster.",
              service ->
                  Texts.orElse(
                      service.spec().path("clusterIPs").path(0),
                      Texts.orElse(service.spec().path("clusterIP"), Texts.NONE))),
          text("External-IP", "Addresses outside the cluster.", NetworkColumns::externalAddress),
          text("Port(s)", "Ports, those on nodes, and protocols.", NetworkColumns::ports),
          Column.AGE,
          text(
                  "Selector",
                  "Labels of the pods behind it.",
                  service -> Texts.labels(service.spec().path("selector")))
              .onlyWide());

  static final List<Column> INGRESSES =
      List.of(
          Column.NAME,
          text(
              "Class",
              "Class of controllers it is for.",
              ingress -> Texts.orElse(ingress.spec().path("ingressClassName"), Texts.NONE)),
          text("Hosts", "Hosts it has rules for.", NetworkColumns::hosts),
          text("Address", "Addresses it is reached at.", object -> loadBalancer(object)),
          text(
              "Ports",
              "Ports it listens on.",
              ingress -> ingress.spec().path("tls").isEmpty() ? "80" : "80, 443"),
          Column.AGE);

  static final List<Column> INGRESS_CLASSES =
      List.of(
          Column.NAME,
          text(
              "Controller",
              "Controller of this class.",
              object -> object.spec().path("controller").asString("")),
          text("Parameters", "Object with its parameters.", NetworkColumns::parameters),
          Column.AGE);

  static final List<Column> ENDPOINTS =
      List.of(
          Column.NAME,
          text("Endpoints", "Addresses and ports.", NetworkColumns::endpoints),
          Column.AGE);

  static final List<Column> ENDPOINT_SLICES =
      List.of(
          Column.NAME,
          text("AddressType", "Kind of addresses.", o -> o.at("addressType").asString("")),
          text("Ports", "Ports of all its endpoints.", NetworkColumns::slicePorts),
          text(
              "Endpoints",
              "Addresses.",
              slice ->
                  Texts.orElse(
                      Texts.few(
                          Texts.items(slice.at("endpoints"))
                              .flatMap(endpoint -> Texts.strings(endpoint.path("addresses")))
                              .toList(),
                          " + %d more..."),
                      Texts.UNSET)),
          Column.AGE);

  static final List<Column> NETWORK_POLICIES =
      List.of(
          Column.NAME,
          text(
              "Pod-Selector",
              "Labels of the pods it is about.",
              object -> Texts.selector(object.spec().path("podSelector"))),
          Column.AGE);

  private static String externalAddress(KubeObject service) {
    Stream<String> external = Texts.strings(service.spec().path("externalIPs"));
    return switch (service.spec().path("type").asString("")) {
      case "ExternalName" -> service.spec().path("externalName").asString("");
      case "LoadBalancer" ->
          Texts.orElse(
              Texts.joined(Stream.concat(Stream.of(loadBalancer(service)), external)), "<pending>");
      case "ClusterIP", "NodePort" -> Texts.orElse(Texts.joined(external), Texts.NONE);
      default -> Texts.UNKNOWN;
    };
  }

  private static String loadBalancer(KubeObject object) {
    return Texts.joined(
        Texts.items(object.at("status", "loadBalancer", "ingress"))
            .map(at -> Texts.orElse(at.path("ip"), at.path("hostname").asString("")))
            .distinct()
            .sorted());
  }

  private static String ports(KubeObject service) {
    return Texts.orElse(
        Texts.joined(
            Texts.items(service.spec().path("ports"))
                .map(
                    port -> {
                      int nodePort = port.path("nodePort").asInt(0);
                      return port.path("port").asInt(0)
                          + (nodePort > 0 ? ":" + nodePort : "")
                          + "/"
                          + port.path("protocol").asString("TCP");
                    })),
        Texts.NONE);
  }

  private static String hosts(KubeObject ingress) {
    List<String> hosts =
        Texts.items(ingress.spec().path("rules"))
            .map(rule -> rule.path("host").asString(""))
            .filter(host -> !host.isEmpty())
            .toList();
    return hosts.isEmpty() ? "*" : Texts.few(hosts, " + %d more...");
  }

  private static String parameters(KubeObject ingressClass) {
    JsonNode parameters = ingressClass.spec().path("parameters");
    if (!parameters.isObject()) {
      return Texts.NONE;
    }
    String group = parameters.path("apiGroup").asString("");
    return parameters.path("kind").asString("")
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + parameters.path("name").asString("");
  }

  private static String endpoints(KubeObject endpoints) {
    List<String> all = new ArrayList<>();
    for (JsonNode subset : endpoints.at("subsets")) {
      List<String> addresses =
          Texts.items(subset.path("addresses")).map(a -> a.path("ip").asString("")).toList();
      if (subset.path("ports").isEmpty()) {
        all.addAll(addresses);
      }
      for (JsonNode port : subset.path("ports")) {
        addresses.forEach(ip -> all.add(hostPort(ip, port.path("port").asInt(0))));
      }
    }
    return all.isEmpty() ? Texts.NONE : Texts.few(all, " + %d more...");
  }

  private static String hostPort(String ip, int port) {
    return ip.indexOf(':') < 0 ? ip + ":" + port : "[" + ip + "]:" + port;
  }

  private static String slicePorts(KubeObject slice) {
    List<String> ports =
        Texts.items(slice.at("ports"))
            .map(port -> port.path("port").isNumber() ? port.path("port").asString("") : "*")
            .toList();
    return ports.isEmpty() ? Texts.UNSET : Texts.few(ports, " + %d more...");
  }
}
