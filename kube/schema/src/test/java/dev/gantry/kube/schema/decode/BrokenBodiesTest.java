package dev.gantry.kube.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenBodiesTest {
  private static final String YAML_BODY =
      """
      # a comment
      apiVersion: apps/v1
      kind: Deployment
      metadata: &meta
        name: "web"
        labels: {app: web, "n": '1'}
      spec:
        replicas: 0x10
        template:
          metadata:
            <<: *meta
          spec:
            containers:
            - name: c
              args: [a, !!str 5, 1e3, ~]
              command:
              - |
                two
                lines
              - >-
                folded
      """;

  private static final String JSON_BODY =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"w\\u0065b","labels":{"a":"b"}},
       "spec":{"replicas":-1.5e3,"paused":true,"template":{"spec":{"containers":[{"name":null,
         "resources":{"limits":{"cpu":0.5,"memory":"1Gi"}},"ports":[{"containerPort":80}]}]}}}}
      """;

  private final ObjectDecoder decoder = new ObjectDecoder(Kinds::builtIn);

  @ParameterizedTest
  @ValueSource(strings = {ObjectDecoder.JSON, ObjectDecoder.YAML})
  void areBadRequestsAndNothingElse(String contentType) {
    byte[] whole =
        (contentType.equals(ObjectDecoder.JSON) ? JSON_BODY : YAML_BODY)
            .getBytes(StandardCharsets.UTF_8);
    String signs = "{}[]:,-&*!|>'\"%@`#?\\\n\t 0xyeE.~<\u00ff\u0000";
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] broken =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int change = random.nextInt(5); change > 0 && broken.length > 0; change--) {
        broken[random.nextInt(broken.length)] = (byte) signs.charAt(random.nextInt(signs.length()));
      }
      try {
        decoder.decode(broken, contentType, BuiltInKinds.DEPLOYMENT, FieldValidation.WARN);
        read++;
      } catch (StatusException e) {
        assertThat(e.reason()).isEqualTo(StatusReason.BAD_REQUEST);
      }
    }
    assertThat(read).as("bodies that could still be read").isPositive();
  }
}
