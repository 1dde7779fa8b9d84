package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.number;
import static dev.gantry.kube.printing.Column.text;

import java.util.List;

/// Namespaces, and what pods are configured with.
final class ConfigurationColumns {
  private ConfigurationColumns() {}

  static final List<Column> NAMESPACES =
      List.of(
          Column.NAME,
          text("Status", "Active or Terminating.", o -> o.status().path("phase").asString("")),
          Column.AGE);

  static final List<Column> SECRETS =
      List.of(
          Column.NAME,
          text("Type", "What the data is for.", secret -> secret.at("type").asString("")),
          number("Data", "Number of entries.", secret -> secret.at("data").size()),
          Column.AGE);

  static final List<Column> CONFIG_MAPS =
      List.of(
          Column.NAME,
          number(
              "Data",
              "Number of entries.",
              map -> map.at("data").size() + map.at("binaryData").size()),
          Column.AGE);

  static final List<Column> SERVICE_ACCOUNTS =
      List.of(
          Column.NAME,
          number("Secrets", "Number of its secrets.", account -> account.at("secrets").size()),
          Column.AGE);
}
