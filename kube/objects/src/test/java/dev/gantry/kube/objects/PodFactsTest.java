package dev.gantry.kube.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PodFactsTest {

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Nested
  final class Requests {
    @Test
    void containersAddUp() {
      assertThat(
              PodRequests.requests(
                  json(
                      """
                      {'containers':[{'resources':{'requests':{'cpu':'100m'}}},
                       {'resources':{'requests':{'cpu':'200m','memory':'1Gi'}}}]}""")))
          .isEqualTo(Map.of("cpu", Quantity.parse("300m"), "memory", Quantity.parse("1Gi")));
    }

    @Test
    void aHungryInitContainerCountsBesideTheSidecarsBeforeIt() {
      var requests =
          PodRequests.requests(
              json(
                  """
                  {'initContainers':[
                    {'restartPolicy':'Always','resources':{'requests':{'cpu':'100m'}}},
                    {'resources':{'requests':{'cpu':'1'}}}],
                   'containers':[{'resources':{'requests':{'cpu':'200m'}}}],
                   'overhead':{'cpu':'10m'}}"""));
      assertThat(requests).containsEntry("cpu", Quantity.parse("1110m"));
    }
  }

  @Nested
  final class Qos {
    private QosClass of(String resources) {
      return QosClass.of(json("{'containers':[{'resources':" + resources + "}]}"));
    }

    @Test
    void dependsOnWhatWasAskedFor() {
      assertThat(of("{}")).isEqualTo(QosClass.BEST_EFFORT);
      assertThat(of("{'requests':{'cpu':'1'}}")).isEqualTo(QosClass.BURSTABLE);
      assertThat(of("{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'1','memory':'1Gi'}}"))
          .isEqualTo(QosClass.GUARANTEED);
      assertThat(of("{'limits':{'cpu':'1'},'requests':{'cpu':'1'}}")).isEqualTo(QosClass.BURSTABLE);
      assertThat(of("{'limits':{'cpu':'2','memory':'1Gi'},'requests':{'cpu':'1','memory':'1Gi'}}"))
          .isEqualTo(QosClass.BURSTABLE);
    }
  }

  @Nested
  final class Readiness {
    private final KubeObject pod =
        KubeObject.of(
            (ObjectNode)
                json(
                    """
                    {'status':{'conditions':[{'type':'Ready','status':'True',
                     'lastTransitionTime':'2026-01-01T00:00:00Z'}]}}"""));

    @Test
    void availableAfterTheMinimumTime() {
      Instant then = Instant.parse("2026-01-01T00:00:10Z");
      assertThat(PodReady.isReady(pod)).isTrue();
      assertThat(PodReady.isAvailable(pod, 0, then)).isTrue();
      assertThat(PodReady.isAvailable(pod, 10, then)).isTrue();
      assertThat(PodReady.isAvailable(pod, 11, then)).isFalse();
      assertThat(PodReady.availableFrom(pod, 11)).contains(then.plusSeconds(1));
    }
  }

  @Test
  void sharesAreRoundedAsAsked() {
    var share = json("'25%'");
    assertThat(IntOrPercent.roundedUp(share, 3)).isEqualTo(1);
    assertThat(IntOrPercent.roundedDown(share, 3)).isZero();
    assertThat(IntOrPercent.roundedDown(json("2"), 3)).isEqualTo(2);
  }

  @Test
  void timesHaveTwoForms() {
    Instant time = Instant.parse("2026-11-24T08:00:00.5Z");
    assertThat(KubeTimes.seconds(time)).isEqualTo("2026-11-24T08:00:00Z");
    assertThat(KubeTimes.micros(time)).isEqualTo("2026-11-24T08:00:00.500000Z");
    assertThat(KubeTimes.parse("2026-11-24T10:00:00.5+02:00")).isEqualTo(time);
  }
}
