package dev.gantry.kube.rules.validation;

import java.util.List;
import java.util.OptionalLong;

/// Probes and hooks: what the node does with a container that runs.
final class ProbeValidation {
  private static final List<String> PROBE_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> HOOK_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "sleep");
  private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");

  private final OptionalLong gracePeriod;

  ProbeValidation(OptionalLong gracePeriod) {
    this.gracePeriod = gracePeriod;
  }

  void lifecycle(Place lifecycle) {
    for (String hook : List.of("postStart", "preStop")) {
      if (lifecycle.at(hook).isSet()) {
        handler(lifecycle.at(hook), HOOK_HANDLERS);
      }
    }
  }

  void liveness(Place probe) {
    probe(probe);
    once(probe);
  }

  void startup(Place probe) {
    probe(probe);
    once(probe);
  }

  void readiness(Place probe) {
    probe(probe);
    Place grace = probe.at("terminationGracePeriodSeconds");
    if (grace.isSet()) {
      grace.invalid("must not be set for readinessProbes");
    }
  }

  private static void once(Place probe) {
    if (probe.isSet() && probe.at("successThreshold").number() != 1) {
      probe
          .at("successThreshold")
          .invalidAs(Long.toString(probe.at("successThreshold").number()), "must be 1");
    }
  }

  private void probe(Place probe) {
    if (!probe.isSet()) {
      return;
    }
    handler(probe, PROBE_HANDLERS);
    for (String number :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      probe.at(number).notNegative();
    }
    Place grace = probe.at("terminationGracePeriodSeconds");
    if (grace.isSet() && grace.number() <= 0) {
      grace.invalid("must be greater than 0");
    }
  }

  private void handler(Place holder, List<String> kinds) {
    int handlers = 0;
    for (String kind : kinds) {
      Place handler = holder.at(kind);
      if (!handler.isSet()) {
        continue;
      }
      if (handlers++ > 0) {
        handler.forbidden("may not specify more than 1 handler type");
        continue;
      }
      switch (kind) {
        case "exec" -> handler.at("command").require();
        case "httpGet" -> httpGet(handler);
        case "tcpSocket" -> Checks.portOrName(handler.at("port"));
        case "grpc" -> Checks.port(handler.at("port"));
        default -> sleep(handler);
      }
    }
    if (handlers == 0) {
      holder.required("must specify a handler type");
    }
  }

  private static void httpGet(Place get) {
    get.at("path").require();
    Checks.portOrName(get.at("port"));
    get.at("scheme").optionallyOneOf(SCHEMES);
    for (Place header : get.at("httpHeaders").elements()) {
      get.at("httpHeaders").check(header.at("name").text(), Syntax::headerName);
    }
  }

  private void sleep(Place sleep) {
    long seconds = sleep.at("seconds").number();
    if (gracePeriod.isPresent() && (seconds < 0 || seconds > gracePeriod.getAsLong())) {
      sleep.invalidAs(
          Long.toString(seconds),
          "must be non-negative and less than terminationGracePeriodSeconds ("
              + gracePeriod.getAsLong()
              + ")");
    }
  }
}
