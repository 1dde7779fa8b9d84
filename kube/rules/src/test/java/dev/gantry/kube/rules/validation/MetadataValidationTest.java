package dev.gantry.kube.rules.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MetadataValidationTest {
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  private static List<String> configMap(String metadata) {
    return Lines.ofCreate("{'apiVersion':'v1','kind':'ConfigMap','metadata':{" + metadata + "}}");
  }

  private static List<String> changed(String now, String before) {
    String object = "{'apiVersion':'v1','kind':'ConfigMap','metadata':{%s}}";
    return Lines.ofUpdate(object.formatted(now), object.formatted(before));
  }

  @Test
  void aGoodOneHasNoProblems() {
    assertThat(
            configMap(
                """
                'name':'a','namespace':'default','labels':{'app.kubernetes.io/name':'x','e':''},
                'annotations':{'Example.com/Note':'any text at all'},
                'finalizers':['example.com/x']"""))
        .isEmpty();
  }

  @Test
  void namesAreOfTheFormOfTheKind() {
    assertThat(configMap("'name':'A_b'"))
        .containsExactly("metadata.name: Invalid value: \"A_b\": " + SUBDOMAIN);
    assertThat(configMap(""))
        .containsExactly("metadata.name: Required value: name or generateName is required");
    assertThat(configMap("'generateName':'a-','name':'a-x'")).isEmpty();
    assertThat(configMap("'generateName':'-','name':'x'"))
        .containsExactly("metadata.generateName: Invalid value: \"-\": " + SUBDOMAIN);
    assertThat(Lines.ofCreate("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a.b'}}"))
        .contains("metadata.name: Invalid value: \"a.b\": must not contain dots");
  }

  @Test
  void labelsAndAnnotationsAreChecked() {
    assertThat(configMap("'name':'a','labels':{'x':'a b'}"))
        .singleElement()
        .asString()
        .startsWith(
            "metadata.labels: Invalid value: \"a b\": a valid label must be an empty string or"
                + " consist of alphanumeric characters");
    assertThat(configMap("'name':'a','annotations':{'a':'" + "x".repeat(262144) + "'}"))
        .containsExactly("metadata.annotations: Too long: may not be more than 262144 bytes");
  }

  @Test
  void oneOwnerAtMostIsTheController() {
    String owner = "{'apiVersion':'v1','kind':'Pod','name':'%s','uid':'u','controller':true}";
    assertThat(
            configMap(
                "'name':'a','ownerReferences':["
                    + owner.formatted("p")
                    + ","
                    + owner.formatted("q")
                    + "]"))
        .singleElement()
        .asString()
        .endsWith(
            "Only one reference can have Controller set to true. Found \"true\" in references for"
                + " Pod/p and Pod/q");
    assertThat(configMap("'name':'a','ownerReferences':[{'apiVersion':'v1','kind':'Pod'}]"))
        .containsExactly(
            "metadata.ownerReferences.name: Invalid value: \"\": must not be empty",
            "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty");
  }

  @Test
  void finalizersNeedADomain() {
    assertThat(configMap("'name':'a','finalizers':['mine']"))
        .containsExactly(
            "metadata.finalizers[0]: Invalid value: \"mine\": name is neither a standard finalizer"
                + " name nor is it fully qualified");
    assertThat(
            changed(
                "'name':'a','deletionTimestamp':'t','finalizers':['a.b/c']",
                "'name':'a','deletionTimestamp':'t'"))
        .containsExactly(
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being"
                + " deleted, found new finalizers []string{\"a.b/c\"}");
  }

  @Test
  void identityDoesNotChange() {
    assertThat(changed("'name':'a','uid':'2'", "'name':'a','uid':'1'"))
        .containsExactly("metadata.uid: Invalid value: \"2\": field is immutable");
    assertThat(changed("'name':'a','generation':1", "'name':'a','generation':2"))
        .containsExactly("metadata.generation: Invalid value: 1: must not be decremented");
  }
}
