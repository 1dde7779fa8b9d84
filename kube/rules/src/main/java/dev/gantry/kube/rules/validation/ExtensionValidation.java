package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What extends the API: definitions of kinds, servers of groups, webhooks; and requests to sign.
final class ExtensionValidation {
  private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");

  private ExtensionValidation() {}

  static void customResourceDefinition(Place definition) {
    Place spec = definition.at("spec");
    Place name = definition.at("metadata", "name");
    String expected = spec.at("names", "plural").text() + "." + spec.at("group").text();
    if (!name.text().equals(expected)) {
      name.invalid("must be spec.names.plural+\".\"+spec.group");
    }
    if (spec.at("group").require()) {
      spec.at("group").check(Names::dnsSubdomain);
      if (!spec.at("group").text().contains(".")) {
        spec.at("group").invalid("should be a domain with at least one dot");
      }
    }
    spec.at("scope").oneOf(List.of("Cluster", "Namespaced"));
    versions(spec.at("versions"));
    for (String field : List.of("plural", "singular", "kind", "listKind")) {
      spec.at("names", field).require();
    }
  }

  private static void versions(Place versions) {
    Set<String> names = new HashSet<>();
    int stored = 0;
    for (Place version : versions.elements()) {
      if (!names.add(version.at("name").text())) {
        version.at("name").duplicate();
      }
      version.at("name").check(Names::dns1035Label);
      stored += version.at("storage").isTrue() ? 1 : 0;
      if (!version.at("schema", "openAPIV3Schema").isSet()) {
        version.at("schema", "openAPIV3Schema").required("schemas are required");
      }
    }
    if (stored != 1) {
      versions.invalid("must have exactly one version marked as storage version");
    }
  }

  static void customResourceDefinitionUpdate(Place definition, KubeObject before) {
    customResourceDefinition(definition);
    for (String field : List.of("group", "scope")) {
      Checks.immutable(definition.at("spec", field), before.spec().path(field));
    }
    for (String field : List.of("plural", "kind")) {
      Checks.immutable(
          definition.at("spec", "names").at(field), before.spec().path("names").path(field));
    }
  }

  static void apiService(Place apiService) {
    Place spec = apiService.at("spec");
    Place name = apiService.at("metadata", "name");
    String expected = spec.at("version").text() + "." + spec.at("group").text();
    if (!name.text().equals(expected)) {
      name.invalid("must be `spec.version+\".\"+spec.group`: " + Place.quoted(expected));
    }
    for (String priority : List.of("groupPriorityMinimum", "versionPriority")) {
      if (spec.at(priority).number() <= 0) {
        spec.at(priority).invalidAs(Long.toString(spec.at(priority).number()), "must be positive");
      }
    }
  }

  static void webhooks(Place configuration) {
    for (Place webhook : configuration.at("webhooks").elements()) {
      Place name = webhook.at("name");
      if (name.require()) {
        name.check(Names::dnsSubdomain);
        if (name.text().split("\\.", -1).length < 3) {
          name.invalid("should be a domain with at least three segments separated by dots");
        }
      }
      webhook.at("failurePolicy").optionallyOneOf(List.of("Fail", "Ignore"));
      webhook.at("matchPolicy").optionallyOneOf(List.of("Equivalent", "Exact"));
      Place effects = webhook.at("sideEffects");
      if (effects.isBlank()) {
        effects.required("must specify one of " + String.join(", ", SIDE_EFFECTS));
      } else {
        effects.optionallyOneOf(SIDE_EFFECTS);
      }
      Place seconds = webhook.at("timeoutSeconds");
      if (seconds.isSet() && (seconds.number() < 1 || seconds.number() > 30)) {
        seconds.invalid("the timeout value must be between 1 and 30 seconds");
      }
      client(webhook.at("clientConfig"));
      if (webhook.at("admissionReviewVersions").isEmpty()) {
        webhook.at("admissionReviewVersions").required("must specify one of v1, v1beta1");
      }
    }
  }

  private static void client(Place config) {
    boolean url = config.at("url").isSet();
    boolean service = config.at("service").isSet();
    if (url == service) {
      config.required("exactly one of url or service is required");
    } else if (service) {
      config.at("service", "name").require();
      config.at("service", "namespace").require();
    }
  }

  static void signingRequest(Place request) {
    Place spec = request.at("spec");
    spec.at("request").require();
    if (spec.at("usages").isEmpty()) {
      spec.at("usages").required();
    }
    if (spec.at("signerName").require() && !spec.at("signerName").text().contains("/")) {
      spec.at("signerName")
          .invalid(
              "must be a fully qualified domain and path of the form"
                  + " 'example.com/signer-name'");
    }
    Place seconds = spec.at("expirationSeconds");
    if (seconds.isSet() && seconds.number() < 600) {
      seconds.invalid("may not specify a duration less than 600 seconds (10 minutes)");
    }
  }
}
