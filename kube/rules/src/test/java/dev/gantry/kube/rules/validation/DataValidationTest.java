package dev.gantry.kube.rules.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DataValidationTest {

  private static String object(String kind, String fields) {
    return "{'apiVersion':'v1','kind':'" + kind + "','metadata':{'name':'a'}," + fields + "}";
  }

  private static List<String> secret(String fields) {
    return Lines.ofCreate(object("Secret", fields));
  }

  @Test
  void keysAreNamesOfFiles() {
    assertThat(Lines.ofCreate(object("ConfigMap", "'data':{'a b':''}")))
        .containsExactly(
            "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric"
                + " characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name',"
                + " regex used for validation is '[-._a-zA-Z0-9]+')");
    assertThat(Lines.ofCreate(object("ConfigMap", "'data':{'..x':''}")))
        .containsExactly("data[..x]: Invalid value: \"..x\": must not start with '..'");
    assertThat(Lines.ofCreate(object("ConfigMap", "'data':{'a':''},'binaryData':{'a':''}")))
        .contains("data[a]: Invalid value: \"a\": duplicate of key present in binaryData");
  }

  @Test
  void aMebibyteIsTheMost() {
    assertThat(
            Lines.ofCreate(object("ConfigMap", "'data':{'a':'" + "x".repeat(1024 * 1024) + "'}")))
        .isEmpty();
    assertThat(
            Lines.ofCreate(
                object("ConfigMap", "'data':{'a':'" + "x".repeat(1024 * 1024 + 1) + "'}")))
        .containsExactly("Too long: may not be more than 1048576 bytes");
  }

  @Test
  void immutableMeansImmutable() {
    assertThat(
            Lines.ofUpdate(
                object("ConfigMap", "'data':{'a':'2'}"),
                object("ConfigMap", "'immutable':true,'data':{'a':'1'}")))
        .containsExactly(
            "immutable: Forbidden: field is immutable when `immutable` is set",
            "data: Forbidden: field is immutable when `immutable` is set");
  }

  @Test
  void typedSecretsHoldWhatTheirTypeSays() {
    assertThat(secret("'type':'kubernetes.io/tls'"))
        .containsExactly("data[tls.crt]: Required value", "data[tls.key]: Required value");
    assertThat(secret("'type':'kubernetes.io/basic-auth'"))
        .containsExactly("data[username]: Required value", "data[password]: Required value");
    assertThat(secret("'type':'kubernetes.io/service-account-token'"))
        .containsExactly(
            "metadata.annotations[kubernetes.io/service-account.name]: Required value");
    assertThat(
            secret("'type':'kubernetes.io/dockerconfigjson','data':{'.dockerconfigjson':'eA=='}"))
        .singleElement()
        .asString()
        .startsWith("data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": ");
    assertThat(secret("'type':'anything.at/all'")).isEmpty();
  }

  @Test
  void theTypeStays() {
    assertThat(Lines.ofUpdate(object("Secret", "'type':'a'"), object("Secret", "'type':'b'")))
        .containsExactly("type: Invalid value: \"a\": field is immutable");
  }
}
