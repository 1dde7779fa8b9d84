package dev.gantry.kube.patch;

import static dev.gantry.kube.patch.Documents.json;
import static dev.gantry.kube.patch.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.objects.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a':'b'}         | {'a':'c'}                | {'a':'c'}",
        "{'a':'b'}         | {'b':'c'}                | {'a':'b','b':'c'}",
        "{'a':'b'}         | {'a':null}               | {}",
        "{'a':['b']}       | {'a':'c'}                | {'a':'c'}",
        "{'a':{'b':'c'}}   | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]} | {'a':[1]}                | {'a':[1]}",
        "{'e':null}        | {'a':1}                  | {'e':null,'a':1}",
        "{}                | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}",
      })
  void theExamplesOfTheStandardHold(String target, String patch, String result) {
    assertThat(MergePatch.apply(tree(target), json(patch))).isEqualTo(json(result));
  }

  @Test
  void aPatchThatIsNoObjectIsABadRequest() {
    assertThatThrownBy(() -> MergePatch.apply(tree("{}"), json("[1]")))
        .isInstanceOf(StatusException.class)
        .hasMessage("Invalid JSON Patch");
  }
}
