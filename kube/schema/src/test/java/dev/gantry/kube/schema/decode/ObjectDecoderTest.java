package dev.gantry.kube.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ObjectDecoderTest {
  private final ObjectDecoder decoder = new ObjectDecoder(Kinds::builtIn);

  private Decoded json(String body, GroupVersionKind kind, FieldValidation validation) {
    return decoder.decode(
        body.getBytes(StandardCharsets.UTF_8), "application/json", kind, validation);
  }

  private JsonNode deployment(String body) {
    return json(body, BuiltInKinds.DEPLOYMENT, FieldValidation.STRICT).object().json();
  }

  private void assertRefused(String body, GroupVersionKind kind, String message) {
    assertThatThrownBy(() -> json(body, kind, FieldValidation.STRICT))
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.reason()).isEqualTo(StatusReason.BAD_REQUEST))
        .hasMessage(message);
  }

  @Nested
  class Fields {
    @Test
    void unknownAndDuplicateFieldsAreRefusedInTheOrderTheyStand() {
      assertRefused(
          """
          {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"a","naame":"b"},
           "spec":{"paused":true,"paused":false,"template":{"spec":{"containers":[
             {"name":"c"},{"name":"d","imagge":"x"}]}}}}
          """,
          BuiltInKinds.DEPLOYMENT,
          "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error:"
              + " unknown field \"metadata.naame\", duplicate field \"spec.paused\", unknown field"
              + " \"spec.template.spec.containers[1].imagge\"");
    }

    @Test
    void unknownFieldsAreDroppedWithAWarningEach() {
      Decoded decoded =
          json(
              "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"},\"dta\":{}}",
              BuiltInKinds.CONFIG_MAP,
              FieldValidation.WARN);

      assertThat(decoded.warnings()).containsExactly("unknown field \"dta\"");
      assertThat(decoded.object().json().has("dta")).isFalse();
    }

    @Test
    void aWarningIsOneLineWhateverTheFieldIsCalled() {
      Decoded decoded =
          json("{\"a\\r\\nX-Evil: 1\":1}", BuiltInKinds.CONFIG_MAP, FieldValidation.WARN);

      assertThat(decoded.warnings()).containsExactly("unknown field \"a X-Evil: 1\"");
    }

    @Test
    void ignoredFieldsAreDroppedInSilenceAndTheLastDuplicateCounts() {
      Decoded decoded =
          json(
              "{\"x\":1,\"data\":{\"k\":\"1\"},\"data\":{\"k\":\"2\"}}",
              BuiltInKinds.CONFIG_MAP,
              FieldValidation.IGNORE);

      assertThat(decoded.warnings()).isEmpty();
      assertThat(decoded.object().at("data", "k").asString()).isEqualTo("2");
    }

    @Test
    void namesAreCaseSensitive() {
      assertRefused(
          "{\"Data\":{}}",
          BuiltInKinds.CONFIG_MAP,
          "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
              + " unknown field \"Data\"");
    }

    @Test
    void nullsAreAsGoodAsAbsent() {
      JsonNode object =
          deployment(
              """
              {"metadata":{"creationTimestamp":null,"name":"a"},"spec":{"replicas":null,
               "template":{"metadata":{"labels":{"a":null}}}}}
              """);

      assertThat(object.path("metadata").has("creationTimestamp")).isFalse();
      assertThat(object.path("spec").has("replicas")).isFalse();
      assertThat(object.at("/spec/template/metadata/labels/a").asString()).isEmpty();
    }

    @Test
    void zerosThatSayNothingAreLeftOutAndOthersKept() {
      JsonNode object =
          deployment(
              """
              {"metadata":{"name":"a","namespace":""},"spec":{"replicas":0,"minReadySeconds":0,
               "paused":false,"strategy":{},"template":{"spec":{"containers":[],"volumes":[],
                 "hostNetwork":false,"automountServiceAccountToken":false,"securityContext":{}}}}}
              """);

      assertThat(object.get("metadata")).isEqualTo(Json.read("{\"name\":\"a\"}", JsonNode.class));
      assertThat(object.get("spec"))
          .isEqualTo(
              Json.read(
                  """
                  {"replicas":0,"strategy":{},"template":{"spec":{"containers":[],
                    "automountServiceAccountToken":false,"securityContext":{}}}}
                  """,
                  JsonNode.class));
    }

    @Test
    void quantitiesAndTimesBecomeCanonical() {
      JsonNode object =
          deployment(
              """
              {"metadata":{"creationTimestamp":"2026-11-24T10:00:00.5+02:00"},
               "spec":{"template":{"spec":{"containers":[{"name":"c",
                 "resources":{"limits":{"cpu":0.5,"memory":"1024Mi"}}}]}}}}
              """);

      JsonNode limits = object.at("/spec/template/spec/containers/0/resources/limits");
      assertThat(limits.path("cpu").asString()).isEqualTo("500m");
      assertThat(limits.path("memory").asString()).isEqualTo("1Gi");
      assertThat(object.at("/metadata/creationTimestamp").asString())
          .isEqualTo("2026-11-24T08:00:00Z");
    }
  }

  @Nested
  class WrongTypes {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {"spec":{"replicas":"3"}} | string into Go struct field DeploymentSpec.spec.replicas of type int32
            {"spec":{"replicas":1.5}} | number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32
            {"spec":{"replicas":3000000000}} | number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32
            {"spec":{"template":{"spec":{"containers":[{"image":5}]}}}} | number into Go struct field Container.spec.template.spec.containers.image of type string
            {"spec":{"template":{"spec":{"containers":{}}}}} | object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container
            {"spec":[]} | array into Go struct field Deployment.spec of type v1.DeploymentSpec
            {"metadata":{"labels":{"a":true}}} | bool into Go struct field ObjectMeta.metadata.labels of type string
            """)
    void areNamedAsGoNamesThem(String body, String message) {
      assertRefused(
          body,
          BuiltInKinds.DEPLOYMENT,
          "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal "
              + message);
    }

    @Test
    void badQuantitiesAreExplained() {
      assertRefused(
          "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"lots\"}}}]}}",
          BuiltInKinds.POD,
          "Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular"
              + " expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    @Test
    void badBase64IsExplained() {
      assertRefused(
          "{\"data\":{\"k\":\"ab*d\"}}",
          BuiltInKinds.SECRET,
          "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input"
              + " byte 2");
    }
  }

  @Nested
  class KindsAndVersions {
    @Test
    void areFilledInWhenTheBodyNamesNone() {
      var object = json("{}", BuiltInKinds.DEPLOYMENT, FieldValidation.STRICT).object();

      assertThat(object.groupVersionKind()).isEqualTo(BuiltInKinds.DEPLOYMENT);
    }

    @Test
    void mayStandAnywhereInTheBody() {
      JsonNode object =
          deployment("{\"spec\":{},\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\"}");

      assertThat(object.path("kind").asString()).isEqualTo("Deployment");
    }

    @Test
    void ofAnotherVersionAreRefused() {
      assertRefused(
          "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}",
          BuiltInKinds.DEPLOYMENT,
          "the API version in the data (v1) does not match the expected API version (apps/v1)");
    }

    @Test
    void ofAnotherKindAreRefused() {
      assertRefused(
          "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}",
          BuiltInKinds.CONFIG_MAP,
          "Pod in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Pod) to"
              + " (ConfigMap): unknown conversion");
    }

    @Test
    void thatNobodyKnowsAreRefused() {
      assertRefused(
          "{\"kind\":\"Pood\",\"apiVersion\":\"v1\"}",
          BuiltInKinds.POD,
          "Pood in version \"v1\" cannot be handled as a Pod: no kind \"Pood\" is registered for"
              + " version \"v1\"");
    }

    @Test
    void optionsOfADeletionMayNameAnyGroup() {
      Decoded decoded =
          json(
              "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"apps/v1\",\"gracePeriodSeconds\":0}",
              GroupVersionKind.of("v1", "DeleteOptions"),
              FieldValidation.STRICT);

      assertThat(decoded.object().at("gracePeriodSeconds").asInt()).isZero();
    }
  }

  @Test
  void anEvictionMayComeUnderItsOldName() {
    GroupVersionKind eviction = GroupVersionKind.of("policy/v1", "Eviction");

    Decoded decoded =
        json(
            "{\"kind\":\"Eviction\",\"apiVersion\":\"policy/v1beta1\","
                + "\"metadata\":{\"name\":\"p\"}}",
            eviction,
            FieldValidation.STRICT);

    assertThat(decoded.object().groupVersionKind()).isEqualTo(eviction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          deployment | apps/v1 | Deployment | {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","labels":{"app":"web"}},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"nginx","image":"nginx","ports":[{"containerPort":80}],"resources":{}}]}},"strategy":{}},"status":{}}
          ingress | networking.k8s.io/v1 | Ingress | {"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"i"},"spec":{"rules":[{"host":"foo.com","http":{"paths":[{"path":"/bar","backend":{"service":{"name":"svc","port":{"number":80}}},"pathType":"Exact"}]}}]},"status":{"loadBalancer":{}}}
          poddisruptionbudget | policy/v1 | PodDisruptionBudget | {"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":"p"},"spec":{"minAvailable":"50%","selector":{"matchLabels":{"a":"b"}}},"status":{"disruptionsAllowed":0,"currentHealthy":0,"desiredHealthy":0,"expectedPods":0}}
          """)
  void whatKubectlSendsIsRead(String file, String apiVersion, String kind, String expected)
      throws IOException {
    byte[] body;
    try (InputStream in =
        getClass().getResourceAsStream("/wire/kubectl-1.34-create-" + file + ".bin")) {
      body = Objects.requireNonNull(in).readAllBytes();
    }

    Decoded decoded =
        decoder.decode(
            body,
            "application/vnd.kubernetes.protobuf",
            GroupVersionKind.of(apiVersion, kind),
            FieldValidation.STRICT);

    assertThat(decoded.object().json()).hasToString(expected);
  }

  @Nested
  class Malformed {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "{",
          "[]",
          "null",
          "\"x\"",
          "{\"spec\":",
          "{\"kind\":5}",
          "{\"apiVersion\":\"a/b/c\"}",
          "{} {}",
          "{\"spec\":{\"replicas\":99999999999999999999999}}",
          "\u0000\u0001",
        })
    void bodiesAreBadRequests(String body) {
      assertThatThrownBy(() -> json(body, BuiltInKinds.DEPLOYMENT, FieldValidation.IGNORE))
          .isInstanceOfSatisfying(
              StatusException.class,
              e -> assertThat(e.reason()).isEqualTo(StatusReason.BAD_REQUEST));
    }

    @Test
    void depthIsBounded() {
      String body = "{\"x\":".repeat(10_000) + "1" + "}".repeat(10_000);

      assertThatThrownBy(() -> json(body, BuiltInKinds.DEPLOYMENT, FieldValidation.IGNORE))
          .isInstanceOf(StatusException.class);
    }

    @Test
    void theBeginningOfTheBodyIsShown() {
      assertThatThrownBy(() -> json("{\"spec\":", BuiltInKinds.POD, FieldValidation.IGNORE))
          .hasMessageStartingWith("the object provided is unrecognized (must be of type Pod): ")
          .hasMessageEndingWith("({\"spec\":)");
    }

    @Test
    void mediaTypesThatNobodyReadsAreUnsupported() {
      assertThatThrownBy(
              () ->
                  decoder.decode(
                      new byte[0], "text/plain", BuiltInKinds.POD, FieldValidation.STRICT))
          .isInstanceOfSatisfying(
              StatusException.class,
              e -> assertThat(e.reason()).isEqualTo(StatusReason.UNSUPPORTED_MEDIA_TYPE));
    }
  }
}
