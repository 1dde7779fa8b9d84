package dev.gantry.kube.patch;

import static dev.gantry.kube.patch.Documents.json;
import static dev.gantry.kube.patch.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {
  private static final String DOCUMENT = "{'a':{'b':1,'c~d/e':2},'l':[1,2,3],'n':null}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'op':'add','path':'/x','value':{'y':1}} | {'a':1,'l':[1,2],'x':{'y':1}}",
        "{'op':'add','path':'/a','value':2}       | {'a':2,'l':[1,2]}",
        "{'op':'add','path':'/l/0','value':0}     | {'a':1,'l':[0,1,2]}",
        "{'op':'add','path':'/l/2','value':3}     | {'a':1,'l':[1,2,3]}",
        "{'op':'add','path':'/l/-','value':3}     | {'a':1,'l':[1,2,3]}",
        "{'op':'remove','path':'/l/1'}            | {'a':1,'l':[1]}",
        "{'op':'remove','path':'/a'}              | {'l':[1,2]}",
        "{'op':'replace','path':'/l/0','value':9} | {'a':1,'l':[9,2]}",
        "{'op':'move','from':'/l/0','path':'/a'}  | {'a':1,'l':[2]}",
        "{'op':'copy','from':'/l','path':'/m'}    | {'a':1,'l':[1,2],'m':[1,2]}",
        "{'op':'test','path':'/l','value':[1,2]}  | {'a':1,'l':[1,2]}",
        "{'op':'test','path':'/a','value':1.0}    | {'a':1,'l':[1,2]}",
        "{'op':'test','path':'/nothing','value':null} | {'a':1,'l':[1,2]}",
        "{'op':'replace','path':'','value':{'w':1}} | {'w':1}",
      })
  void operationsDoWhatTheStandardSays(String operation, String result) {
    assertThat(JsonPatch.apply(tree("{'a':1,'l':[1,2]}"), json("[" + operation + "]")))
        .isEqualTo(json(result));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'test','path':'/a/b','value':2}",
        "{'op':'remove','path':'/nothing'}",
        "{'op':'replace','path':'/nothing','value':1}",
        "{'op':'add','path':'/nothing/x','value':1}",
        "{'op':'add','path':'/l/4','value':1}",
        "{'op':'add','path':'/l/01','value':1}",
        "{'op':'add','path':'/a/x'}",
        "{'op':'add','path':'a','value':1}",
        "{'op':'add','value':1}",
        "{'op':'move','from':'/a','path':'/a/b/c'}",
        "{'op':'frobnicate','path':'/a'}",
        "{'op':'remove','path':''}",
      })
  void anOperationThatCannotBeDoneIsInvalidInUpstreamsWords(String operation) {
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class,
            () -> JsonPatch.apply(tree(DOCUMENT), json("[" + operation + "]")));
    assertThat(refusal.reason()).isEqualTo(StatusReason.INVALID);
    assertThat(refusal.getMessage())
        .isEqualTo("the server rejected our request due to an error in our request");
  }

  @Test
  void pathsAreUnescaped() {
    assertThat(
            JsonPatch.apply(
                tree(DOCUMENT), json("[{'op':'replace','path':'/a/c~0d~1e','value':3}]")))
        .isEqualTo(json("{'a':{'b':1,'c~d/e':3},'l':[1,2,3],'n':null}"));
  }

  @Test
  void theDocumentItselfIsNotChanged() {
    var document = tree(DOCUMENT);
    JsonPatch.apply(document, json("[{'op':'remove','path':'/a/b'}]"));
    assertThat(document).isEqualTo(json(DOCUMENT));
  }

  @Test
  void aPatchThatIsNoListIsABadRequest() {
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class, () -> JsonPatch.apply(tree("{}"), json("{'op':'add'}")));
    assertThat(refusal.reason()).isEqualTo(StatusReason.BAD_REQUEST);
  }

  @Test
  void tooManyOperationsAreRefused() {
    String operations = "{'op':'test','path':'/x','value':null},".repeat(10_001);
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class,
            () ->
                JsonPatch.apply(
                    tree("{}"),
                    json("[" + operations.substring(0, operations.length() - 1) + "]")));
    assertThat(refusal.reason()).isEqualTo(StatusReason.REQUEST_ENTITY_TOO_LARGE);
    assertThat(refusal.getMessage())
        .isEqualTo("The allowed maximum operations in a JSON patch is 10000, got 10001");
  }

  @Test
  void copiesThatDoubleTheDocumentStop() {
    StringBuilder operations = new StringBuilder("[");
    for (int i = 0; i < 60; i++) {
      operations.append("{'op':'copy','from':'','path':'/x%d'},".formatted(i));
    }
    operations.setCharAt(operations.length() - 1, ']');
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class,
            () -> JsonPatch.apply(tree(DOCUMENT), json(operations.toString())));
    assertThat(refusal.reason()).isEqualTo(StatusReason.INVALID);
    assertThat(refusal.getCause()).hasMessageContaining("accumulated size increase of copy");
  }
}
