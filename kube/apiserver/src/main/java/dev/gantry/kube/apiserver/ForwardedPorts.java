package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.Query;
import java.util.ArrayList;
import java.util.List;

/// The numbers of ports in requests to forward them.
final class ForwardedPorts {
  private ForwardedPorts() {}

  /// The ports of `?ports=80,81&ports=82`.
  static List<Integer> of(Query query) {
    List<Integer> ports = new ArrayList<>();
    for (String list : query.all("ports")) {
      if (list.isEmpty()) {
        throw StatusException.badRequest("query parameter \"port\" cannot be empty");
      }
      for (String port : list.split(",", -1)) {
        ports.add(parse(port));
      }
    }
    if (ports.isEmpty()) {
      throw StatusException.badRequest("query parameter \"port\" is required");
    }
    return ports;
  }

  static int parse(String text) {
    int port;
    try {
      port = Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw StatusException.badRequest(
          "unable to parse \"%s\" as a port: strconv.ParseUint: parsing \"%s\": invalid syntax"
              .formatted(text, text));
    }
    if (port < 1 || port > 65535) {
      throw StatusException.badRequest(
          port == 0
              ? "port \"%s\" must be > 0".formatted(text)
              : "unable to parse \"%s\" as a port: strconv.ParseUint: parsing \"%s\": value out of range"
                  .formatted(text, text));
    }
    return port;
  }
}
