package dev.gantry.kube.rules.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Ports of containers.
final class PortValidation {
  private PortValidation() {}

  static void ports(Place ports) {
    Set<String> names = new HashSet<>();
    for (Place port : ports.elements()) {
      Place name = port.at("name");
      if (!name.isBlank()) {
        List<String> problems = Syntax.portName(name.text());
        problems.forEach(name::invalid);
        if (problems.isEmpty() && !names.add(name.text())) {
          name.duplicate();
        }
      }
      if (port.at("containerPort").number() == 0) {
        port.at("containerPort").required();
      } else {
        Checks.port(port.at("containerPort"));
      }
      if (port.at("hostPort").number() != 0) {
        Checks.port(port.at("hostPort"));
      }
      port.at("protocol").oneOf(Checks.PROTOCOLS);
      if (!port.at("hostIP").isBlank()) {
        port.at("hostIP").check(Syntax::ip);
      }
    }
  }

  /// No two containers can have the same port of the host.
  static void hostPortConflicts(List<Place> containers) {
    Set<String> taken = new HashSet<>();
    for (Place container : containers) {
      for (Place port : container.at("ports").elements()) {
        long number = port.at("hostPort").number();
        String use = port.at("protocol").text() + "/" + port.at("hostIP").text() + "/" + number;
        if (number != 0 && !taken.add(use)) {
          port.at("hostPort").duplicateAs(Place.quoted(use));
        }
      }
    }
  }

  /// In the host's network a container's port is the host's.
  static void onHostNetwork(Place containers) {
    for (Place container : containers.elements()) {
      for (Place port : container.at("ports").elements()) {
        long number = port.at("containerPort").number();
        if (port.at("hostPort").number() != number) {
          port.at("containerPort")
              .invalidAs(Long.toString(number), "must match `hostPort` when `hostNetwork` is true");
        }
      }
    }
  }
}
