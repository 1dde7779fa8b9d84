package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Services.
final class ServiceValidation {
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> TRAFFIC = List.of("Cluster", "Local");
  private static final int DAY = 86400;

  private ServiceValidation() {}

  static void service(Place service) {
    Place spec = service.at("spec");
    boolean headless = spec.at("clusterIP").is("None");
    String type = spec.at("type").text();
    if (spec.at("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
      spec.at("ports").required();
    }
    byType(spec, type, headless);
    ports(spec.at("ports"));
    Checks.labels(spec.at("selector"));
    affinity(spec);
    clusterAddress(spec);
    for (Place ip : spec.at("externalIPs").elements()) {
      ip.check(Syntax::ip);
    }
    spec.at("type").oneOf(TYPES);
    if (type.equals("ClusterIP")) {
      for (Place port : spec.at("ports").elements()) {
        if (port.at("nodePort").number() != 0) {
          port.at("nodePort").forbidden("may not be used when `type` is 'ClusterIP'");
        }
      }
    }
    duplicates(spec.at("ports"));
    spec.at("externalTrafficPolicy").optionallyOneOf(TRAFFIC);
    spec.at("internalTrafficPolicy").optionallyOneOf(TRAFFIC);
    for (Place range : spec.at("loadBalancerSourceRanges").elements()) {
      if (!Syntax.isCidr(range.text().strip())) {
        range.invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
      }
    }
  }

  private static void byType(Place spec, String type, boolean headless) {
    switch (type) {
      case "LoadBalancer", "NodePort" -> {
        if (headless) {
          spec.at("clusterIPs")
              .key("0")
              .invalidAs("\"None\"", "may not be set to 'None' for " + type + " services");
        }
      }
      case "ExternalName" -> {
        if (!spec.at("clusterIP").isBlank() || !spec.at("clusterIPs").isEmpty()) {
          spec.at("clusterIPs").forbidden("may not be set for ExternalName services");
        }
        Place name = spec.at("externalName");
        String bare =
            name.text().endsWith(".")
                ? name.text().substring(0, name.text().length() - 1)
                : name.text();
        if (bare.isEmpty()) {
          name.required();
        } else {
          name.check(bare, Names::dnsSubdomain);
        }
      }
      default -> {
        // Nothing special.
      }
    }
  }

  private static void ports(Place ports) {
    boolean named = ports.value().size() > 1;
    Set<String> names = new HashSet<>();
    for (Place port : ports.elements()) {
      Place name = port.at("name");
      if (named && name.isBlank()) {
        name.required();
      } else if (!name.isBlank()) {
        name.check(Names::dnsLabel);
        if (!names.add(name.text())) {
          name.duplicate();
        }
      }
      Checks.port(port.at("port"));
      port.at("protocol").oneOf(Checks.PROTOCOLS);
      Checks.portOrName(port.at("targetPort"));
      if (!port.at("appProtocol").isBlank()) {
        port.at("appProtocol").check(Names::qualified);
      }
    }
  }

  private static void duplicates(Place ports) {
    Set<String> seen = new HashSet<>();
    Set<String> nodePorts = new HashSet<>();
    for (Place port : ports.elements()) {
      String protocol = port.at("protocol").text();
      if (!seen.add(protocol + port.at("port").number())) {
        port.duplicateAs(
            "{\"protocol\":\"" + protocol + "\",\"port\":" + port.at("port").number() + "}");
      }
      long node = port.at("nodePort").number();
      if (node != 0 && !nodePorts.add(protocol + node)) {
        port.at("nodePort").duplicate();
      }
    }
  }

  private static void affinity(Place spec) {
    Place affinity = spec.at("sessionAffinity");
    affinity.oneOf(List.of("ClientIP", "None"));
    Place config = spec.at("sessionAffinityConfig");
    if (affinity.is("ClientIP")) {
      Place seconds = config.at("clientIP", "timeoutSeconds");
      if (seconds.number() <= 0 || seconds.number() > DAY) {
        seconds.invalidAs(
            Long.toString(seconds.number()), "must be greater than 0 and less than " + DAY);
      }
    } else if (config.isSet()) {
      config.forbidden("must not be set when session affinity is None");
    }
  }

  private static void clusterAddress(Place spec) {
    Place ip = spec.at("clusterIP");
    if (!ip.isBlank() && !ip.is("None") && !Syntax.isIp(ip.text())) {
      spec.at("clusterIPs")
          .key("0")
          .invalidAs(
              Place.quoted(ip.text()),
              "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    spec.at("ipFamilyPolicy")
        .optionallyOneOf(List.of("SingleStack", "PreferDualStack", "RequireDualStack"));
    for (Place family : spec.at("ipFamilies").elements()) {
      family.optionallyOneOf(List.of("IPv4", "IPv6"));
    }
  }

  static void serviceUpdate(Place service, KubeObject before) {
    String old = before.spec().path("clusterIP").asString("");
    Place now = service.at("spec", "clusterIP");
    boolean named =
        service.at("spec", "type").is("ExternalName")
            || before.spec().path("type").asString("").equals("ExternalName");
    if (!named && !old.isEmpty() && !now.text().equals(old)) {
      Place addresses = service.at("spec", "clusterIPs");
      String shown =
          addresses.isSet() ? addresses.value().toString() : "[" + Place.quoted(now.text()) + "]";
      addresses.key("0").invalidAs(shown, "may not change once set");
    }
    service(service);
  }
}
