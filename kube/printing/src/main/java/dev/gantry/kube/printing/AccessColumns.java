package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Who may do what, and who says so.
final class AccessColumns {
  private AccessColumns() {}

  static final List<Column> ROLES = List.of(Column.NAME, Column.CREATED_AT);

  static final List<Column> ROLE_BINDINGS =
      List.of(
          Column.NAME,
          text(
              "Role",
              "Role that is given.",
              o ->
                  o.at("roleRef", "kind").asString("")
                      + "/"
                      + o.at("roleRef", "name").asString("")),
          Column.AGE,
          text("Users", "Users it is given to.", o -> subjects(o, "User")).onlyWide(),
          text("Groups", "Groups it is given to.", o -> subjects(o, "Group")).onlyWide(),
          text(
                  "ServiceAccounts",
                  "Service accounts it is given to.",
                  o -> subjects(o, "ServiceAccount"))
              .onlyWide());

  static final List<Column> CERTIFICATE_SIGNING_REQUESTS =
      List.of(
          Column.NAME,
          Column.AGE,
          text("SignerName", "Who is to sign.", o -> o.spec().path("signerName").asString("")),
          text("Requestor", "Who asked.", o -> o.spec().path("username").asString("")),
          text("RequestedDuration", "Life time asked for.", AccessColumns::duration),
          text("Condition", "What became of it.", AccessColumns::condition));

  private static String subjects(KubeObject binding, String kind) {
    return Texts.items(binding.at("subjects"))
        .filter(subject -> subject.path("kind").asString("").equals(kind))
        .map(
            subject -> {
              String namespace = subject.path("namespace").asString("");
              String name = subject.path("name").asString("");
              return kind.equals("ServiceAccount") ? namespace + "/" + name : name;
            })
        .collect(Collectors.joining(", "));
  }

  private static String duration(KubeObject request) {
    JsonNode seconds = request.spec().path("expirationSeconds");
    return seconds.isNumber() ? Ages.text(Duration.ofSeconds(seconds.asLong())) : Texts.NONE;
  }

  private static String condition(KubeObject request) {
    List<String> types =
        Texts.items(request.status().path("conditions"))
            .map(condition -> condition.path("type").asString(""))
            .toList();
    StringBuilder status = new StringBuilder();
    if (types.contains("Denied")) {
      status.append("Denied");
    } else if (types.contains("Approved")) {
      status.append("Approved");
    } else {
      status.append("Pending");
    }
    if (types.contains("Failed")) {
      status.append(",Failed");
    }
    if (!request.status().path("certificate").asString("").isEmpty()) {
      status.append(",Issued");
    }
    return status.toString();
  }
}
