package dev.gantry.kube.client;

import static dev.gantry.kube.objects.BuiltInKinds.CONFIG_MAP;
import static dev.gantry.kube.objects.BuiltInKinds.EVENT;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
  private final SettableClock clock = new SettableClock();
  private final FakeCluster cluster = new FakeCluster(clock);
  private final EventRecorder events = new EventRecorder(cluster, "tester", clock);
  private final KubeObject web =
      cluster.create(KubeObject.named(CONFIG_MAP, new ObjectKey("d", "web")));

  @AfterEach
  void close() {
    events.close();
  }

  @Test
  void aRepeatedEventIsCountedUp() {
    for (int i = 0; i < 3; i++) {
      events.warning(web, "Failed", "it broke");
      clock.advance(Duration.ofSeconds(1));
    }
    eventually(
        () ->
            assertThat(cluster.all(EVENT))
                .singleElement()
                .satisfies(
                    event -> {
                      assertThat(event.at("count").asInt(0)).isEqualTo(3);
                      assertThat(event.at("type").asString("")).isEqualTo("Warning");
                      assertThat(event.at("involvedObject", "uid").asString(""))
                          .isEqualTo(web.uid());
                      assertThat(event.at("firstTimestamp"))
                          .isNotEqualTo(event.at("lastTimestamp"));
                    }));
  }

  @Test
  void aFloodOfMessagesBecomesOneEvent() {
    for (int i = 0; i < 15; i++) {
      events.normal(web, "Noise", "message " + i);
      clock.advance(Duration.ofMillis(10));
    }
    eventually(
        () ->
            assertThat(cluster.all(EVENT))
                .hasSize(11)
                .filteredOn(event -> event.at("count").asInt(0) == 5)
                .singleElement()
                .satisfies(
                    event ->
                        assertThat(event.at("message").asString(""))
                            .isEqualTo("(combined from similar events): message 14")));
  }

  @Test
  void anEventThatExpiredMeanwhileIsWrittenAnew() {
    events.normal(web, "Made", "made it");
    eventually(() -> assertThat(cluster.all(EVENT)).hasSize(1));
    cluster.all(EVENT).forEach(event -> cluster.remove(EVENT, event.key()));
    clock.advance(Duration.ofMinutes(70));
    events.normal(web, "Made", "made it");
    eventually(
        () ->
            assertThat(cluster.all(EVENT))
                .singleElement()
                .satisfies(event -> assertThat(event.at("count").asInt(0)).isEqualTo(2)));
  }
}
