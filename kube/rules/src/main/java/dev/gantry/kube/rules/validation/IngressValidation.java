package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.List;

/// Ingresses: hosts and paths, and the services behind them.
final class IngressValidation {
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> NOT_WITHIN = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> NOT_AT_END = List.of("/..", "/.");

  private IngressValidation() {}

  static void ingress(Place ingress) {
    Place spec = ingress.at("spec");
    Place fallback = spec.at("defaultBackend");
    if (spec.at("rules").isEmpty() && !fallback.isSet()) {
      spec.invalidAs(
          spec.at("rules").isSet() ? "[]" : "null",
          "either `defaultBackend` or `rules` must be specified");
    }
    if (fallback.isSet()) {
      backend(fallback);
    }
    spec.at("rules").elements().forEach(IngressValidation::rule);
    for (Place tls : spec.at("tls").elements()) {
      for (Place host : tls.at("hosts").elements()) {
        host.check(host.text().contains("*") ? Syntax::wildcard : Names::dnsSubdomain);
      }
      if (!tls.at("secretName").isBlank()) {
        tls.at("secretName").check(Names::dnsSubdomain);
      }
    }
    if (spec.at("ingressClassName").isSet()) {
      spec.at("ingressClassName").check(Names::dnsSubdomain);
    }
  }

  private static void rule(Place rule) {
    Place host = rule.at("host");
    if (!host.isBlank()) {
      if (Syntax.isIp(host.text())) {
        host.invalid("must be a DNS name, not an IP address");
      }
      host.check(host.text().contains("*") ? Syntax::wildcard : Names::dnsSubdomain);
    }
    Place http = rule.at("http");
    if (http.isSet()) {
      http.at("paths").require();
      http.at("paths").elements().forEach(IngressValidation::path);
    }
  }

  private static void path(Place path) {
    Place type = path.at("pathType");
    Place text = path.at("path");
    switch (type.text()) {
      case "" -> type.required("pathType must be specified");
      case "Exact", "Prefix" -> {
        absolute(text);
        for (String sequence : NOT_WITHIN) {
          if (text.text().contains(sequence)) {
            text.invalid("must not contain '" + sequence + "'");
          }
        }
        for (String suffix : NOT_AT_END) {
          if (text.text().endsWith(suffix)) {
            text.invalid("cannot end with '" + suffix + "'");
          }
        }
      }
      case "ImplementationSpecific" -> {
        if (!text.isBlank()) {
          absolute(text);
        }
      }
      default -> type.notSupported(PATH_TYPES);
    }
    backend(path.at("backend"));
  }

  private static void absolute(Place path) {
    if (!path.text().startsWith("/")) {
      Checks.textOf(path, "must be an absolute path");
    }
  }

  private static void backend(Place backend) {
    Place service = backend.at("service");
    Place resource = backend.at("resource");
    if (service.isSet() && resource.isSet()) {
      backend.invalidAs("\"\"", "cannot set both resource and service backends");
    } else if (resource.isSet()) {
      resource.at("kind").require();
      resource.at("name").require();
    } else if (service.isSet()) {
      if (service.at("name").require()) {
        service.at("name").check(Names::dns1035Label);
      }
      port(backend, service.at("port"));
    } else {
      backend.invalidAs("\"\"", "resource or service backend is required");
    }
  }

  private static void port(Place backend, Place port) {
    boolean named = !port.at("name").isBlank();
    boolean numbered = port.at("number").number() != 0;
    if (named && numbered) {
      backend.invalidAs("\"\"", "cannot set both port name & port number");
    } else if (named) {
      port.at("name").check(Syntax::portName);
    } else if (numbered) {
      Checks.port(port.at("number"));
    } else {
      backend.required("port name or number is required");
    }
  }

  static void ingressClass(Place ingressClass) {
    Place controller = ingressClass.at("spec", "controller");
    if (controller.require() && !controller.text().contains("/")) {
      controller.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
    }
    Place parameters = ingressClass.at("spec", "parameters");
    if (parameters.isSet()) {
      parameters.at("kind").require();
      parameters.at("name").require();
      parameters.at("scope").oneOf(List.of("Cluster", "Namespace"));
      boolean namespaced = parameters.at("scope").is("Namespace");
      Place namespace = parameters.at("namespace");
      if (namespaced) {
        namespace.require();
      } else if (namespace.isSet()) {
        namespace.forbidden("`parameters.scope` is set to 'Cluster'");
      }
    }
  }
}
