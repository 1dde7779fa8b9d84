package dev.gantry.app.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// docker's `config.json`: formats, detach keys, the current context, registry credentials.
public final class ConfigFile {
  private final Path directory;
  private JsonObject content;

  private ConfigFile(Path directory, JsonObject content) {
    this.directory = directory;
    this.content = content;
  }

  /// Reads `config.json` of a directory; an absent file is an empty one.
  public static ConfigFile load(Path directory) throws IOException {
    Path file = directory.resolve("config.json");
    try {
      return new ConfigFile(directory, Json.parseObject(Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      return new ConfigFile(directory, JsonObject.create());
    }
  }

  public Path directory() {
    return directory;
  }

  public Path file() {
    return directory.resolve("config.json");
  }

  /// A text setting such as `detachKeys` or `psFormat`; empty when unset.
  public String setting(String name) {
    return content.string(name);
  }

  public JsonObject content() {
    return content;
  }

  /// What to send as credentials for a registry, empty when none are known.
  ///
  /// Credential helpers are programs of others; they are not called.
  public Optional<JsonObject> credentials(String registry) {
    JsonObject auths = content.object("auths");
    for (String key : auths.fields().keySet()) {
      if (hostOf(key).equals(hostOf(registry))) {
        return Optional.of(decode(auths.object(key), registry));
      }
    }
    return Optional.empty();
  }

  /// All stored credentials by registry, for builds.
  public Map<String, JsonObject> allCredentials() {
    Map<String, JsonObject> all = new LinkedHashMap<>();
    JsonObject auths = content.object("auths");
    auths.fields().keySet().forEach(key -> all.put(key, decode(auths.object(key), key)));
    return all;
  }

  private static JsonObject decode(JsonObject entry, String registry) {
    String pair =
        new String(Base64.getDecoder().decode(entry.string("auth")), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    JsonObject credentials = JsonObject.create();
    if (colon >= 0) {
      credentials.with("username", pair.substring(0, colon));
      credentials.with("password", pair.substring(colon + 1));
    }
    credentials.with("serveraddress", registry);
    if (entry.has("identitytoken")) {
      credentials.with("identitytoken", entry.string("identitytoken"));
    }
    return credentials;
  }

  private static String hostOf(String registry) {
    String rest = registry.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  public void storeCredentials(String registry, String username, String password, String token)
      throws IOException {
    String pair = username + ":" + (token.isEmpty() ? password : "");
    JsonObject entry = JsonObject.create();
    entry.with("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    if (!token.isEmpty()) {
      entry.with("identitytoken", token);
    }
    Map<String, Object> auths = new LinkedHashMap<>(content.object("auths").fields());
    auths.put(registry, entry);
    save(auths);
  }

  /// Forgets a registry and says whether it was known.
  public boolean removeCredentials(String registry) throws IOException {
    Map<String, Object> auths = new LinkedHashMap<>(content.object("auths").fields());
    boolean known = auths.keySet().removeIf(key -> hostOf(key).equals(hostOf(registry)));
    if (known) {
      save(auths);
    }
    return known;
  }

  private void save(Map<String, Object> auths) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>(content.fields());
    fields.put("auths", new JsonObject(auths));
    content = new JsonObject(fields);
    Files.createDirectories(directory);
    Path temporary =
        Files.createTempFile(
            directory,
            "config.json",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, JsonIndent.indent(Json.text(content), 0).replace("    ", "\t"));
    Files.move(temporary, file(), StandardCopyOption.ATOMIC_MOVE);
  }
}
