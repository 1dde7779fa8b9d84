package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// Webhooks and policies of admission.
final class AdmissionDefaults {
  private AdmissionDefaults() {}

  static void validatingWebhooks(ObjectNode configuration) {
    Fill.each(configuration, "webhooks", AdmissionDefaults::webhook);
  }

  static void mutatingWebhooks(ObjectNode configuration) {
    Fill.each(
        configuration,
        "webhooks",
        webhook -> {
          webhook(webhook);
          Fill.text(webhook, "reinvocationPolicy", "Never");
        });
  }

  static void policy(ObjectNode policy) {
    ObjectNode spec = Fill.structure(policy, "spec");
    Fill.text(spec, "failurePolicy", "Fail");
    Fill.within(spec, "matchConstraints", AdmissionDefaults::matching);
  }

  static void policyBinding(ObjectNode binding) {
    Fill.within(
        binding, "spec", spec -> Fill.within(spec, "matchResources", AdmissionDefaults::matching));
  }

  private static void webhook(ObjectNode webhook) {
    Fill.within(webhook, "clientConfig", AdmissionDefaults::servicePort);
    Fill.text(webhook, "failurePolicy", "Fail");
    Fill.text(webhook, "matchPolicy", "Equivalent");
    Fill.structure(webhook, "namespaceSelector");
    Fill.structure(webhook, "objectSelector");
    Fill.number(webhook, "timeoutSeconds", 10);
    Fill.each(webhook, "rules", AdmissionDefaults::rule);
  }

  static void servicePort(ObjectNode clientConfig) {
    Fill.within(clientConfig, "service", service -> Fill.number(service, "port", 443));
  }

  private static void matching(ObjectNode match) {
    Fill.text(match, "matchPolicy", "Equivalent");
    Fill.structure(match, "namespaceSelector");
    Fill.structure(match, "objectSelector");
    Fill.each(match, "resourceRules", AdmissionDefaults::rule);
    Fill.each(match, "excludeResourceRules", AdmissionDefaults::rule);
  }

  private static void rule(ObjectNode rule) {
    Fill.text(rule, "scope", "*");
  }
}
